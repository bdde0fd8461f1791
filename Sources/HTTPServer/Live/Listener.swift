import Core
import Glibc

/// A listening socket, with errors that say what to do.
enum Listener {
    static func open(_ address: ServerConfiguration.Address) throws -> Int32 {
        switch address {
        case .tcp(let host, let port): try tcp(host, port)
        case .unix(let path): try unix(path)
        }
    }

    private static func tcp(_ host: String, _ port: Int) throws -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        guard (0...65535).contains(port), getaddrinfo(host, String(port), &hints, &found) == 0, let first = found else {
            throw FoveaError(.unavailable, "\(host):\(port) is no address to listen on; set FOVEA_HOST and FOVEA_PORT.")
        }
        defer { freeaddrinfo(found) }
        let descriptor = socket(first.pointee.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw failure("\(host):\(port)") }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0, listen(descriptor, 1024) == 0 else {
            let error = failure("\(host):\(port)")
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// A stale socket of a server that is gone is replaced; one that answers is in use.
    private static func unix(_ path: String) throws -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw FoveaError(.unavailable, "The socket path \(path) is longer than the system allows (107 bytes).")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        func with(_ body: (UnsafePointer<sockaddr>) -> Int32) -> Int32 {
            withUnsafePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body) }
        }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let probe = socket(AF_UNIX, type, 0)
        let answers = with { connect(probe, $0, size) } == 0
        close(probe)
        if answers { throw FoveaError(.unavailable, "Another server already listens on \(path).") }
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK { unlink(path) }
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0, with({ bind(descriptor, $0, size) }) == 0, chmod(path, 0o600) == 0, listen(descriptor, 1024) == 0 else {
            let error = failure(path)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func failure(_ place: String) -> FoveaError {
        switch errno {
        case EADDRINUSE:
            FoveaError(.unavailable, "\(place) is in use by another program; stop it or choose another with --port.")
        case EACCES, EPERM: FoveaError(.unavailable, "No right to listen on \(place); ports below 1024 need one, choose a higher.")
        case EADDRNOTAVAIL: FoveaError(.unavailable, "This machine has no address \(place); set FOVEA_HOST to one that it has, or 0.0.0.0.")
        default: FoveaError(.unavailable, "Cannot listen on \(place): \(String(cString: strerror(errno))).")
        }
    }

    /// The port a TCP socket is bound to; 0 for others.
    static func port(of descriptor: Int32) -> Int {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            let status = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
            guard status == 0 else { return 0 }
            switch Int32(pointer.pointee.ss_family) {
            case AF_INET: return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { Int(UInt16(bigEndian: $0.pointee.sin_port)) }
            case AF_INET6: return pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { Int(UInt16(bigEndian: $0.pointee.sin6_port)) }
            default: return 0
            }
        }
    }
}
