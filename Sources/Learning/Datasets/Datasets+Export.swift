import Core
import DatasetFormats
import Geometry
import Library
import ObjectStorage
import Processes

extension Datasets {
    /// A dataset version as it is exported: straight from its manifest, so that what is downloaded is what is trained on. Nil
    /// when there is no such version.
    public func exportSource(_ id: ID) async throws -> ExportSource? {
        let found = try await database.read { connection in
            // A manifest names classes; their keypoints are those that the project's labels declare now.
            try DatasetStore.find(connection, id).map { ($0, try LabelStore.ofProject(connection, $0.projectID).datasetSkeletons) }
        }
        guard let (dataset, skeletons) = found else { return nil }
        let stream = try await store.open(dataset.manifest)
        let reading = Lock(ManifestItems())
        return ExportSource(name: dataset.name, classes: dataset.classNames, taskType: dataset.taskType, skeletons: skeletons) {
            while let chunk = try await stream.next() {
                let items = try reading.withLock { try $0.take(chunk) }
                if !items.isEmpty { return items }
            }
            return try reading.withLock { try $0.finish() }
        }
    }
}

/// The pictures of a manifest, from its bytes as they come.
private struct ManifestItems {
    private var lines = LineSplitter(limit: 256 << 20)
    private var header: Manifest.Header?
    private var isFinished = false

    mutating func take(_ bytes: [UInt8]) throws -> [ExportSource.Item] {
        let found = bytes.withUnsafeBufferPointer { lines.add($0) }
        return try found.compactMap { try item($0) }
    }

    /// What the last line holds; nothing when asked again.
    mutating func finish() throws -> [ExportSource.Item] {
        guard !isFinished else { return [] }
        isFinished = true
        return try lines.finish().flatMap { try item($0) }.map { [$0] } ?? []
    }

    private mutating func item(_ line: String) throws -> ExportSource.Item? {
        guard let header else {
            self.header = try Manifest.Header(line: line)
            return nil
        }
        let picture = try Manifest.Picture(line: line)
        let annotations = try picture.annotations.compactMap { annotation -> DatasetAnnotation? in
            guard header.classNames.indices.contains(annotation.classIndex) else { return nil }
            return DatasetAnnotation(label: header.classNames[annotation.classIndex], geometry: try Geometry(json: annotation.geometry))
        }
        let image = DatasetImage(
            name: picture.fileName, size: PixelSize(width: picture.width, height: picture.height),
            split: DatasetSplit(rawValue: picture.split.rawValue), annotations: annotations)
        return ExportSource.Item(image: image, digest: picture.digest)
    }
}
