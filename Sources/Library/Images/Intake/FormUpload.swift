import Core
import HTTPServer
import ObjectStorage

/// An upload by form: files are staged and hashed as they come in, while those before are being synced, looked at and put
/// in the store. A file that is not taken keeps none of the others from being taken.
struct FormUpload: Sendable {
    let intake: ImageIntake
    /// How many files may be on their way to the store while the next one comes in.
    static let inFlight = 8
    static let mostFiles = 10_000
    /// Rows written in one transaction.
    static let batch = 500

    private enum Outcome: Sendable {
        case arrived(ArrivedImage)
        case rejected(Rejected)
    }

    /// - Parameter admit: asked once, with the project named by the form's first field, before any byte is kept.
    func receive(_ request: HTTPRequest, userID: ID, admit: (ID) async throws -> Void) async throws -> UploadAnswer {
        let form = try MultipartReader(request)
        let projectID = try await project(form)
        try await admit(projectID)
        return try await receive(form, into: projectID, userID: userID)
    }

    /// The same for a project that is known, into which the caller may upload.
    func receive(_ form: MultipartReader, into projectID: ID, userID: ID) async throws -> UploadAnswer {
        var outcomes: [Int: Outcome] = [:]
        var count = 0
        try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
            while let part = try await form.next() {
                guard let filename = part.filename else { continue }
                guard count < Self.mostFiles else { throw FoveaError(.malformed, "Send at most \(Self.mostFiles) files at once.") }
                if count >= Self.inFlight, let (index, outcome) = try await group.next() { outcomes[index] = outcome }
                let index = count
                count += 1
                switch try await stage(form) {
                case .failure(let error): outcomes[index] = .rejected(Self.rejection(filename, error))
                case .success(let writer): group.addTask { (index, try await keep(writer, filename)) }
                }
            }
            for try await (index, outcome) in group { outcomes[index] = outcome }
        }
        guard count > 0 else { throw FoveaError.invalid("files", "must hold at least one file") }
        return try await record((0..<count).compactMap { outcomes[$0] }, projectID, userID)
    }

    private func project(_ form: MultipartReader) async throws -> ID {
        guard let part = try await form.next(), part.name == "project_id", part.filename == nil else {
            throw FoveaError.invalid("project_id", "must be the first field of the form")
        }
        guard let id = ID(try await form.text(upTo: 100)) else { throw FoveaError.invalid("project_id", "must be a UUID") }
        return id
    }

    /// The bytes of one file, or why they are too many. What is wrong with the server or the connection is thrown.
    private func stage(_ form: MultipartReader) async throws -> Result<StagingWriter, FoveaError> {
        let writer = try await intake.stage()
        while let chunk = try await form.chunk() {
            do {
                try await writer.write(chunk)
            } catch let error as FoveaError where error.kind == .tooLarge {
                await writer.abort()
                return .failure(error)
            }
        }
        return .success(writer)
    }

    private func keep(_ writer: StagingWriter, _ filename: String) async throws -> Outcome {
        let staged = try await writer.finish()
        do {
            return .arrived(try await intake.accept(staged, filename: filename))
        } catch let error as FoveaError where Self.isAboutTheFile(error) {
            staged.discard()
            return .rejected(Self.rejection(filename, error))
        }
    }

    private static func isAboutTheFile(_ error: FoveaError) -> Bool {
        [.invalid, .unsupportedType, .tooLarge, .malformed].contains(error.kind)
    }

    private static func rejection(_ filename: String, _ error: FoveaError) -> Rejected {
        Rejected(filename: Filename.clean(filename), reason: error.message)
    }

    private func record(_ outcomes: [Outcome], _ projectID: ID, _ userID: ID) async throws -> UploadAnswer {
        var answer = UploadAnswer(uploaded: [], rejected: [])
        var arrived: [ArrivedImage] = []
        for outcome in outcomes {
            switch outcome {
            case .arrived(let image): arrived.append(image)
            case .rejected(let rejected): answer.rejected.append(rejected)
            }
        }
        guard !arrived.isEmpty else {
            throw FoveaError(
                .invalid, "None of the files can be taken: \(answer.rejected[0].filename): \(answer.rejected[0].reason)",
                fields: answer.rejected.map { .init("files", "\($0.filename): \($0.reason)") },
                details: [("uploaded", .array([])), ("rejected", try JSON.parse(answer.rejected.encoded()))])
        }
        for start in stride(from: 0, to: arrived.count, by: Self.batch) {
            let part = Array(arrived[start..<min(arrived.count, start + Self.batch)])
            answer.uploaded += try await intake.add(part, projectID: projectID, userID: userID)
        }
        return answer
    }
}
