import CMicroHTTPD
import Core
import Glibc

/// HTTP/1.1 over TCP or a Unix socket by libmicrohttpd: its threads wait for sockets, Swift tasks handle requests, and
/// neither ever waits for the other. TLS and HTTP/2 are a reverse proxy's.
public final class LiveServer: Sendable {
    public let configuration: ServerConfiguration
    /// Where it listens, the port known.
    public let address: ServerConfiguration.Address
    /// 0 for a Unix socket.
    public let port: Int
    let handler: @Sendable (HTTPRequest) async -> HTTPResponse
    let sockets: SocketLoop
    private let daemon = Lock<OpaquePointer?>(nil)
    private let draining = Lock(false)
    /// Requests that begin now are not answered any more.
    private let closing = Lock(false)
    private let exchanges = Lock<[ObjectIdentifier: Exchange]>([:])
    private let peers = Lock<[ObjectIdentifier: Peer]>([:])
    private let places: ConnectionPlaces
    private let sweeper = Lock<Task<Void, Never>?>(nil)

    /// Listens at once. Throws `FoveaError.unavailable` with what to do when it cannot.
    public static func start(
        _ configuration: ServerConfiguration, handler: @escaping @Sendable (HTTPRequest) async -> HTTPResponse
    ) throws -> LiveServer {
        let descriptor = try Listener.open(configuration.address)
        let server = LiveServer(configuration, port: Listener.port(of: descriptor), handler)
        try server.listen(on: descriptor)
        return server
    }

    public static func start(_ configuration: ServerConfiguration, router: Router) throws -> LiveServer {
        try start(configuration) { await router.handle($0) }
    }

    private init(_ configuration: ServerConfiguration, port: Int, _ handler: @escaping @Sendable (HTTPRequest) async -> HTTPResponse) {
        self.configuration = configuration
        self.port = port
        self.handler = handler
        places = ConnectionPlaces(configuration)
        if case .tcp(let host, _) = configuration.address { address = .tcp(host: host, port: port) } else { address = configuration.address }
        sockets = SocketLoop(messageLimit: configuration.webSocketMessageLimit, logger: configuration.logger)
    }

