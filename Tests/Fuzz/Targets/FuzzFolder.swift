import DatasetFormats
import Foundation

/// A folder in memory with a few pictures, into which the bytes go under one name at a time.
///
/// `@unchecked Sendable`: one process fuzzes on one thread, and tests of it are serialised.
final class FuzzFolder: @unchecked Sendable {
    static let shared = FuzzFolder()
    private let folder: TemporaryFolder?
    private static let pictures = ["images/a.png", "images/train/b.png", "cat/c.png"]

    private init() {
        let memory = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : nil
        folder = try? TemporaryFolder(in: memory, prefix: "fovea-fuzz")
        for picture in Self.pictures { write("set/\(picture)", Self.png) }
    }

    /// The head of a PNG of 64 x 48 pixels.
    private static let png: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 64, 0, 0, 0, 48, 8, 2, 0, 0, 0,
    ]

    private func write(_ name: String, _ bytes: [UInt8]) {
        guard let folder else { fatalError("no folder can be made") }
        let url = URL(fileURLWithPath: folder.path).appendingPathComponent(name)
        try? FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? Data(bytes).write(to: url)
    }

    func dataset(_ file: String, _ bytes: [UInt8], _ body: (String) throws -> Void) {
        guard let folder else { return }
        write("set/\(file)", bytes)
        try? body("\(folder.path)/set")
        try? FileManager.default.removeItem(atPath: "\(folder.path)/set/\(file)")
    }

    /// Unpacks an archive: nothing may come to lie beside the folder, and no more than is allowed in it.
    func archive(_ bytes: [UInt8]) {
        guard let folder else { return }
        write("packed", bytes)
        let out = "\(folder.path)/out"
        try? FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        var limits = ArchiveLimits()
        limits.totalBytes = 1 << 20
        limits.entries = 100
        if ArchiveExtractor.isArchive("\(folder.path)/packed") { _ = try? ArchiveExtractor.extract("\(folder.path)/packed", to: out, limits: limits) }
        let beside = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        precondition(Set(beside).isSubset(of: ["set", "packed", "out"]), "an archive wrote beside its folder: \(beside)")
        try? FileManager.default.removeItem(atPath: out)
    }
}
