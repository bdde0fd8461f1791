import Core

/// What a model file says of itself, by the metadata that Ultralytics' export writes.
public struct ModelInfo: Sendable, Equatable {
    public enum Task: String, Sendable, CaseIterable {
        case detect, segment, pose, classify
    }

    public var task: Task
    public var classNames: [String]
    /// Input size, pixels.
    public var inputWidth: Int
    public var inputHeight: Int
    /// Whether several pictures may be given at once.
    public var hasFreeBatch: Bool

    public init(task: Task, classNames: [String], inputWidth: Int, inputHeight: Int, hasFreeBatch: Bool) {
        self.task = task
        self.classNames = classNames
        self.inputWidth = inputWidth
        self.inputHeight = inputHeight
        self.hasFreeBatch = hasFreeBatch
    }

    /// The name of a class; its number when the model names fewer.
    public func name(of index: Int) -> String { classNames.indices.contains(index) ? classNames[index] : "class \(index)" }

    public var json: JSON {
        .object([
            "task": .string(task.rawValue), "class_names": .array(classNames.map { .string($0) }),
            "input_width": .int(Int64(inputWidth)), "input_height": .int(Int64(inputHeight)),
        ])
    }
}

extension ModelInfo {
    /// Reads it from an opened model. Throws `FoveaError.invalid`, saying what kind of model is taken.
    public init(_ session: ONNXSession) throws {
        guard session.inputs.count == 1, let input = session.inputs.first, input.isFloat32, input.shape.count == 4,
            input.shape[1] == nil || input.shape[1] == 3
        else {
            throw FoveaError(
                .invalid,
                "The model does not take pictures: one float32 input of shape batch x 3 x height x width is needed, as Ultralytics exports it.")
        }
        let size = Self.inputSize(session.metadata("imgsz"), input.shape)
        guard size.width > 0, size.height > 0, size.width <= 8192, size.height <= 8192 else {
            throw FoveaError(.invalid, "The model's input of \(size.width) x \(size.height) pixels is not one that can be served.")
        }
        let task = try Self.task(session.metadata("task"), outputs: session.outputs)
        self.init(
            task: task, classNames: Self.classNames(session), inputWidth: size.width, inputHeight: size.height,
            hasFreeBatch: input.shape[0] == nil)
    }

    private static func task(_ stated: String?, outputs: [ONNXSession.Port]) throws -> Task {
        if let stated {
            guard let task = Task(rawValue: stated) else {
                throw FoveaError(
                    .invalid, "Models for the task \"\(stated)\" are not served; only \(Task.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return task
        }
        guard let first = outputs.first, first.isFloat32 else { throw FoveaError(.invalid, "The model has no output of numbers.") }
        if first.shape.count == 2 { return .classify }
        return outputs.count > 1 && outputs[1].shape.count == 4 ? .segment : .detect
    }

    private static func classNames(_ session: ONNXSession) -> [String] {
        // Fovea's own trainer writes JSON; Ultralytics alone writes a Python literal.
        if let own = session.metadata("fovea"), let json = try? JSON.parse(own), let names = json["class_names"]?.array {
            return names.compactMap(\.string)
        }
        return session.metadata("names").flatMap { PythonLiteral($0)?.names } ?? []
    }

    private static func inputSize(_ stated: String?, _ shape: [Int?]) -> (width: Int, height: Int) {
        var fallback = (width: 640, height: 640)
        switch stated.flatMap({ PythonLiteral($0) }) {
        case .int(let side): fallback = (side, side)
        case .list(let sides):
            if sides.count == 2, let height = sides[0].int, let width = sides[1].int { fallback = (width, height) }
        default: break
        }
        return (shape[3] ?? fallback.width, shape[2] ?? fallback.height)
    }
}