    private func listen(on descriptor: Int32) throws {
        signal(SIGPIPE, SIG_IGN)
        // Held by the daemon until `stop` has stopped it.
        let context = Unmanaged.passRetained(self).toOpaque()
        var options = cmhd_options()
        options.listen_socket = descriptor
        options.threads = UInt32(max(1, configuration.threads))
        options.connection_limit = UInt32(configuration.connectionLimit)
        options.idle_seconds = UInt32(configuration.idleSeconds)
        options.connection_memory = configuration.headLimit
        options.context = context
        options.access = { _, connection, _, method, version, data, size, request in
            guard let connection, let method, let version, let size, let held = request?.pointee else { return .NO }
            let exchange = Unmanaged<Exchange>.fromOpaque(held).takeUnretainedValue()
            return exchange.step(
                connection, method: String(cString: method), version: String(cString: version), data: data, size: size)
        }
        options.completed = { context, _, request, _ in
            guard let context, let held = request?.pointee else { return }
            request?.pointee = nil
            let exchange = Unmanaged<Exchange>.fromOpaque(held).takeRetainedValue()
            Unmanaged<LiveServer>.fromOpaque(context).takeUnretainedValue().ended(exchange)
        }
        options.connection = { context, connection, socketContext, code in
            guard let context, let connection, let socketContext else { return }
            let server = Unmanaged<LiveServer>.fromOpaque(context).takeUnretainedValue()
            if code.rawValue == 0 /* MHD_CONNECTION_NOTIFY_STARTED */ {
                socketContext.pointee = server.opened(connection)
            } else if let held = socketContext.pointee {
                socketContext.pointee = nil
                server.closed(Unmanaged<Peer>.fromOpaque(held).takeRetainedValue())
            }
        }
        options.request_line = { context, uri, connection in
            guard let context, let uri, let connection else { return nil }
            return Unmanaged<LiveServer>.fromOpaque(context).takeUnretainedValue().began(String(cString: uri), connection)
        }
        options.log = { context, message in
            guard let context, let message else { return }
            let server = Unmanaged<LiveServer>.fromOpaque(context).takeUnretainedValue()
            server.configuration.logger.debug("http_library", ["message": .string(String(cString: message))])
        }
        guard let started = cmhd_start(&options) else {
            Unmanaged<LiveServer>.fromOpaque(context).release()
            close(descriptor)
            throw FoveaError(.unavailable, "The HTTP server could not be started; is the limit on open files very low?")
        }
        daemon.withLock { $0 = started }
        let task = Task { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                guard let self else { return }
                self.sweep()
            }
        }
        sweeper.withLock { $0 = task }
    }

    var isDraining: Bool { draining.withLock { $0 } }

    /// Requests being handled now.
    public var activeRequests: Int { exchanges.withLock { $0.count } }
    public var openConnections: Int { peers.withLock { $0.count } }

    private func began(_ uri: String, _ connection: OpaquePointer) -> UnsafeMutableRawPointer {
        let peer = cmhd_socket_context(connection).map { Unmanaged<Peer>.fromOpaque($0).takeUnretainedValue() }
        peer?.awaitHead()
        let exchange = Exchange(server: self, peer: peer, uri: uri)
        exchanges.withLock { $0[ObjectIdentifier(exchange)] = exchange }
        // The library may not be stopped while a connection is suspended: what begins so late never is.
        if closing.withLock({ $0 }) { exchange.abort() }
        return Unmanaged.passRetained(exchange).toOpaque()
    }

    private func ended(_ exchange: Exchange) {
        exchange.completed()
        exchange.peer?.idle()
        exchanges.withLock { $0[ObjectIdentifier(exchange)] = nil }
    }

    private func opened(_ connection: OpaquePointer) -> UnsafeMutableRawPointer {
        var text = [CChar](repeating: 0, count: 64)
        cmhd_peer_address(connection, &text, text.count)
        let address = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let peer = Peer(
            descriptor: cmhd_descriptor(connection), address: address, isLoopback: cmhd_peer_is_loopback(connection))
        peers.withLock { $0[ObjectIdentifier(peer)] = peer }
        if !places.take(peer) {
            configuration.logger.info("connection_refused", ["address": .string(address), "reason": "too many from this address"])
            peer.cut()
        }
        return Unmanaged.passRetained(peer).toOpaque()
    }

    private func closed(_ peer: Peer) {
        peer.closed()
        places.give(peer)
        peers.withLock { $0[ObjectIdentifier(peer)] = nil }
    }

    private func sweep() {
        for peer in peers.withLock({ Array($0.values) }) where peer.enforce(configuration) {
            configuration.logger.info("slow_client_cut", ["address": .string(peer.address)])
        }
    }

    /// Takes no new connections, lets requests end for up to `limit`, then cuts what is left. Safe to call twice.
    public func stop(within limit: Duration = .seconds(30)) async {
        guard
            let running = daemon.withLock({ daemon in
                defer { daemon = nil }
                return daemon.map { UInt(bitPattern: $0) }
            }), let stopping = OpaquePointer(bitPattern: running)
        else { return }
        draining.withLock { $0 = true }
        let listening = MHD_quiesce_daemon(stopping)
        if listening >= 0 { close(listening) }
        if case .unix(let path) = configuration.address { unlink(path) }
        await sockets.stop()
        await wait(for: limit)
        closing.withLock { $0 = true }
        for exchange in exchanges.withLock({ Array($0.values) }) { exchange.abort() }
        await wait(for: .seconds(10))
        sweeper.withLock { $0?.cancel() }
        // Joins the library's threads.
        let joiner = BlockingExecutor(name: "http stop", threads: 1, queueLimit: 1)
        try? await joiner.run {
            if let daemon = OpaquePointer(bitPattern: running) { MHD_stop_daemon(daemon) }
        }
        joiner.stop()
        Unmanaged.passUnretained(self).release()
    }

    private func wait(for limit: Duration) async {
        let deadline = ContinuousClock.now + limit
        while activeRequests > 0, ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
    }
}
