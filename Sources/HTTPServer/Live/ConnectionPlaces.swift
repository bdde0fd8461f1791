import Core

/// How many connections each address has, so that one client cannot have them all.
final class ConnectionPlaces: Sendable {
    private let limit: Int
    private let localLimit: Int
    private let exempt: Set<String>
    private let taken = Lock<[String: Int]>([:])

    init(_ configuration: ServerConfiguration) {
        limit = configuration.connectionsPerAddress
        localLimit = max(limit, configuration.connectionLimit / 2)
        exempt = Set(configuration.trustedProxies)
    }

    /// False when the address has as many as it may; it is counted all the same, until `give`.
    func take(_ peer: Peer) -> Bool {
        guard isCounted(peer) else { return true }
        let count = taken.withLock { taken in
            taken[peer.address, default: 0] += 1
            return taken[peer.address] ?? 0
        }
        return count <= (peer.isLoopback ? localLimit : limit)
    }

    func give(_ peer: Peer) {
        guard isCounted(peer) else { return }
        taken.withLock { taken in
            let left = (taken[peer.address] ?? 1) - 1
            taken[peer.address] = left > 0 ? left : nil
        }
    }

    /// A Unix socket's clients have no address; whoever may open it is trusted by the file's rights.
    private func isCounted(_ peer: Peer) -> Bool { limit > 0 && !peer.address.isEmpty && !exempt.contains(peer.address) }
}
