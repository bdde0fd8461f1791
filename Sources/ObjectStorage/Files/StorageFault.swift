import Core
import Glibc

/// Says in one sentence what the operating system refused, without telling users the server's paths.
enum StorageFault {
    static func error(_ code: CInt, _ call: String, _ path: String) -> FoveaError {
        let underlying = "\(call) \(path): \(String(cString: strerror(code)))"
        switch code {
        case ENOSPC, EDQUOT:
            return FoveaError(
                .unavailable, "The disk that holds Fovea's files is full. Free some space, then try again.",
                retryAfter: 30, underlying: underlying)
        case EROFS, EACCES, EPERM:
            return FoveaError(
                .unavailable, "Fovea may not write to its storage directory. Check who owns it and whether it is mounted read-only.",
                retryAfter: 30, underlying: underlying)
        case ENOENT:
            return FoveaError(.notFound, "The stored file was not found.", underlying: underlying)
        case EFBIG:
            return FoveaError(.tooLarge, "The file is larger than the file system takes.", underlying: underlying)
        default:
            return FoveaError(
                .unavailable, "The storage directory could not be read or written.", retryAfter: 5, underlying: underlying)
        }
    }
}

/// Sizes for people.
enum ByteCount {
    static func text(_ bytes: Int64) -> String {
        if bytes >= 1 << 30, bytes % (1 << 30) == 0 { return "\(bytes >> 30) GB" }
        if bytes >= 1 << 20 { return "\(bytes >> 20) MB" }
        return bytes >= 1 << 10 ? "\(bytes >> 10) kB" : "\(bytes) bytes"
    }
}
