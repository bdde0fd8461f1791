import Core

/// Where a server listens and how much it lets clients take.
public struct ServerConfiguration: Sendable {
    public enum Address: Sendable, CustomStringConvertible {
        /// Port 0 takes a free one.
        case tcp(host: String, port: Int)
        case unix(path: String)

        public var description: String {
            switch self {
            case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
            case .unix(let path): path
            }
        }
    }

    public var address: Address
    /// Threads that wait for sockets; handlers run elsewhere.
    public var threads = 2
    public var connectionLimit = 2048
    /// Connections from one address; 0 for no limit. Trusted proxies are not counted (all that comes through one has its
    /// address), and this machine itself may have as many as half of all.
    public var connectionsPerAddress = 128
    /// A connection on which nothing moves is closed.
    public var idleSeconds = 60
    /// From the start of a connection, or the first line of a request after others, until the request's head is whole.
    public var headSeconds = 15
    /// From the end of a request until the first line of the next.
    public var keepAliveSeconds = 75
    /// A body that comes slower than this for `slowBodySeconds` is given up.
    public var minimumBytesPerSecond = 512
    public var slowBodySeconds = 20
    /// Bytes of request line and headers (and of the connection's buffers).
    public var headLimit = 32 << 10
    /// Bytes of URI.
    public var uriLimit = 8 << 10
    public var webSocketMessageLimit = 1 << 20
    /// Peers whose `X-Forwarded-For` is believed (the reverse proxy).
    public var trustedProxies: [String] = []
    public var logger = Logger.silent

    public init(_ address: Address) { self.address = address }
}
