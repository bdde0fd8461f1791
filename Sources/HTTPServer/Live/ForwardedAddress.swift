/// Who the client is when a reverse proxy stands between.
enum ForwardedAddress {
    /// The address, and whether it is this machine itself. A request that says it came through a proxy is never loopback;
    /// what it says is believed only from a proxy that the operator named, and then the last address it added.
    static func resolve(_ headers: Headers, _ peer: Peer?, _ trusted: [String]) -> (String, Bool) {
        let address = peer?.address ?? ""
        let forwarded = headers.values("X-Forwarded-For")
        guard !forwarded.isEmpty || headers.contains("Forwarded") || headers.contains("X-Real-IP") else {
            return (address, peer?.isLoopback ?? false)
        }
        let isTrusted = trusted.contains(address) || (address.isEmpty && trusted.contains("unix"))
        let last = forwarded.last?.split(separator: ",").last?.trimmed
        guard isTrusted, let last, last.utf8.count <= 45, !last.isEmpty else { return (address, false) }
        return (String(last), false)
    }
}
