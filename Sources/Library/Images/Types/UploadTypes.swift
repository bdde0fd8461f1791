import Core

/// An image that an upload made, or found there already.
public struct Uploaded: WireObject {
    public var imageID: ID
    public var filename: String
    public var digest: Digest
    public var width: Int
    public var height: Int
    public var duplicateOf: ID?

    public static let fields = Fields<Self>(
        "Uploaded", Field("image_id", \.imageID), Field("filename", \.filename), Field("sha256", \.digest),
        Field("width", \.width), Field("height", \.height),
        Field("duplicate_of", \.duplicateOf, "The same bytes were in the project already.", optional: true))
}

/// A file that is not taken, and why.
public struct Rejected: WireObject {
    public var filename: String
    public var reason: String

    public static let fields = Fields<Self>("Rejected", Field("filename", \.filename), Field("reason", \.reason))
}

public struct UploadAnswer: WireObject {
    public var uploaded: [Uploaded]
    public var rejected: [Rejected]

    public static let fields = Fields<Self>(
        "UploadAnswer", Field("uploaded", \.uploaded), Field("rejected", \.rejected))
}

/// One file that the client wants to send to the store directly.
public struct AnnouncedFile: WireInput {
    public var filename = ""
    public var size: Int64 = 0
    public init() {}
    public static let fields = Fields<Self>(
        "AnnouncedFile", Field("filename", \.filename, .length(1...1000)), Field("size", \.size, .atLeast(1), "Bytes."))
}

public struct PresignBody: WireInput {
    public var projectID = ID(high: 0, low: 0)
    public var filename: String?
    public var size: Int64?
    public var files: [AnnouncedFile] = []

    public init() {}
    public static let fields = Fields<Self>(
        "PresignBody",
        Field("project_id", \.projectID),
        Field("filename", \.filename, .length(1...1000), "With size, for one file.", optional: true),
        Field("size", \.size, .atLeast(1), "Bytes.", optional: true),
        Field("files", \.files, .count(0...1000), "For several.", optional: true)
    ) { body, path, problems in
        if body.files.isEmpty, body.filename == nil { problems.add(path.member("filename"), "is required") }
        if body.files.isEmpty, body.size == nil { problems.add(path.member("size"), "is required") }
    }

    var announced: [AnnouncedFile] {
        if !files.isEmpty { return files }
        var file = AnnouncedFile()
        file.filename = filename ?? ""
        file.size = size ?? 0
        return [file]
    }
}

public struct Presigned: WireObject {
    public var imageID: ID
    public var url: String
    public var method: String
    public var headers: [String: String]

    public static let fields = Fields<Self>(
        "Presigned", Field("image_id", \.imageID, "Names the image once `/complete` has been called."), Field("url", \.url),
        Field("method", \.method), Field("headers", \.headers, "To send with it."))
}

public struct PresignAnswer: WireObject {
    public var presigned: [Presigned]
    public static let fields = Fields<Self>("PresignAnswer", Field("presigned", \.presigned))
}
