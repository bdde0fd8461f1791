/// What is wrong with an input: every field at once, bounded so that a hostile body cannot make a huge answer.
public struct Problems: Sendable {
    public private(set) var fields: [FoveaError.Field] = []
    /// Also those that were too many to keep.
    public private(set) var count = 0
    private let limit: Int

    public init(limit: Int = 100) { self.limit = limit }

    public var isEmpty: Bool { count == 0 }

    /// `message` continues the field's name: "must be text", "is required".
    public mutating func add(_ path: FieldPath, _ message: @autoclosure () -> String) {
        count += 1
        if fields.count < limit { fields.append(FoveaError.Field(path.text, message())) }
    }

    public var error: FoveaError { .invalid(fields) }

    public func throwIfAny() throws {
        if !isEmpty { throw error }
    }
}
