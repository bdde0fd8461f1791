import Core
import Glibc
import ImageCodecs
import ImageQuality

/// `fovea quality IMAGE...`: without a server, in this process.
public enum QualityCommand {
    /// What was measured of one file, or why nothing could be.
    public struct Answer: Sendable {
        public var path: String
        public var result: Result<ImageQuality, FoveaError>
        let limits: QualityThresholds

        public var json: JSON {
            var object = JSONObject([("path", .string(path))])
            switch result {
            case .success(let quality):
                for (name, value) in quality.json.object?.members ?? [] { object[name] = value }
                object["flags"] = .array(quality.flags(limits).map { .string($0.rawValue) })
                object["error"] = .null
            case .failure(let error): object["error"] = .string(error.message)
            }
            return .object(object)
        }

        /// A line of the table.
        public var cells: [String] {
            switch result {
            case .failure(let error): return [path, error.message]
            case .success(let quality):
                let numbers = QualityMetric.allCases.map { quality[$0].map(Self.short) ?? "-" }
                return [path, "\(quality.width)x\(quality.height)"] + numbers + [quality.flags(limits).map(\.rawValue).joined(separator: ",")]
            }
        }

        /// Four digits at most behind the point, and fewer the larger the number.
        private static func short(_ value: Double) -> String {
            let digits = value.magnitude >= 100 ? 1.0 : value.magnitude >= 10 ? 10.0 : 1000.0
            return "\((value * digits).rounded() / digits)"
        }
    }

    public static let header = ["image", "size"] + QualityMetric.allCases.map(\.rawValue) + ["flags"]

    /// Measures a file. Blocks and computes: run it on a `BlockingExecutor`. A file that cannot be read is an answer.
    public static func measure(_ path: String, models: QualityModels, limits: QualityThresholds = .standard) -> Answer {
        let result = Result {
            let source = try ByteSource(path: path)
            let header = try ImageHeader.read(source)
            return ImageQuality(try ImageDecoder.decode(source.all(), header), models: models)
        }
        return Answer(path: path, result: result.mapError { $0 as? FoveaError ?? FoveaError.bug("\($0)") }, limits: limits)
    }
}
