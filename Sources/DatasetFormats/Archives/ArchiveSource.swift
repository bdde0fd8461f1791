import CArchive
import Core

/// The file under an archive, as libarchive asks for it. Each piece it asks for is an occasion to look at what has come of
/// those before: one call of libarchive may unpack for hours without giving anything back (compressions around each other,
/// of which only the inner swells, or an entry that is passed over).
final class ArchiveSource {
    private static let pieceSize = 1 << 16

    let archive: OpaquePointer
    var packed: Int64 { stream.size }
    /// Why reading was ended from here; libarchive knows only that it was.
    private(set) var failure: (any Error)?
    private let stream: FileStream
    private let limits: ArchiveLimits
    private let proceed: () throws -> Void
    private let piece = UnsafeMutableRawPointer.allocate(byteCount: pieceSize, alignment: 16)

    /// - Parameter proceed: throws when the work is to stop.
    init(_ path: String, limits: ArchiveLimits, proceed: @escaping () throws -> Void) throws {
        stream = try FileStream(path)
        guard let archive = archive_read_new() else { throw FoveaError.bug("libarchive has no memory") }
        self.archive = archive
        self.limits = limits
        self.proceed = proceed
    }

    deinit {
        archive_read_free(archive)
        piece.deallocate()
    }

    /// Reads the archive's head. Throws `FoveaError.malformed` when it is none.
    func start() throws {
        archive_read_support_format_zip(archive)
        archive_read_support_format_tar(archive)
        archive_read_support_filter_gzip(archive)
        archive_read_support_filter_bzip2(archive)
        archive_read_support_filter_xz(archive)
        archive_read_support_filter_zstd(archive)
        // Names are UTF-8, whatever the process's locale; a ZIP that does not say so is read the same way.
        archive_read_set_options(archive, "hdrcharset=UTF-8")
        archive_read_set_read_callback(archive) { _, context, out in archiveSource(context)?.read(out) ?? -1 }
        archive_read_set_seek_callback(archive) { _, context, offset, whence in archiveSource(context)?.seek(offset, whence) ?? -1 }
        archive_read_set_callback_data(archive, Unmanaged.passUnretained(self).toOpaque())
        guard archive_read_open1(archive) == ARCHIVE_OK else {
            if let failure { throw failure }
            throw FoveaError(.malformed, "This is no archive that can be read (ZIP, tar): \(words).")
        }
        guard filters <= limits.filters else {
            throw FoveaError(
                .tooLarge, "The archive is compressed \(filters) times over; \(limits.filters) at most are unpacked. It was taken for a bomb.")
        }
    }

    /// Compressions around each other; libarchive counts the file itself as well.
    var filters: Int { Int(archive_filter_count(archive)) - 1 }

    var words: String { archive_error_string(archive).map { String(cString: $0) } ?? "unknown error" }

    /// Throws when what has come out, at any stage, is too much, or the work is to stop.
    func check() throws {
        if let failure { throw failure }
        try proceed()
        for stage in 0..<max(0, archive_filter_count(archive) - 1) {
            try limits.check(unpacked: archive_filter_bytes(archive, stage), packed: packed)
        }
    }

    private func read(_ out: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
        do { try check() } catch {
            failure = error
            return -1
        }
        out?.pointee = UnsafeRawPointer(piece)
        return stream.read(into: UnsafeMutableRawBufferPointer(start: piece, count: Self.pieceSize))
    }

    private func seek(_ offset: Int64, _ whence: Int32) -> Int64 { stream.seek(offset, whence) }
}

/// Outside the type, so that C callbacks capture nothing.
private func archiveSource(_ context: UnsafeMutableRawPointer?) -> ArchiveSource? {
    context.map { Unmanaged<ArchiveSource>.fromOpaque($0).takeUnretainedValue() }
}
