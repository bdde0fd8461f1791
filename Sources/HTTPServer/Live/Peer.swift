import Core
import Glibc

/// One connection as its client is watched: who, and how slowly. A client that dribbles is cut off, so that it holds
/// nothing for long; the idle timeout of the library alone would let it send a byte now and then forever.
final class Peer: Sendable {
    private enum Phase {
        /// The client owes a request's head.
        case head(since: Int64)
        /// The client owes nothing: it may send another request.
        case idle(since: Int64)
        /// The client owes body bytes.
        case body(since: Int64, bytes: Int)
        /// We owe an answer, or hold the client back.
        case busy
        case closed
    }

    let descriptor: Int32
    let address: String
    let isLoopback: Bool
    private let phase: Lock<Phase>

    init(descriptor: Int32, address: String, isLoopback: Bool) {
        self.descriptor = descriptor
        self.address = address
        self.isLoopback = isLoopback
        phase = Lock(.head(since: Peer.seconds()))
    }

    func idle() { phase.withLock { if case .closed = $0 {} else { $0 = .idle(since: Peer.seconds()) } } }
    /// A request's first line has come; on a new connection its head was owed before.
    func awaitHead() { phase.withLock { if case .idle = $0 { $0 = .head(since: Peer.seconds()) } } }
    func busy() { phase.withLock { if case .closed = $0 {} else { $0 = .busy } } }

    /// The client owes more of the body; `bytes` have just come.
    func awaitBody(_ bytes: Int) {
        phase.withLock { phase in
            switch phase {
            case .closed: break
            case .body(let since, let before): phase = .body(since: since, bytes: before + bytes)
            default: phase = .body(since: Peer.seconds(), bytes: bytes)
            }
        }
    }

    /// The descriptor is about to be closed and may be reused: it is not touched any more.
    func closed() { phase.withLock { $0 = .closed } }

    /// Cuts the connection when its client is too slow; true when it did.
    func enforce(_ limits: ServerConfiguration, now: Int64 = Peer.seconds()) -> Bool {
        phase.withLock { phase in
            switch phase {
            case .head(let since) where now - since > Int64(limits.headSeconds):
                shutdown(descriptor, Int32(SHUT_RDWR))
                return true
            case .idle(let since) where now - since > Int64(limits.keepAliveSeconds):
                shutdown(descriptor, Int32(SHUT_RDWR))
                return true
            case .body(let since, let bytes) where now - since >= Int64(limits.slowBodySeconds):
                guard bytes < limits.minimumBytesPerSecond * Int(now - since) else {
                    phase = .body(since: now, bytes: 0)
                    return false
                }
                shutdown(descriptor, Int32(SHUT_RDWR))
                return true
            default: return false
            }
        }
    }

    /// Cuts the connection at once.
    func cut() {
        phase.withLock { phase in
            if case .closed = phase { return }
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }

    static func seconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return Int64(time.tv_sec)
    }
}
