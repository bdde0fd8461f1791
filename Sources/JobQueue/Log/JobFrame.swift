import Core

/// One line of what a job has to say: a log line, a change of state, progress, or a metric. Frames are numbered from 0
/// without gaps, so that a reader who comes back asks for those after the last that it saw.
public struct JobFrame: Sendable, Equatable {
    public let offset: Int64
    /// The frame as JSON: `{offset, type, at, data}`.
    public let json: String

    /// A frame that has no number yet.
    public struct Draft: Sendable {
        public enum Kind: String, Sendable { case log, state, progress, metric }
        public enum Stream: String, Sendable { case stdout, stderr, system }

        public var kind: Kind
        public var at: Timestamp
        public var data: JSON

        public init(_ kind: Kind, at: Timestamp = .now(), data: JSON) {
            self.kind = kind
            self.at = at
            self.data = data
        }

        /// Longer lines are cut: a log is for reading.
        static let textLimit = 16 << 10

        public static func log(_ text: String, stream: Stream = .system, at: Timestamp = .now()) -> Draft {
            let bytes = text.utf8.prefix(textLimit)
            // A NUL cannot be stored as text and means nothing to a reader.
            let kept = String(decoding: bytes, as: UTF8.self).replacing("\u{0}", with: "\u{FFFD}")
            return Draft(.log, at: at, data: ["stream": .string(stream.rawValue), "text": .string(kept)])
        }

        public static func state(_ status: JobStatus, _ errorMessage: String?, at: Timestamp = .now()) -> Draft {
            Draft(.state, at: at, data: ["status": .string(status.rawValue), "error_message": errorMessage.map { .string($0) } ?? .null])
        }

        public static func progress(_ fraction: Double, _ message: String?, at: Timestamp = .now()) -> Draft {
            Draft(.progress, at: at, data: ["fraction": .double(fraction), "message": message.map { .string($0) } ?? .null])
        }

        func line(_ offset: Int64) -> String {
            var writer = JSONWriter(reserving: 160)
            writer.beginObject()
            writer.key("offset")
            writer.int(offset)
            writer.key("type")
            writer.string(kind.rawValue)
            writer.key("at")
            writer.string(at.description)
            writer.key("data")
            writer.value(data)
            writer.endObject()
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }
}
