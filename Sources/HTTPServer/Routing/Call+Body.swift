import Core

extension Call {
    /// Reads the body as JSON (or as a form, where allowed). An empty body is an empty object.
    ///
    /// Throws 415 for another media type, 413 (also where the route takes files and so a larger body), 400 for broken JSON,
    /// 422 naming each field.
    public func decodeBody<Body: WireInput>(_ type: Body.Type = Body.self, acceptsForm: Bool = false) async throws -> Body {
        let bytes = try await request.body.collect(upTo: Int(configuration.jsonLimit))
        let mediaType = request.contentType
        if acceptsForm && mediaType == "application/x-www-form-urlencoded" {
            guard let text = String(validating: bytes, as: UTF8.self), let parameters = URLText.parameters(text) else {
                throw FoveaError(.malformed, "The form is not validly percent-encoded UTF-8.")
            }
            return try Body.decode(parameters: parameters)
        }
        // Browsers send other media types across origins without asking first; JSON they do not.
        guard bytes.isEmpty || mediaType == "application/json" || mediaType?.hasSuffix("+json") == true else {
            throw FoveaError(.unsupportedType, "Send JSON, with Content-Type: application/json.")
        }
        return try Body.decode(bytes.isEmpty ? .object(JSONObject()) : JSON.parse(bytes))
    }
}
