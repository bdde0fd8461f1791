import CLibPQ
import Core
import Glibc

/// A connection of its own that waits for NOTIFY. It reconnects by itself; as notifications sent meanwhile are lost, it says
/// so each time that it has (re)connected.
///
/// `@unchecked Sendable`: the connection lives on the thread of `loop` alone; `stopped` is behind a lock and the pipe's ends
/// are immutable.
public final class PostgresListener: @unchecked Sendable {
    public enum Message: Sendable {
        /// From now on notifications come; earlier ones may have been missed.
        case connected
        case notification(channel: String, payload: String)
        case disconnected
    }

    private let conninfo: String
    private let channels: [String]
    private let handler: @Sendable (Message) -> Void
    private let thread: BlockingExecutor
    private let wake: (read: Int32, write: Int32)
    private let stopped = Lock(false)

    init(conninfo: String, channels: [String], handler: @escaping @Sendable (Message) -> Void) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw FoveaError.bug("pipe: \(String(cString: strerror(errno)))") }
        wake = (ends[0], ends[1])
        self.conninfo = conninfo
        self.channels = channels
        self.handler = handler
        thread = BlockingExecutor(name: "the database's notifications", threads: 1, queueLimit: 1)
        _ = thread.submit { self.loop() }
    }

    deinit {
        close(wake.read)
        close(wake.write)
    }

    /// Ends the connection; no message comes after it has been closed.
    public func stop() {
        stopped.withLock { $0 = true }
        var byte: UInt8 = 0
        _ = write(wake.write, &byte, 1)
        thread.stop()
    }

    private func loop() {
        var pause: Int32 = 100
        while !stopped.withLock({ $0 }) {
            if let handle = connect() {
                pause = 100
                handler(.connected)
                receive(handle)
                PQfinish(handle)
                handler(.disconnected)
            }
            sleep(milliseconds: pause)
            pause = min(pause * 2, 3000)
        }
    }

    private func connect() -> OpaquePointer? {
        let keepalive = "keepalives_idle=5 keepalives_interval=3 keepalives_count=3 connect_timeout=5"
        let separator = conninfo.contains("?") ? "&" : "?"
        let url = conninfo + separator + keepalive.split(separator: " ").joined(separator: "&")
        guard let handle = PQconnectdb(url) else { return nil }
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        var isReady = PQstatus(handle) == CONNECTION_OK
        for channel in channels where isReady {
            let result = PQexec(handle, "LISTEN \(channel)")
            isReady = PQresultStatus(result) == PGRES_COMMAND_OK
            PQclear(result)
        }
        if isReady { return handle }
        PQfinish(handle)
        return nil
    }

    private func receive(_ handle: OpaquePointer) {
        while !stopped.withLock({ $0 }) {
            guard PQconsumeInput(handle) == 1 else { return }
            while let notification = PQnotifies(handle) {
                let channel = String(cString: notification.pointee.relname)
                let payload = String(cString: notification.pointee.extra)
                PQfreemem(notification)
                handler(.notification(channel: channel, payload: payload))
            }
            var watched = [
                pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0), pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&watched, 2, -1) >= 0 || errno == EINTR else { return }
        }
    }

    /// Sleeps, or until told to stop.
    private func sleep(milliseconds: Int32) {
        var watched = pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0)
        _ = poll(&watched, 1, milliseconds)
    }
}
