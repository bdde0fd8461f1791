import Core
import Glibc

/// A connected Unix socket. Calls block until done or until their deadline.
///
/// Not for use by two threads at once.
final class SocketStream {
    private let descriptor: Int32
    private var isOpen = true

    init(descriptor: Int32) { self.descriptor = descriptor }
    deinit { close() }

    func close() {
        guard isOpen else { return }
        isOpen = false
        _ = Glibc.close(descriptor)
    }

    /// Connects to a socket file; nil when nobody listens there.
    static func connect(_ path: String) -> SocketStream? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | 0o2000000, 0)  // SOCK_CLOEXEC
        guard descriptor >= 0 else { return nil }
        let stream = SocketStream(descriptor: descriptor)
        let connected = UnixAddress.with(path) { address, size in Glibc.connect(descriptor, address, size) == 0 }
        return connected == true ? stream : nil
    }

    /// Whether the other side has closed, or sent what nobody asked for: such a connection is of no more use.
    var isStale: Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&poll, 1, 0) != 0
    }

    /// Fails with `.closed` at the end of the stream, `.late` after the deadline.
    enum Failure: Error { case closed, late }

    func write(_ frame: Frame, deadline: ContinuousClock.Instant?) throws {
        let header = frame.header.bytes
        try write(frame.prefix(headerCount: header.count) + header, deadline)
        if !frame.body.isEmpty { try write(frame.body, deadline) }
    }

    /// - Parameter bodyLimit: bytes that the body may have at most.
    func read(bodyLimit: Int, deadline: ContinuousClock.Instant?) throws -> Frame {
        let lengths = try Frame.lengths(read(Frame.prefixSize, deadline), bodyLimit: bodyLimit)
        let header = try JSON.parse(read(lengths.header, deadline))
        return Frame(header: header, body: lengths.body > 0 ? try read(lengths.body, deadline) : [])
    }

    private func write(_ bytes: [UInt8], _ deadline: ContinuousClock.Instant?) throws {
        // With a deadline, a peer that stops reading must not hold us inside the call.
        let flags = Int32(MSG_NOSIGNAL) | (deadline == nil ? 0 : Int32(MSG_DONTWAIT))
        try bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                try wait(Int16(POLLOUT), deadline)
                let count = send(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, flags)
                if count < 0, errno == EINTR || errno == EAGAIN { continue }
                guard count > 0 else { throw Failure.closed }
                done += count
            }
        }
    }

    private func read(_ count: Int, _ deadline: ContinuousClock.Instant?) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while initialized < count {
                try wait(Int16(POLLIN), deadline)
                let got = recv(descriptor, buffer.baseAddress?.advanced(by: initialized), count - initialized, 0)
                if got < 0, errno == EINTR || errno == EAGAIN { continue }
                guard got > 0 else { throw Failure.closed }
                initialized += got
            }
        }
    }

    private func wait(_ events: Int16, _ deadline: ContinuousClock.Instant?) throws {
        guard let deadline else { return }
        while true {
            let left = (deadline - .now).inMilliseconds
            guard left > 0 else { throw Failure.late }
            var poll = pollfd(fd: descriptor, events: events, revents: 0)
            let ready = Glibc.poll(&poll, 1, Int32(min(left.rounded(.up), 60_000)))
            if ready > 0 { return }
            if ready < 0, errno != EINTR { throw Failure.closed }
        }
    }
}

/// A path as the address of a Unix socket.
enum UnixAddress {
    /// Nil when the path is longer than such an address can be (107 bytes).
    static func with<Result>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path), !bytes.contains(0) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}
