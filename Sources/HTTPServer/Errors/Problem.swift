import Core

/// Renders errors as `application/problem+json` (RFC 9457). Nothing else in the program does.
public enum Problem {
    static func status(of kind: FoveaError.Kind) -> Int {
        switch kind {
        case .malformed: 400
        case .unauthenticated: 401
        case .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .notAcceptable: 406
        case .timeout: 408
        case .conflict: 409
        case .preconditionFailed: 412
        case .tooLarge: 413
        case .unsupportedType: 415
        case .rangeNotSatisfiable: 416
        case .invalid: 422
        case .throttled: 429
        case .internal: 500
        case .unavailable: 503
        }
    }

    static func title(_ status: Int) -> String {
        switch status {
        case 400: "Malformed request"
        case 401: "Not signed in"
        case 403: "Not allowed"
        case 404: "Not found"
        case 405: "Method not allowed"
        case 406: "Not acceptable"
        case 408: "Took too long"
        case 409: "Conflict"
        case 412: "Precondition failed"
        case 413: "Too large"
        case 415: "Unsupported type"
        case 416: "Range not satisfiable"
        case 422: "Invalid input"
        case 429: "Too many requests"
        case 503: "Unavailable"
        default: "Internal error"
        }
    }

    /// Errors that are no `FoveaError` are bugs: their text is for the log alone.
    static func error(from error: any Error) -> FoveaError {
        if let error = error as? FoveaError { return error }
        if error is CancellationError { return FoveaError(.unavailable, "The request was cancelled.", retryAfter: 1) }
        return .bug(String(describing: error))
    }

    public static func response(_ error: FoveaError, requestID: String) -> HTTPResponse {
        let status = status(of: error.kind)
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("type"); writer.string("about:blank")
        writer.key("title"); writer.string(title(status))
        writer.key("status"); writer.int(Int64(status))
        writer.key("detail"); writer.string(error.message)
        if !error.fields.isEmpty {
            writer.key("errors")
            writer.beginArray()
            for field in error.fields {
                writer.beginObject()
                writer.key("field"); writer.string(field.field)
                writer.key("message"); writer.string(field.message)
                writer.endObject()
            }
            writer.endArray()
        }
        for (name, value) in error.details {
            writer.key(name)
            writer.value(value)
        }
        writer.key("request_id"); writer.string(requestID)
        writer.endObject()
        var response = HTTPResponse.bytes(writer.bytes, type: "application/problem+json", status: status)
        if let seconds = error.retryAfter ?? (status == 503 || status == 429 ? 1 : nil) { response.headers["Retry-After"] = String(seconds) }
        if status == 401 { response.headers["WWW-Authenticate"] = "Bearer" }
        return response
    }

    static let schema: JSON = [
        "type": "object", "description": "What went wrong (RFC 9457).", "required": ["title", "status", "detail", "request_id"],
        "properties": [
            "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
            "detail": ["type": "string", "description": "What was wrong, where, and what to do."],
            "errors": [
                "type": "array", "description": "Every field of the input that is wrong.",
                "items": [
                    "type": "object", "required": ["field", "message"],
                    "properties": ["field": ["type": "string"], "message": ["type": "string"]],
                ],
            ],
            "request_id": ["type": "string", "description": "Names this request in the server's log."],
        ],
    ]
}
