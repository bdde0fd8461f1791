import CWslay
import Glibc

/// Frames and messages of one connection by wslay. Not safe for two threads at once: its owner holds a lock.
final class WslaySession {
    let descriptor: Int32
    private var context: wslay_event_context_ptr?
    /// Bytes that came together with the head of the request.
    private var early: ArraySlice<UInt8>
    private(set) var messages: [WebSocket.Message] = []
    private var messagesHead = 0
    /// Bytes of messages that nobody has taken yet.
    private(set) var waitingBytes = 0
    private var readBudget = 0
    /// The connection is of no more use.
    private(set) var isBroken = false
    /// Something came since it was last asked.
    var heard = true

    static let high = 256 << 10

    init?(descriptor: Int32, early: [UInt8], messageLimit: Int) {
        self.descriptor = descriptor
        self.early = early[...]
        var callbacks = wslay_event_callbacks()
        callbacks.recv_callback = { context, buffer, count, _, user in
            guard let user, let buffer else { return -1 }
            let session = Unmanaged<WslaySession>.fromOpaque(user).takeUnretainedValue()
            let result = session.receive(buffer, count)
            if result == 0 {
                wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK.rawValue)
                return -1
            }
            if result < 0 { wslay_event_set_error(context, WSLAY_ERR_CALLBACK_FAILURE.rawValue) }
            return result
        }
        callbacks.send_callback = { context, data, count, _, user in
            guard let user, let data else { return -1 }
            let session = Unmanaged<WslaySession>.fromOpaque(user).takeUnretainedValue()
            let sent = Glibc.send(session.descriptor, data, count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            if sent >= 0 { return sent }
            let wouldBlock = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR
            wslay_event_set_error(context, (wouldBlock ? WSLAY_ERR_WOULDBLOCK : WSLAY_ERR_CALLBACK_FAILURE).rawValue)
            return -1
        }
        callbacks.on_msg_recv_callback = { _, argument, user in
            guard let user, let message = argument?.pointee else { return }
            Unmanaged<WslaySession>.fromOpaque(user).takeUnretainedValue().add(message)
        }
        guard wslay_event_context_server_init(&context, &callbacks, Unmanaged.passUnretained(self).toOpaque()) == 0 else { return nil }
        wslay_event_config_set_max_recv_msg_length(context, UInt64(messageLimit))
    }

    deinit { wslay_event_context_free(context) }

    var wantsRead: Bool { wslay_event_want_read(context) != 0 && waitingBytes < WslaySession.high }
    var wantsWrite: Bool { wslay_event_want_write(context) != 0 }
    var isFinished: Bool { isBroken || (wslay_event_want_read(context) == 0 && wslay_event_want_write(context) == 0) }
    var isClosing: Bool { wslay_event_get_close_received(context) != 0 || wslay_event_get_close_sent(context) != 0 }
    var closeReceived: Bool { wslay_event_get_close_received(context) != 0 }
    var queuedBytes: Int { wslay_event_get_queued_msg_length(context) }

    /// Negative when the other side has gone, 0 when there is nothing now.
    private func receive(_ buffer: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
        guard readBudget > 0, waitingBytes < WslaySession.high else { return 0 }
        if !early.isEmpty {
            let n = min(count, early.count)
            for (index, byte) in early.prefix(n).enumerated() { buffer[index] = byte }
            early = early.dropFirst(n)
            return n
        }
        let n = recv(descriptor, buffer, min(count, readBudget), Int32(MSG_DONTWAIT))
        if n > 0 {
            readBudget -= n
            heard = true
            return n
        }
        return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) ? 0 : -1
    }

    private func add(_ message: wslay_event_on_msg_recv_arg) {
        let bytes = UnsafeBufferPointer(start: message.msg, count: message.msg_length)
        switch UInt32(message.opcode) {
        case WSLAY_TEXT_FRAME.rawValue: messages.append(.text(String(decoding: bytes, as: UTF8.self)))
        case WSLAY_BINARY_FRAME.rawValue: messages.append(.binary(Array(bytes)))
        default: return
        }
        waitingBytes += message.msg_length + 64
    }

    func take() -> WebSocket.Message? {
        guard messagesHead < messages.count else { return nil }
        let message = messages[messagesHead]
        messagesHead += 1
        switch message {
        case .text(let text): waitingBytes -= text.utf8.count + 64
        case .binary(let bytes): waitingBytes -= bytes.count + 64
        }
        if messagesHead == messages.count {
            messages.removeAll(keepingCapacity: true)
            messagesHead = 0
        }
        return message
    }

    /// Reads what the socket has, within a budget so that one client cannot keep the thread.
    func read() {
        guard !isBroken else { return }
        readBudget = WslaySession.high
        if wslay_event_recv(context) != 0 { isBroken = true }
        // A client that sends pings and reads no pongs would make the queue grow.
        if wslay_event_get_queued_msg_count(context) > 4096 { isBroken = true }
    }

    func write() {
        guard !isBroken else { return }
        if wslay_event_send(context) != 0 { isBroken = true }
    }

    /// False when the connection takes no more messages.
    func queue(_ message: WebSocket.Message) -> Bool {
        guard !isBroken else { return false }
        switch message {
        case .text(var text): return text.withUTF8 { queue(UInt8(WSLAY_TEXT_FRAME.rawValue), $0) }
        case .binary(let bytes): return bytes.withUnsafeBufferPointer { queue(UInt8(WSLAY_BINARY_FRAME.rawValue), $0) }
        }
    }

    func ping() { _ = queue(UInt8(WSLAY_PING.rawValue), UnsafeBufferPointer(start: nil, count: 0)) }

    private func queue(_ opcode: UInt8, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var message = wslay_event_msg(opcode: opcode, msg: bytes.baseAddress, msg_length: bytes.count)
        return wslay_event_queue_msg(context, &message) == 0
    }

    func close(_ code: UInt16, _ reason: String) {
        // A close frame has room for 123 bytes; cut between characters.
        var text = ""
        for character in reason where text.utf8.count + character.utf8.count <= 123 { text.append(character) }
        text.withUTF8 { _ = wslay_event_queue_close(context, code, $0.baseAddress, $0.count) }
    }

    func breakOff() { isBroken = true }
}
