import CArchive
import Core

/// Writes a ZIP as a stream: bytes leave as they are made, whatever the size (zip64), in bounded memory. Pictures are stored,
/// because they are compressed already; text is deflated.
public final class ZIPSink: DatasetSink {
    private let archive: OpaquePointer
    private let output: Output
    private var isOpen = true

    private final class Output {
        let emit: (UnsafeRawBufferPointer) throws -> Void
        var failure: (any Error)?
        init(_ emit: @escaping (UnsafeRawBufferPointer) throws -> Void) { self.emit = emit }
    }

    /// - Parameter emit: takes the archive's bytes in order; what it throws ends the writing and comes back from `write`.
    public init(emit: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
        guard let archive = archive_write_new() else { throw FoveaError.bug("libarchive has no memory") }
        self.archive = archive
        output = Output(emit)
        archive_write_set_format_zip(archive)
        archive_write_set_options(archive, "zip:hdrcharset=UTF-8")
        archive_write_set_bytes_per_block(archive, 1 << 16)
        archive_write_set_bytes_in_last_block(archive, 1)
        let context = Unmanaged.passUnretained(output).toOpaque()
        let status = archive_write_open(
            archive, context, nil,
            { _, context, bytes, count in
                guard let context else { return -1 }
                let output = Unmanaged<Output>.fromOpaque(context).takeUnretainedValue()
                guard output.failure == nil else { return -1 }
                do {
                    try output.emit(UnsafeRawBufferPointer(start: bytes, count: count))
                    return count
                } catch {
                    output.failure = error
                    return -1
                }
            }, nil)
        try check(status)
    }

    deinit {
        // Left in the middle, it must not be given an end that makes it look whole.
        if isOpen { archive_write_fail(archive) }
        archive_write_free(archive)
    }

    private func check(_ status: Int32) throws {
        guard status < ARCHIVE_WARN else { return }
        if let failure = output.failure { throw failure }
        throw FoveaError.bug("libarchive: \(archive_error_string(archive).map { String(cString: $0) } ?? "\(status)")")
    }

    public func write(_ path: String, size: Int64?, next: () throws -> [UInt8]) throws {
        guard let entry = archive_entry_new() else { throw FoveaError.bug("libarchive has no memory") }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname_utf8(entry, path)
        archive_entry_set_filetype(entry, 0o100000)
        archive_entry_set_perm(entry, 0o644)
        // The same files give the same archive: 1980, where ZIP's time begins.
        archive_entry_set_mtime(entry, 315_532_800, 0)
        if let size { archive_entry_set_size(entry, size) }
        if PictureNames.matches(path) {
            archive_write_zip_set_compression_store(archive)
        } else {
            archive_write_zip_set_compression_deflate(archive)
        }
        try check(archive_write_header(archive, entry))
        while true {
            let bytes = try next()
            if bytes.isEmpty { break }
            let written = bytes.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
            guard written == bytes.count else {
                try check(ARCHIVE_FATAL)
                return
            }
        }
        try check(archive_write_finish_entry(archive))
    }

    public func finish() throws {
        guard isOpen else { return }
        isOpen = false
        try check(archive_write_close(archive))
    }
}
