import CArchive
import Core
import Glibc

/// Unpacks a ZIP or tar (also gzip, bzip2, xz, zstd) into a folder. Names that climb out, links, devices and encrypted entries
/// are refused and named; too many or too large ones end it with an error that says which limit.
public enum ArchiveExtractor {
    /// Whether the first bytes are those of an archive that can be unpacked.
    public static func isArchive(_ path: String) -> Bool {
        guard let stream = try? FileStream(path) else { return false }
        let head = stream.read(upTo: 512)
        let starts: [[UInt8]] = [
            [0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6], [0x1F, 0x8B], [0x42, 0x5A, 0x68], [0xFD, 0x37, 0x7A, 0x58], [0x28, 0xB5, 0x2F, 0xFD],
        ]
        return starts.contains { head.starts(with: $0) } || (head.count >= 262 && head[257..<262].elementsEqual("ustar".utf8))
    }

    /// - Parameters:
    ///   - folder: exists and is empty.
    ///   - proceed: called again and again, however little comes out; throws when the work is to stop.
    /// - Returns: what was refused.
    public static func extract(
        _ path: String, to folder: String, limits: ArchiveLimits = ArchiveLimits(), proceed: @escaping () throws -> Void = {}
    ) throws -> [ReportRow] {
        // libarchive converts names to the thread's locale; in "C" all but ASCII would be lost.
        let unicode = newlocale(Int32(1 << LC_CTYPE), "C.UTF-8", nil)
        let before = uselocale(unicode)
        defer {
            uselocale(before)
            freelocale(unicode)
        }
        let source = try ArchiveSource(path, limits: limits, proceed: proceed)
        try source.start()
        var extraction = Extraction(source: source, folder: folder, limits: limits)
        try extraction.run()
        return extraction.refused
    }
}

private struct Extraction {
    let source: ArchiveSource
    let folder: String
    let limits: ArchiveLimits
    var refused: [ReportRow] = []
    var entries = 0
    var total: Int64 = 0
    var folders: Set<String> = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)

    mutating func refuse(_ name: String, _ reason: String) {
        if refused.count < ImportAccount.keptRows { refused.append(ReportRow(file: String(name.prefix(500)), reason: reason)) }
    }

    mutating func run() throws {
        var entry: OpaquePointer?
        while true {
            let status = archive_read_next_header(source.archive, &entry)
            if status == ARCHIVE_EOF { return }
            try source.check()
            guard status >= ARCHIVE_WARN, let entry else {
                // What was unpacked so far is whole files; the rest is lost and said to be.
                guard entries > 0 else { throw FoveaError(.malformed, "The archive cannot be read: \(source.words).") }
                refuse("", "the archive breaks off: \(source.words)")
                return
            }
            entries += 1
            guard entries <= limits.entries else { throw FoveaError(.tooLarge, "The archive holds more than \(limits.entries) entries.") }
            try take(entry)
            try pass()
        }
    }

    /// Reads what is left of an entry that was refused. libarchive would pass over it by unpacking it all the same, where
    /// nobody counts.
    private mutating func pass() throws {
        guard source.filters > 0 else { return }
        while try read() > 0 {}
    }

    /// The next bytes of the entry into `buffer`, counted; 0 at its end, less when they cannot be had.
    private mutating func read() throws -> Int {
        let archive = source.archive
        let count = buffer.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
        try source.check()
        total += Int64(max(0, count))
        try limits.check(unpacked: total, packed: source.packed)
        return count
    }

    private mutating func take(_ entry: OpaquePointer) throws {
        guard let raw = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else {
            return refuse("entry \(entries)", "has no name that can be read")
        }
        let name = String(cString: raw)
        if archive_entry_hardlink(entry) != nil { return refuse(name, "is a link, and was not unpacked") }
        switch archive_entry_filetype(entry) & 0o170000 {
        case 0o040000: return
        case 0o100000: break
        case 0o120000: return refuse(name, "is a link, and was not unpacked")
        default: return refuse(name, "is neither a file nor a folder")
        }
        guard let safe = SafePath.normalise(name) else { return refuse(name, "the path is not allowed (absolute, or leads out)") }
        if archive_entry_is_encrypted(entry) != 0 { return refuse(name, "is encrypted") }
        let parts = safe.split(separator: "/")
        guard parts.count <= 64, parts.allSatisfy({ $0.utf8.count <= 255 }) else { return refuse(name, "the path is too long") }
        try unpack(name, safe)
    }

    private mutating func unpack(_ name: String, _ path: String) throws {
        guard makeFolders(path.parentPath) else { return refuse(name, "its folder is a file of the same archive") }
        let target = "\(folder)/\(path)"
        let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST || errno == EISDIR { return refuse(name, "comes twice in the archive; the first counts") }
            throw FoveaError(.internal, "The archive cannot be unpacked: \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        while true {
            let count = try read()
            if count == 0 { return }
            guard count > 0 else {
                unlink(target)
                return refuse(name, "cannot be unpacked: \(source.words)")
            }
            var done = 0
            while done < count {
                let written = buffer.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + done }, count - done) }
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { throw FoveaError(.internal, "The disk is full.", underlying: String(cString: strerror(errno))) }
                done += written
            }
        }
    }

    /// The folder is ours and links are never made in it, so that plain names cannot lead out.
    private mutating func makeFolders(_ path: String) -> Bool {
        if path.isEmpty || folders.contains(path) { return true }
        guard makeFolders(path.parentPath) else { return false }
        guard mkdir("\(folder)/\(path)", 0o700) == 0 else { return false }
        folders.insert(path)
        return true
    }
}
