import Foundation
import Testing

/// Just enough of a client to follow presigned URLs: Debian's curl.
enum HTTP {
    struct Answer { let status: Int; let headers: [String: String]; let body: [UInt8] }

    static func send(_ method: String, _ url: String, body: [UInt8]? = nil, headers: [String] = []) async throws -> Answer {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-http-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (out, head, input) = (folder.appendingPathComponent("out"), folder.appendingPathComponent("head"), folder.appendingPathComponent("in"))
        var arguments = ["-s", "-X", method, "-o", out.path, "-D", head.path, "--noproxy", "*"]
        for header in headers { arguments += ["-H", header] }
        if let body {
            try Data(body).write(to: input)
            arguments += ["--data-binary", "@\(input.path)", "-H", "Content-Type:"]
        }
        _ = try await run("/usr/bin/curl", arguments + [url])
        let lines = try String(contentsOf: head, encoding: .utf8).split(separator: "\r\n")
        var status = 0
        var found: [String: String] = [:]
        for line in lines {
            if line.hasPrefix("HTTP/") { status = Int(line.split(separator: " ")[1]) ?? 0; continue }
            guard let colon = line.firstIndex(of: ":") else { continue }
            found[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        return Answer(status: status, headers: found, body: [UInt8]((try? Data(contentsOf: out)) ?? Data()))
    }

    /// Path and decoded query of a URL.
    static func parts(_ url: String) -> (path: String, query: [(name: String, value: String)]) {
        let components = URLComponents(string: url)
        return (components?.path ?? "", (components?.queryItems ?? []).map { ($0.name, $0.value ?? "") })
    }
}

/// Runs a program and answers what it wrote; fails the test when it fails.
func run(_ program: String, _ arguments: [String], input: String = "") async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            do {
                let process = Process()
                process.executableURL = URL(fileURLWithPath: program)
                process.arguments = arguments
                let (inPipe, outPipe) = (Pipe(), Pipe())
                process.standardInput = inPipe
                process.standardOutput = outPipe
                try process.run()
                inPipe.fileHandleForWriting.write(Data(input.utf8))
                try inPipe.fileHandleForWriting.close()
                let output = outPipe.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                #expect(process.terminationStatus == 0, "\(program) failed")
                continuation.resume(returning: String(decoding: output, as: UTF8.self))
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
