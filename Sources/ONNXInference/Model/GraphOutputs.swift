import Core
import Glibc

/// One more output for a model file, and what could be one.
///
/// ONNX files are protocol buffers (onnx.proto3), in which a message that follows another of the same field is merged with it: bytes
/// behind a file that hold a graph with one output name add that output to the file's own graph.
public enum GraphOutputs {
    /// The bytes that make the named values outputs, to be put behind a file.
    public static func suffix(naming names: [String]) -> [UInt8] {
        // ModelProto.graph (7) { GraphProto.output (12) { ValueInfoProto.name (1) } }
        field(7, names.flatMap { field(12, field(1, Array($0.utf8))) })
    }

    private static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] { [number << 3 | 2] + varint(content.count) + content }

    private static func varint(_ value: Int) -> [UInt8] {
        var rest = UInt64(value), bytes: [UInt8] = []
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    /// The names of values that operations of these kinds make, in the order of the graph.
    ///
    /// - Throws: `FoveaError.invalid` for bytes that are no such file.
    static func values(madeBy kinds: Set<String>, in model: [UInt8]) throws -> [String] {
        var names: [String] = []
        try model.withUnsafeBytes { bytes in
            try fields(bytes[...]) { number, graph in
                guard number == 7 else { return }
                try fields(graph) { number, node in
                    guard number == 1 else { return }
                    var (outputs, kind) = ([String](), "")
                    try fields(node) { number, content in
                        if number == 2 { outputs.append(String(decoding: content, as: UTF8.self)) }
                        if number == 4 { kind = String(decoding: content, as: UTF8.self) }
                    }
                    if kinds.contains(kind), let first = outputs.first, !first.isEmpty { names.append(first) }
                }
            }
        }
        return names
    }

    /// Hands on every field of a message that holds bytes.
    private static func fields(_ message: Slice<UnsafeRawBufferPointer>, _ body: (UInt64, Slice<UnsafeRawBufferPointer>) throws -> Void) throws {
        var at = message.startIndex
        func number() throws -> UInt64 {
            var value: UInt64 = 0
            for shift in stride(from: UInt64(0), to: 70, by: 7) {
                guard at < message.endIndex else { throw broken }
                let byte = message[at]
                at += 1
                value |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return value }
            }
            throw broken
        }
        func skip(_ count: UInt64) throws -> Slice<UnsafeRawBufferPointer> {
            guard count <= UInt64(message.endIndex - at) else { throw broken }
            defer { at += Int(count) }
            return message[at..<at + Int(count)]
        }
        while at < message.endIndex {
            let tag = try number()
            switch tag & 7 {
            case 0: _ = try number()
            case 1: _ = try skip(8)
            case 2: try body(tag >> 3, try skip(try number()))
            case 5: _ = try skip(4)
            default: throw broken
            }
        }
    }

    private static var broken: FoveaError { FoveaError(.invalid, "This file is not an ONNX model that can be read.") }
}
