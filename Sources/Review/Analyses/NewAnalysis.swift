import Core
import Geometry

/// A finished analysis by one of Fovea's own models, to be stored.
public struct NewAnalysis: Sendable {
    public struct Shape: Sendable {
        public var className: String
        public var confidence: Double
        public var box: Box

        public init(className: String, confidence: Double, box: Box) {
            self.className = className
            self.confidence = confidence
            self.box = box
        }
    }

    public var id: ID
    public var imageID: ID
    public var modelName: String
    public var modelVersion: String
    public var versionID: ID
    /// A job analyses an image once, however often it is started anew.
    public var jobID: ID?
    public var parameters: JSON
    public var userID: ID?
    /// Best first; they are kept in this order.
    public var shapes: [Shape]
    /// Why the image could not be analysed; nil when it could.
    public var errorMessage: String?

    public init(
        id: ID = .make(), imageID: ID, modelName: String, modelVersion: String, versionID: ID, jobID: ID? = nil, parameters: JSON,
        userID: ID?, shapes: [Shape], errorMessage: String? = nil
    ) {
        self.id = id
        self.imageID = imageID
        self.modelName = modelName
        self.modelVersion = modelVersion
        self.versionID = versionID
        self.jobID = jobID
        self.parameters = parameters
        self.userID = userID
        self.shapes = shapes
        self.errorMessage = errorMessage
    }
}

extension Box {
    /// As `bounding_box` holds it.
    var analysisData: JSON {
        .object(["x_min": .double(x), "y_min": .double(y), "x_max": .double(right), "y_max": .double(bottom)])
    }
}
