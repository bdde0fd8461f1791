import Core
import Glibc
import ImageCodecs
import ImageQuality

extension ImageQuality {
    /// Size and metrics by name; those without a value are null.
    public var json: JSON {
        var metrics = JSONObject()
        for metric in QualityMetric.allCases { metrics[metric.rawValue] = self[metric].map { .double($0) } ?? .null }
        return .object(["width": .int(Int64(width)), "height": .int(Int64(height)), "metrics": .object(metrics)])
    }

    init(_ json: JSON) throws {
        let metrics = try json.need("metrics")
        var values: [QualityMetric: Double] = [:]
        for metric in QualityMetric.allCases { values[metric] = metrics[metric.rawValue]?.double }
        self.init(width: try json.needInt("width"), height: try json.needInt("height"), values: values)
    }
}

extension QualityModels {
    /// Nil is none. Throws `FoveaError` when the file that is named cannot be read.
    public init(path: String?) throws {
        guard let path else {
            self = .none
            return
        }
        guard access(path, R_OK) == 0 else {
            throw FoveaError(.notFound, "There is no file of quality models \(path), or it may not be read: run scripts/setup-quality.")
        }
        try self.init(file: ByteSource(path: path).all())
    }
}
