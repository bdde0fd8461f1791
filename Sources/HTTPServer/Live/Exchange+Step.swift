import CMicroHTTPD
import Core

extension Exchange {
    /// One call of the library: moves on as far as is possible now.
    func step(
        _ connection: OpaquePointer, method: String, version: String, data: UnsafePointer<CChar>?, size: UnsafeMutablePointer<Int>
    ) -> MHD_Result {
        let (phase, aborted) = state.withLock { state in
            if state.connection == nil { state.connection = connection }
            return (state.phase, state.isAborted)
        }
        if aborted { return .NO }
        switch phase {
        case .head: return begin(connection, method: method, version: version)
        case .bodiless:
            state.withLock { $0.phase = .answering }
            start()
            return answer(connection)
        case .deciding: return decide(connection)
        case .body: return body(connection, data, size)
        case .answering: return answer(connection)
        }
    }

    private func begin(_ connection: OpaquePointer, method: String, version: String) -> MHD_Result {
        peer?.busy()
        let request: HTTPRequest
        let head: RequestHead
        do {
            head = try RequestHead(
                headers: RequestHead.headers(of: connection), version: version, uri: uri, uriLimit: server.configuration.uriLimit)
            request = try makeRequest(method, head)
        } catch {
            return refuse(connection, Problem.error(from: error))
        }
        declare(length: head.declaredLength)
        pending.withLock { $0 = request }
        state.withLock { state in
            state.phase = head.hasBody ? .deciding : .bodiless
            state.asksFirst = head.headers.contains("Expect")
            if !head.hasBody { state.bodyEnded = true }
        }
        guard head.hasBody else { return .YES }
        start()
        return decide(connection)
    }

    private func makeRequest(_ method: String, _ head: RequestHead) throws -> HTTPRequest {
        guard let method = HTTPMethod(rawValue: method) else {
            throw FoveaError(.methodNotAllowed, "The method \(method.prefix(20)) is not known here.")
        }
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard uri.utf8.first == UInt8(ascii: "/"), let path = parts.first else {
            throw FoveaError(.malformed, "The address must begin with a slash.")
        }
        guard let query = parts.count == 2 ? URLText.parameters(parts[1]) : [] else {
            throw FoveaError(.malformed, "The query is not validly percent-encoded UTF-8.")
        }
        let (address, isLoopback) = ForwardedAddress.resolve(head.headers, peer, server.configuration.trustedProxies)
        return HTTPRequest(
            method: method, path: String(path), query: query, headers: head.headers, remoteAddress: address, isLoopback: isLoopback,
            id: RequestID.accepted(head.headers["X-Request-Id"]), body: RequestBody(self, declaredLength: head.declaredLength))
    }

    private func start() {
        guard
            let request = pending.withLock({ request in
                defer { request = nil }
                return request
            })
        else { return }
        begin(request)
    }

    /// A body is announced. Nothing of it is read until the handler asks; an answer that comes first (a refusal) goes out
    /// without it.
    private func decide(_ connection: OpaquePointer) -> MHD_Result {
        let early: HTTPResponse? = state.withLock { state in
            if let answer = state.answer {
                if !state.asksFirst, let length = declaredLength, length <= Exchange.discardLimit {
                    state.phase = .body
                    return nil
                }
                state.phase = .answering
                state.isQueued = true
                return answer
            }
            if state.wantsBody {
                state.phase = .body
                peer?.awaitBody(0)
            } else {
                suspend(&state)
            }
            return nil
        }
        guard var early else { return .YES }
        early.headers["Connection"] = "close"
        return queue(early, on: connection)
    }

    private func body(_ connection: OpaquePointer, _ data: UnsafePointer<CChar>?, _ size: UnsafeMutablePointer<Int>) -> MHD_Result {
        guard size.pointee > 0, let data else {
            receiveEnd()
            return answer(connection)
        }
        let count = size.pointee
        let unwanted = state.withLock { state in
            guard state.answer != nil else { return Int64?.none }
            state.discarded += Int64(count)
            return state.discarded
        }
        if let unwanted {
            size.pointee = 0
            peer?.awaitBody(count)
            return unwanted > Exchange.drainLimit ? .NO : .YES
        }
        if receive(UnsafeRawBufferPointer(start: data, count: count)) { size.pointee = 0 }
        return .YES
    }

    private func answer(_ connection: OpaquePointer) -> MHD_Result {
        let ready: HTTPResponse? = state.withLock { state in
            if state.isQueued { return nil }
            guard let answer = state.answer else {
                suspend(&state)
                return nil
            }
            state.isQueued = true
            return answer
        }
        guard let ready else { return .YES }
        return queue(ready, on: connection)
    }

    private func refuse(_ connection: OpaquePointer, _ error: FoveaError) -> MHD_Result {
        var response = Problem.response(error, requestID: RequestID.make())
        response.headers["Connection"] = "close"
        SecurityHeaders.apply(to: &response, requestID: nil)
        server.configuration.logger.info("request_refused", ["reason": .string(error.message), "address": .string(peer?.address ?? "")])
        state.withLock { state in
            state.phase = .answering
            state.isQueued = true
        }
        return queue(response, on: connection)
    }
}
