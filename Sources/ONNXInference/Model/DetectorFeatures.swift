import CONNXRuntime
import Core
import Glibc

/// What a detector knows of a whole picture before it makes boxes: of the maps within it that are coarsest the one with the most
/// channels (of several the last). In YOLO's networks that is the pyramid at the end of the backbone.
public struct DetectorFeatures: Sendable, Equatable {
    /// The value's name in the graph.
    public let output: String
    public let channels: Int
    /// Side of the detector's square input, pixels.
    public let side: Int

    /// Operations whose results are maps of features.
    private static let kinds: Set<String> = ["Conv", "Mul", "Add", "Concat", "Relu", "LeakyRelu", "Sigmoid", "MaxPool", "BatchNormalization"]
    /// Values tried at once.
    private static let most = 1000

    /// Runs the detector once with all that could be taken as outputs. Blocks and computes.
    ///
    /// - Parameter scratch: a file in memory, or elsewhere, that this process may write.
    /// - Throws: `FoveaError.invalid` when the file is no detector with such a map.
    public static func find(_ runtime: ONNXRuntime, path: String, threads: Int, stop: RunStop? = nil) throws -> DetectorFeatures {
        let detector = try DetectorModel(runtime, path: path, threads: threads, stop: stop)
        let info = detector.info
        guard info.inputWidth == info.inputHeight else { throw none("its input is not square") }
        let bytes = try read(path)
        let known = Set(detector.session.outputs.map(\.name))
        let names = Array(try GraphOutputs.values(madeBy: kinds, in: bytes).filter { !known.contains($0) }.suffix(most))
        guard !names.isEmpty else { throw none("its graph has no convolutions") }
        let session = try MemoryFile.with(bytes + GraphOutputs.suffix(naming: names)) {
            try ONNXSession(runtime, path: $0, threads: threads, spinning: false)
        }
        var values = [Float](repeating: 0.5, count: 3 * info.inputWidth * info.inputHeight)
        let shapes = try values.withUnsafeMutableBufferPointer {
            try session.run($0, shape: [1, 3, info.inputHeight, info.inputWidth], stop: stop) { $0.map(\.shape) }
        }
        let maps = zip(session.outputs, shapes).compactMap { port, shape -> (name: String, channels: Int, places: Int)? in
            guard names.contains(port.name), shape.count == 4, shape[0] == 1, shape[2] > 1, shape[3] > 1 else { return nil }
            return (port.name, shape[1], shape[2] * shape[3])
        }
        let coarsest = maps.filter { $0.places == maps.map(\.places).min() }
        guard let first = coarsest.first else { throw none("none of its values is a map of features") }
        let widest = coarsest.reduce(first) { $1.channels >= $0.channels ? $1 : $0 }
        return DetectorFeatures(output: widest.name, channels: widest.channels, side: info.inputWidth)
    }

    private static func read(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            if descriptor >= 0 { close(descriptor) }
            throw none("it cannot be read")
        }
        defer { close(descriptor) }
        return try [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
            while count < status.st_size {
                let got = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), Int(status.st_size) - count)
                guard got > 0 else { throw none("it cannot be read") }
                count += got
            }
        }
    }

    private static func none(_ reason: String) -> FoveaError {
        FoveaError(.invalid, "This detector's features cannot be taken: \(reason).")
    }
}

/// A file that lies in memory alone and goes away at the end.
private enum MemoryFile {
    static func with<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
        let descriptor = conx_memory_file()
        guard descriptor >= 0 else { throw FoveaError(.unavailable, "There is no memory for a model: \(String(cString: strerror(errno))).") }
        defer { close(descriptor) }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done) }
            guard count > 0 else { throw FoveaError(.unavailable, "There is no memory for a model: \(String(cString: strerror(errno))).") }
            done += count
        }
        return try body("/proc/self/fd/\(descriptor)")
    }
}
