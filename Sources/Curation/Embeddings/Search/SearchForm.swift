import Core
import HTTPServer
import Learning
import ObjectStorage

/// The form of a search by a picture that comes along: one file, and how many are wanted.
struct SearchForm: Sendable {
    var file: SentPicture
    var limit: Int
    var modelID: ID?

    static let texts = ["limit", "model_id"]

    /// Throws `invalid` naming every wrong field, `tooLarge` for a file beyond `fileLimit` bytes.
    static func read(_ request: HTTPRequest, fileLimit: Int, store: any BlobStore) async throws -> SearchForm {
        let form = try MultipartReader(request)
        var file: SentPicture?
        var texts: [(name: String, value: String)] = []
        while let part = try await form.next() {
            if part.name == "file" {
                guard file == nil else { throw FoveaError.invalid("file", "may be given once") }
                file = try await SentPicture.read(form, limit: fileLimit, store)
            } else if Self.texts.contains(part.name) {
                texts.append((part.name == "model_id" ? "model" : part.name, try await form.text(upTo: 100)))
            }
        }
        let query = try SimilarQuery.decode(parameters: texts)
        guard let file else { throw FoveaError.invalid("file", "is required: the picture to look for") }
        return SearchForm(file: file, limit: query.limit, modelID: query.modelID)
    }
}
