import Core
import DatasetFormats
import Foundation
import Geometry
import ImageCodecs
import Pixels

/// A folder made for one test, removed with the value.
final class TestDataset {
    private let folder: TemporaryFolder
    var path: String { folder.path + "/data" }
    var outside: String { folder.path }

    init(_ files: [String: String] = [:]) throws {
        folder = try TemporaryFolder(prefix: "fovea-test")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(name, Array(text.utf8)) }
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    /// The head of a PNG: enough for every reader, none of which decodes.
    func picture(_ name: String, _ width: Int = 640, _ height: Int = 480) throws {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
        for value in [width, height] { for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) } }
        // So that no two pictures have the same bytes.
        try write(name, bytes + [8, 2, 0, 0, 0] + Array(name.utf8))
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: target)
    }

    func read(_ format: DatasetFormat, _ options: ReadOptions = ReadOptions()) throws -> ReadResult {
        var options = options
        options.decodeLabelMap = { try LabelMap.decode($0) }
        return try ReadResult(format.reader(DatasetInput(path: path, options: options)))
    }
}

/// All that a reader gave.
struct ReadResult {
    var images: [DatasetImage] = []
    var classes: [String]
    var skeletons: [String: DatasetSkeleton]
    var account: ImportAccount

    init(_ reader: any DatasetReader) throws {
        while let image = try reader.next() { images.append(image) }
        classes = reader.classes
        skeletons = reader.skeletons
        account = reader.account
    }

    var annotations: [DatasetAnnotation] { images.flatMap(\.annotations) }
    var reasons: [String] { account.problems.map(\.reason) }

    func hasProblem(_ file: String, _ words: String) -> Bool {
        account.problems.contains { $0.file == file && ("\($0.row ?? "") \($0.reason)").contains(words) }
    }
}
