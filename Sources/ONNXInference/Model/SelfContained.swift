import Core
import Glibc

/// Whether a model file keeps all of its weights inside.
///
/// The format lets a tensor name another file, or an address in memory, where its values lie (`external_data`); the runtime
/// reads them with the rights of this process, which makes a stranger's model a way to read any file. So every message in which
/// a tensor can lie is walked before the runtime sees the file, by ONNX's protocol buffer definitions (onnx.proto3).
struct SelfContained {
    private let bytes: UnsafeRawBufferPointer

    /// Throws `FoveaError.invalid` when the file is no ONNX model, or names data outside of it. Blocks.
    static func require(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_size > 0 else {
            if descriptor >= 0 { close(descriptor) }
            throw noModel("it cannot be read")
        }
        defer { close(descriptor) }
        let count = Int(status.st_size)
        guard let memory = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), memory != MAP_FAILED else {
            throw noModel("it cannot be read")
        }
        defer { munmap(memory, count) }
        try require(UnsafeRawBufferPointer(start: memory, count: count))
    }

    static func require(_ bytes: UnsafeRawBufferPointer) throws {
        try SelfContained(bytes: bytes).walk(.model, 0..<bytes.count, depth: 0)
    }

    /// The messages that lead to tensors.
    private enum Message {
        case model, training, graph, node, attribute, sparse, function, tensor

        /// What lies under a field's number; nil when no tensor can.
        func part(_ field: UInt64) -> Message? {
            switch (self, field) {
            case (.model, 7), (.training, 1), (.training, 2), (.attribute, 6), (.attribute, 11): .graph
            case (.model, 20): .training
            case (.model, 25): .function
            case (.graph, 1), (.function, 7): .node
            case (.graph, 5), (.attribute, 5), (.attribute, 10), (.sparse, 1), (.sparse, 2): .tensor
            case (.graph, 15), (.attribute, 22), (.attribute, 23): .sparse
            case (.node, 5), (.function, 11): .attribute
            default: nil
            }
        }
    }

    private func walk(_ message: Message, _ range: Range<Int>, depth: Int) throws {
        guard depth < 100 else { throw Self.noModel("its graphs are nested too deeply") }
        var at = range.lowerBound
        while at < range.upperBound {
            let tag = try number(&at, range.upperBound)
            let field = tag >> 3
            guard tag <= UInt32.max, field > 0 else { throw Self.noModel("a field has no number") }
            // 13 is `external_data`, 14 is `data_location`, which is 1 for data outside.
            if message == .tensor, field == 13 { throw Self.outside }
            switch tag & 7 {
            case 0:
                let value = try number(&at, range.upperBound)
                if message == .tensor, field == 14, value != 0 { throw Self.outside }
            case 1: at += 8
            case 2:
                let length = try number(&at, range.upperBound)
                guard length <= range.upperBound - at else { throw Self.noModel("it ends early") }
                let end = at + Int(length)
                if let part = message.part(field) { try walk(part, at..<end, depth: depth + 1) }
                at = end
            case 5: at += 4
            default: throw Self.noModel("it has a field of an unknown kind")
            }
            guard at <= range.upperBound else { throw Self.noModel("it ends early") }
        }
    }

    /// A variable-length integer.
    private func number(_ at: inout Int, _ end: Int) throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard at < end else { throw Self.noModel("it ends early") }
            let byte = bytes[at]
            at += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw Self.noModel("a number in it is too long")
    }

    private static func noModel(_ reason: String) -> FoveaError {
        FoveaError(.invalid, "This file is not an ONNX model that can be run: \(reason).")
    }

    private static var outside: FoveaError {
        FoveaError(.invalid, "The model keeps weights outside of its file. Save it with all of its data inside (onnx.save without external data).")
    }
}
