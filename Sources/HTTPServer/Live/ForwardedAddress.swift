/// Who the client is when a reverse proxy stands between.
enum ForwardedAddress {
    /// The address, and whether it is this machine itself. A request that says it came through a proxy is never loopback;
    /// what it says is believed only from a proxy that the operator named, and then the last address it added. Nor is one that
    /// asks for another host: a page of any site can point its own name at 127.0.0.1 and let the browser of this machine ask.
    static func resolve(_ headers: Headers, _ peer: Peer?, _ trusted: [String]) -> (String, Bool) {
        let address = peer?.address ?? ""
        let forwarded = headers.values("X-Forwarded-For")
        guard !forwarded.isEmpty || headers.contains("Forwarded") || headers.contains("X-Real-IP") else {
            return (address, peer?.isLoopback == true && namesThisMachine(headers["Host"]))
        }
        let isTrusted = trusted.contains(address) || (address.isEmpty && trusted.contains("unix"))
        let last = forwarded.last?.split(separator: ",").last?.trimmed
        guard isTrusted, let last, last.utf8.count <= 45, !last.isEmpty else { return (address, false) }
        return (String(last), false)
    }

    private static func namesThisMachine(_ host: String?) -> Bool {
        guard let host = host?.lowercased() else { return false }
        let colon = host.hasSuffix("]") ? nil : host.lastIndex(of: ":")
        return ["localhost", "127.0.0.1", "[::1]"].contains(host[..<(colon ?? host.endIndex)])
    }
}
