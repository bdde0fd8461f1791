import Core
import Glibc

/// Bytes that can be read anywhere: in memory or in a file. Reads outside them are short, never wrong.
public final class ByteSource {
    private enum Storage {
        case memory([UInt8])
        case file(Int32)
    }

    private let storage: Storage
    public let count: Int
    private var window: [UInt8] = []
    private var windowStart = 0
    private let windowSize = 64 << 10

    public init(_ bytes: [UInt8]) {
        storage = .memory(bytes)
        count = bytes.count
    }

    /// Opens a file for reading. Throws `FoveaError.notFound` when that fails.
    public init(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else {
            throw FoveaError(.notFound, "The picture's file cannot be opened.", underlying: "\(path): \(String(cString: strerror(errno)))")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw FoveaError(.invalid, "This is not a file.", underlying: path)
        }
        storage = .file(descriptor)
        count = Int(status.st_size)
    }

    deinit { if case .file(let descriptor) = storage { close(descriptor) } }

    /// Up to `length` bytes from `offset` on; fewer at the end.
    public func bytes(at offset: Int, _ length: Int) -> ArraySlice<UInt8> {
        guard offset >= 0, length > 0, offset < count else { return [] }
        let end = offset + min(length, count - offset)
        switch storage {
        case .memory(let bytes): return bytes[offset..<end]
        case .file(let descriptor):
            if offset >= windowStart, end <= windowStart + window.count {
                return window[(offset - windowStart)..<(end - windowStart)]
            }
            window = Self.read(descriptor, at: offset, max(end - offset, min(windowSize, count - offset)))
            windowStart = offset
            return window[..<min(end - offset, window.count)]
        }
    }

    private static func read(_ descriptor: Int32, at offset: Int, _ length: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { buffer, initialized in
            while initialized < length {
                let got = pread(descriptor, buffer.baseAddress?.advanced(by: initialized), length - initialized, off_t(offset + initialized))
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { break }
                initialized += got
            }
        }
    }

    public func byte(at offset: Int) -> UInt8? { bytes(at: offset, 1).first }

    /// An unsigned number of `width` bytes (1 to 8); nil past the end.
    func number(at offset: Int, _ width: Int, littleEndian: Bool = false) -> Int? {
        let slice = bytes(at: offset, width)
        guard slice.count == width else { return nil }
        var value: UInt64 = 0
        for byte in littleEndian ? Array(slice.reversed()) : Array(slice) { value = value << 8 | UInt64(byte) }
        return Int(exactly: value)
    }

    func text(at offset: Int, _ length: Int) -> String { String(decoding: bytes(at: offset, length), as: UTF8.self) }

    /// All bytes.
    public func all() -> [UInt8] {
        if case .memory(let bytes) = storage { return bytes }
        return Array(bytes(at: 0, count))
    }
}
