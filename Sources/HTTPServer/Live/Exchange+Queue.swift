import CMicroHTTPD
import Core
import Glibc

extension Exchange {
    /// Hands an answer to the library.
    func queue(_ response: HTTPResponse, on connection: OpaquePointer) -> MHD_Result {
        guard let native = makeNative(response) else { return .NO }
        defer { MHD_destroy_response(native) }
        if server.isDraining { MHD_add_response_header(native, "Connection", "close") }
        for (name, value) in response.headers.all {
            // The library writes the length itself; a value with a line break never goes out.
            if Headers.same(name, "Content-Length") || !RequestHead.isText(value) { continue }
            MHD_add_response_header(native, name, value)
        }
        return MHD_queue_response(connection, UInt32(response.status), native)
    }

    private func makeNative(_ response: HTTPResponse) -> OpaquePointer? {
        switch response.body {
        case .empty: return MHD_create_response_from_buffer(0, nil, .RESPMEM_PERSISTENT)
        case .bytes(let bytes):
            return bytes.withUnsafeBytes { source in
                MHD_create_response_from_buffer(
                    bytes.count, UnsafeMutableRawPointer(mutating: source.baseAddress), .RESPMEM_MUST_COPY)
            }
        case .file(let file):
            // The library closes what it is given when the answer has gone out.
            let descriptor = fcntl(file.handle.descriptor, F_DUPFD_CLOEXEC, 0)
            guard descriptor >= 0 else { return nil }
            return MHD_create_response_from_fd_at_offset64(UInt64(file.length), descriptor, UInt64(file.offset))
        case .stream(let length, _):
            let context = Unmanaged.passRetained(self).toOpaque()
            return MHD_create_response_from_callback(
                length.map { UInt64($0) } ?? .max, 32 << 10,
                { context, _, buffer, capacity in
                    guard let context, let buffer else { return MHD_CONTENT_READER_END_WITH_ERROR_VALUE }
                    let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
                    return exchange.send(into: UnsafeMutableRawBufferPointer(start: buffer, count: capacity))
                }, context,
                { context in
                    if let context { Unmanaged<Exchange>.fromOpaque(context).release() }
                })
        case .webSocket(let handler): return makeUpgrade(handler)
        }
    }

    /// The exchange outlives the call: it is held until the connection is done with its request.
    private func makeUpgrade(_ handler: @escaping @Sendable (WebSocket) async -> Void) -> OpaquePointer? {
        upgrade.withLock { $0 = handler }
        return MHD_create_response_for_upgrade(
            { context, _, _, extra, extraCount, descriptor, handle in
                guard let context, let handle else { return }
                let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
                let early = extra.map { Array(UnsafeRawBufferPointer(start: $0, count: extraCount)) } ?? []
                guard let handler = exchange.upgrade.withLock({ $0 }) else { return }
                exchange.server.sockets.adopt(descriptor: descriptor, handle: handle, early: early, handler: handler)
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
