import Core
import Glibc

/// A port of this machine that leads to another, until it is told to break: for tests of servers that go away and come back.
///
/// `@unchecked Sendable`: state is behind the lock; each descriptor is used by its own threads.
public final class TCPForwarder: @unchecked Sendable {
    private struct State {
        var listener: Int32 = -1
        var connections: [Int32] = []
    }

    public let port: UInt16
    private let target: UInt16
    private let state = Lock(State())

    /// Finds a free port; nothing listens there until `open()`.
    public init(to target: UInt16) throws {
        self.target = target
        let probe = try Self.bound(port: 0)
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(probe, $0, &length) }
        }
        port = UInt16(bigEndian: address.sin_port)
        Glibc.close(probe)
    }

    public func open() throws {
        let listener = try Self.bound(port: port)
        guard listen(listener, 64) == 0 else { throw FoveaError.bug("listen") }
        state.withLock { $0.listener = listener }
        Self.thread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0, let self else { return }
                self.join(client)
            }
        }
    }

    /// Breaks every connection and refuses new ones.
    public func close() {
        let old = state.withLock { state in
            defer { state = State() }
            return state
        }
        shutdown(old.listener, Int32(SHUT_RDWR))
        Glibc.close(old.listener)
        for connection in old.connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }

    private func join(_ client: Int32) {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard Self.call(server, target, connect) == 0 else {
            Glibc.close(client)
            Glibc.close(server)
            return
        }
        state.withLock { $0.connections += [client, server] }
        for (from, to) in [(client, server), (server, client)] { Self.thread { Self.pump(from, to) } }
    }

    private static func pump(_ from: Int32, _ to: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(from, &buffer, buffer.count, 0)
            guard count > 0, send(to, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
        }
        shutdown(from, Int32(SHUT_RDWR))
        shutdown(to, Int32(SHUT_RDWR))
    }

    private static func bound(port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard call(descriptor, port, bind) == 0 else { throw FoveaError.bug("bind \(port): \(String(cString: strerror(errno)))") }
        return descriptor
    }

    private static func call(
        _ descriptor: Int32, _ port: UInt16, _ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    private static func thread(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(body)).toOpaque()
        pthread_create(
            &thread, nil,
            { box in
                if let box { Unmanaged<Box>.fromOpaque(box).takeRetainedValue().body() }
                return nil
            }, box)
        pthread_detach(thread)
    }

    private final class Box {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
