import CONNXRuntime
import Core
import Glibc

/// A model opened for running.
///
/// `@unchecked Sendable`: ONNX Runtime allows any number of threads to run one session at once; everything else is read at
/// opening and never changes.
public final class ONNXSession: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let runtime: ONNXRuntime
    public let inputs: [Port]
    public let outputs: [Port]

    /// An input or output of a model. A dimension is nil when the model leaves it free.
    public struct Port: Sendable, Equatable {
        public let name: String
        public let shape: [Int?]
        /// ONNX's number of the element type; 0 when it is no tensor.
        public let element: Int
        public var isFloat32: Bool { element == 1 }
        public var isInt64: Bool { element == 7 }
    }

    /// Opens a model file. Blocks: reading and optimising a large one takes seconds.
    ///
    /// Throws `FoveaError.invalid` when it is no model that this runtime can run, or names data outside of its file.
    public init(_ runtime: ONNXRuntime, path: String, threads: Int, spinning: Bool = true) throws {
        try SelfContained.require(path: path)
        var pointer: OpaquePointer?
        let status = conx_session_open(runtime.pointer, path, Int32(threads), spinning ? 1 : 0, &pointer)
        try check(status, .invalid, about: path) { "This file is not an ONNX model that can be run: \(Self.short($0))" }
        guard let pointer else { throw FoveaError.bug("conx_session_open gave nothing") }
        self.pointer = pointer
        self.runtime = runtime
        do {
            inputs = try Self.ports(pointer, outputs: false)
            outputs = try Self.ports(pointer, outputs: true)
        } catch {
            conx_session_close(pointer)
            throw error
        }
    }

    deinit { conx_session_close(pointer) }

    /// The end of the runtime's words, where the reason stands.
    private static func short(_ message: String) -> String {
        String((message.split(separator: ":").last.map { $0.drop { $0 == " " } } ?? "").prefix(300))
    }

    private static func ports(_ pointer: OpaquePointer, outputs: Bool) throws -> [Port] {
        var count = 0
        try check(conx_count(pointer, outputs ? 1 : 0, &count)) { "The model cannot be read: \($0)" }
        return try (0..<count).map { index in
            var name: UnsafeMutablePointer<CChar>?
            var shape = [Int64](repeating: 0, count: 8)
            var rank = 0
            var element: Int32 = 0
            try check(conx_describe(pointer, outputs ? 1 : 0, index, &name, &shape, &rank, &element)) {
                "The model cannot be read: \($0)"
            }
            defer { free(name) }
            return Port(
                name: name.map { String(cString: $0) } ?? "", shape: shape.prefix(rank).map { $0 < 0 ? nil : Int($0) },
                element: Int(element))
        }
    }

    /// The text under a key of the model's metadata.
    public func metadata(_ key: String) -> String? {
        var value: UnsafeMutablePointer<CChar>?
        let error = conx_metadata(pointer, key, &value)
        free(error)
        defer { free(value) }
        return error == nil ? value.map { String(cString: $0) } : nil
    }

    /// One output of a run, lent for the call.
    public struct Tensor {
        public let shape: [Int]
        public let values: UnsafeBufferPointer<Float>
    }

    /// Runs the model on one float32 input of the given shape and lends all outputs to `body`. Blocks and computes, until `stop`
    /// ends it: then throws `FoveaError.timeout`.
    public func run<Result>(
        _ values: UnsafeMutableBufferPointer<Float>, shape: [Int], stop: RunStop? = nil, _ body: ([Tensor]) throws -> Result
    ) throws -> Result {
        try run(UnsafeMutableRawBufferPointer(values), element: 1, shape: shape, stop: stop, body)
    }

    /// The same for a model that takes whole numbers.
    public func run<Result>(
        _ values: UnsafeMutableBufferPointer<Int64>, shape: [Int], stop: RunStop? = nil, _ body: ([Tensor]) throws -> Result
    ) throws -> Result {
        try run(UnsafeMutableRawBufferPointer(values), element: 7, shape: shape, stop: stop, body)
    }

    private func run<Result>(
        _ values: UnsafeMutableRawBufferPointer, element: Int32, shape: [Int], stop: RunStop?, _ body: ([Tensor]) throws -> Result
    ) throws -> Result {
        guard let input = inputs.first else { throw FoveaError(.invalid, "The model has no input.") }
        let dimensions = shape.map(Int64.init)
        var names: [UnsafePointer<CChar>?] = outputs.map { UnsafePointer(strdup($0.name)) }
        defer { for name in names { free(UnsafeMutablePointer(mutating: name)) } }
        var result: OpaquePointer?
        let status = conx_run(
            pointer, stop?.pointer, input.name, dimensions, dimensions.count, element, values.baseAddress, values.count, &names, names.count,
            &result)
        if stop?.isStopped == true {
            if let result { conx_result_free(result) }
            free(status)
            throw FoveaError(.timeout, "The model was stopped: it took too long for one picture.")
        }
        try check(status, .invalid) { "The model failed: \(Self.short($0))" }
        guard let result else { throw FoveaError.bug("conx_run gave nothing") }
        defer { conx_result_free(result) }
        let tensors: [Tensor] = outputs.indices.compactMap { index in
            guard let tensor = conx_result_tensor(result, index) else { return nil }
            let shape = withUnsafeBytes(of: tensor.pointee.shape) { Array($0.bindMemory(to: Int64.self).prefix(tensor.pointee.rank)) }
            return Tensor(shape: shape.map(Int.init), values: UnsafeBufferPointer(start: tensor.pointee.values, count: tensor.pointee.count))
        }
        return try body(tensors)
    }
}
