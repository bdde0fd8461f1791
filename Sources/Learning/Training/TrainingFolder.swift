import Core
import Glibc
import ObjectStorage
import Processes

/// A training run's folder on this machine: the dataset version laid out as the trainer wants it, and what the trainer makes.
struct TrainingFolder: Sendable {
    let store: any BlobStore
    let root: String

    var data: String { "\(root)/data" }
    var output: String { "\(root)/output" }
    var lastCheckpoint: String { "\(output)/weights/last.pt" }

    /// Lays the data out anew. Answers what keeps the linked files in place: hold it as long as the trainer runs.
    func lay(_ manifest: Digest, total: Int, progress: (Double) throws -> Void) async throws -> [LocalFile] {
        let (data, output) = (data, output)
        try await LocalDisk.executor.run {
            LocalDisk.remove(data)
            try LocalDisk.makeFolder(output)
        }
        let file = try await store.localFile(manifest)
        var layout: (any TrainingLayout)?
        var held: [LocalFile] = [file]
        var lines = LineSplitter(limit: 256 << 20)
        func take(_ line: String) async throws {
            guard let target = layout else {
                let header = try Manifest.Header(line: line)
                layout = try await LocalDisk.executor.run { try header.layout(at: data) }
                return
            }
            let picture = try Manifest.Picture(line: line)
            let blob = try await store.localFile(picture.digest)
            held.append(blob)
            try await LocalDisk.executor.run { try target.add(picture, file: blob.path) }
            try progress(Double(held.count) / Double(max(1, total)))
        }
        try await LocalDisk.read(file.path) { piece in
            for line in piece.withUnsafeBufferPointer({ lines.add($0) }) { try await take(line) }
        }
        if let rest = lines.finish() { try await take(rest) }
        if let layout { try await LocalDisk.executor.run { try layout.finish() } }
        return held
    }

    /// Brings a checkpoint here that another machine has kept.
    func restore(_ checkpoint: Digest) async throws {
        let (store, target) = (store, lastCheckpoint)
        let file = try await store.localFile(checkpoint)
        try await LocalDisk.executor.run {
            try LocalDisk.makeFolder(String(target.dropLast("/last.pt".count)))
            // A copy: the trainer replaces it.
            try LocalDisk.copy(file.path, to: target)
        }
    }

    func remove() async {
        let root = root
        _ = try? await LocalDisk.executor.run { LocalDisk.remove(root) }
    }
}

extension LocalDisk {
    static func copy(_ source: String, to target: String) throws {
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw failure(source) }
        defer { close(input) }
        let output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard output >= 0 else { throw failure(target) }
        defer { close(output) }
        while true {
            let count = sendfile(output, input, nil, 1 << 24)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure(target) }
            if count == 0 { return }
        }
    }
}
