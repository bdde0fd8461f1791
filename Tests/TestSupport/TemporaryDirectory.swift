import Core
import Foundation

/// Runs `body` with a new empty directory that is gone afterwards.
public func withTemporaryDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-test-\(ID.make())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}

/// For closures on a thread of their own that wait for another's step.
public func pauseBriefly() { usleep(1000) }
