import Core

extension S3Client {
    /// What an answer other than success means, in words for whoever can do something about it.
    func refusal(_ response: S3Response, _ request: S3Request) -> FoveaError {
        let code = XMLText.first("Code", in: response.text) ?? ""
        let message = XMLText.first("Message", in: response.text) ?? ""
        let underlying = "\(request.method) \(settings.bucket)/\(request.key): \(response.status) \(code) \(message)"
        switch (response.status, code) {
        case (404, "NoSuchBucket"):
            return FoveaError(
                .unavailable, "The object store has no bucket \"\(settings.bucket)\": create it or set S3_BUCKET.",
                retryAfter: 30, underlying: underlying)
        case (404, _): return FoveaError(.notFound, "The stored file was not found.", underlying: underlying)
        case (401, _), (403, _):
            return FoveaError(
                .unavailable, "The object store refused Fovea's access key: check S3_ACCESS_KEY, S3_SECRET_KEY and the clock.",
                retryAfter: 30, underlying: underlying)
        case (413, _), (_, "EntityTooLarge"):
            return FoveaError(.tooLarge, "The file is larger than the object store takes.", underlying: underlying)
        case (416, _): return FoveaError(.rangeNotSatisfiable, "The range starts past the end of the file.", underlying: underlying)
        case (507, _), (_, "QuotaExceeded"), (_, "XMinioStorageFull"):
            return FoveaError(
                .unavailable, "The object store is full. Free some space, then try again.", retryAfter: 30, underlying: underlying)
        default:
            return FoveaError(.unavailable, "The object store refused a request.", retryAfter: 5, underlying: underlying)
        }
    }
}
