extension Router {
    /// What every answer goes through on its way out.
    func finish(_ response: inout HTTPResponse, for request: HTTPRequest) {
        Conditional.apply(to: &response, for: request)
        ByteRanges.apply(to: &response, for: request)
        Gzip.apply(to: &response, for: request)
        SecurityHeaders.apply(to: &response, requestID: request.id)
        CORS.apply(to: &response, for: request, configuration)
    }
}
