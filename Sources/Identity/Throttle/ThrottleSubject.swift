import Glibc

/// What failed sign-ins are counted by. Names are counted as they were typed, found or not: counting by the account that a
/// name belongs to would tell which name and which e-mail address are the same person's, or anybody's at all.
struct ThrottleSubject: Sendable, Equatable {
    let key: String
    /// Attempts before the first pause.
    let free: Int

    /// One name from one address. A stranger's failures elsewhere do not slow the one whose name it is.
    static func pair(_ name: String, _ address: String) -> ThrottleSubject {
        ThrottleSubject(key: "pair:\(name) \(network(of: address))", free: 5)
    }

    /// The keys of all of a name's pairs are from `first` on and before `end`: an exclamation mark follows a space.
    static func pairs(of name: String) -> (first: String, end: String) { ("pair:\(name) ", "pair:\(name)!") }

    /// One name from anywhere, against guessing from many addresses.
    static func name(_ name: String) -> ThrottleSubject { ThrottleSubject(key: "name:\(name)", free: 100) }

    /// One address, whatever the names: it may be a whole office.
    static func address(_ address: String) -> ThrottleSubject {
        ThrottleSubject(key: "address:\(network(of: address))", free: 20)
    }

    /// An IPv6 address's /64, which is what one subscriber gets and may choose from; any other address as it is.
    static func network(of address: String) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, address, &bytes) == 1, !bytes.starts(with: Array(repeating: 0, count: 10)) else { return address }
        for index in 8..<16 { bytes[index] = 0 }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(AF_INET6, bytes, &text, socklen_t(text.count)) != nil else { return address }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/64"
    }
}
