import Core
import DatasetFormats
import Geometry
import Glibc
import Library

/// Files of one kind of task, as docs/trainer-protocol.md lays them out. Used by one thread at a time; every call may wait for the
/// disk.
///
/// Conformers are `@unchecked Sendable`: `TrainingFolder` awaits each call before the next.
protocol TrainingLayout: AnyObject, Sendable {
    /// - Parameter file: where the picture's bytes lie on this machine.
    func add(_ picture: Manifest.Picture, file: String) throws
    func finish() throws
}

extension Manifest.Header {
    /// - Parameter root: a folder that is not there yet.
    func layout(at root: String) throws -> any TrainingLayout {
        switch taskType {
        case .detection: try ShapesLayout(root, classNames, segmentation: false)
        case .segmentation: try ShapesLayout(root, classNames, segmentation: true)
        case .classification: try ClassesLayout(root, classNames)
        case .pose: try PoseLayout(root, classNames)
        }
    }
}

/// Makes links in `images/<folder>`.
struct PictureLinks {
    let root: String
    private var made: Set<String> = []

    init(_ root: String) { self.root = root }

    mutating func add(_ file: String, as name: String, in folder: String) throws {
        let directory = "\(root)/images/\(folder)"
        if made.insert(directory).inserted { try LocalDisk.makeFolder(directory) }
        // Ultralytics repairs a JPEG that lacks its end marker by writing over it: such a file goes as a copy, or it would
        // write through the link into the store.
        if name.hasSuffix(".jpg"), !Self.endsAsJPEG(file) { return try LocalDisk.copy(file, to: "\(directory)/\(name)") }
        guard symlink(file, "\(directory)/\(name)") == 0 else { throw LocalDisk.failure(directory) }
    }

    private static func endsAsJPEG(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var tail: (UInt8, UInt8) = (0, 0)
        guard lseek(descriptor, -2, SEEK_END) >= 0, read(descriptor, &tail, 2) == 2 else { return false }
        return tail == (0xFF, 0xD9)
    }
}

/// Boxes or polygons: label files by `DatasetFormats`, pictures as links.
final class ShapesLayout: TrainingLayout, @unchecked Sendable {
    private let writer: any DatasetWriter
    private let classNames: [String]
    private var links: PictureLinks

    init(_ root: String, _ classNames: [String], segmentation: Bool) throws {
        var options = WriteOptions()
        options.classes = classNames
        options.yoloTask = segmentation ? .segment : .detect
        writer = try DatasetFormat.yolo.writer(try DirectorySink(root), options)
        self.classNames = classNames
        links = PictureLinks(root)
    }

    func add(_ picture: Manifest.Picture, file: String) throws {
        let annotations = picture.annotations.compactMap { index, json -> DatasetAnnotation? in
            guard classNames.indices.contains(index), let geometry = try? Geometry(json: json) else { return nil }
            return DatasetAnnotation(label: classNames[index], geometry: geometry)
        }
        let image = DatasetImage(
            name: picture.fileName, size: PixelSize(width: picture.width, height: picture.height),
            split: DatasetSplit(rawValue: picture.split.rawValue), annotations: annotations)
        try writer.add(image, picture: nil)
        try links.add(file, as: picture.fileName, in: picture.split.rawValue)
    }

    func finish() throws { try writer.finish() }
}

/// A folder a class.
final class ClassesLayout: TrainingLayout, @unchecked Sendable {
    private let folders: [String]
    private var links: PictureLinks

    init(_ root: String, _ classNames: [String]) throws {
        try LocalDisk.makeFolder(root)
        folders = classNames.map { name in String(name.map { $0 == "/" || $0 == "\0" ? "_" : $0 }) }
        links = PictureLinks(root)
    }

    /// An image without a class teaches nothing and is left out.
    func add(_ picture: Manifest.Picture, file: String) throws {
        guard let index = picture.annotations.first?.classIndex, folders.indices.contains(index), folders[index].first != "." else { return }
        try links.add(file, as: picture.fileName, in: "\(picture.split.rawValue)/\(folders[index])")
    }

    func finish() throws {}
}

/// Keypoints: `class cx cy w h px py v ...`, all of one number of points; the missing ones are unlabelled.
final class PoseLayout: TrainingLayout, @unchecked Sendable {
    private let root: String
    private let classNames: [String]
    private var links: PictureLinks
    private var rows: [(path: String, people: [(index: Int, points: [Keypoint])], size: PixelSize)] = []
    private var pointCount = 0

    init(_ root: String, _ classNames: [String]) throws {
        try LocalDisk.makeFolder(root)
        self.root = root
        self.classNames = classNames
        links = PictureLinks(root)
    }

    func add(_ picture: Manifest.Picture, file: String) throws {
        try links.add(file, as: picture.fileName, in: picture.split.rawValue)
        var people: [(Int, [Keypoint])] = []
        for (index, json) in picture.annotations {
            guard case .keypoints(let points)? = try? Geometry(json: json), !points.isEmpty else { continue }
            pointCount = max(pointCount, points.count)
            people.append((index, points))
        }
        let path = "labels/\(picture.split.rawValue)/\(picture.digest).txt"
        rows.append((path, people, PixelSize(width: picture.width, height: picture.height)))
    }

    func finish() throws {
        for row in rows {
            try LocalDisk.makeFolder("\(root)/\(row.path.split(separator: "/").dropLast().joined(separator: "/"))")
            let file = try LineFile("\(root)/\(row.path)")
            for (index, points) in row.people {
                if let line = line(index, points, row.size) { try file.write(line) }
            }
            try file.finish()
        }
        let yaml = try LineFile("\(root)/data.yaml")
        try yaml.write("train: images/train\nval: images/val\nkpt_shape: [\(pointCount), 3]\nnames:")
        for (index, name) in classNames.enumerated() { try yaml.write("  \(index): \(JSON.string(name).text)") }
        try yaml.finish()
    }

    private func line(_ index: Int, _ points: [Keypoint], _ size: PixelSize) -> String? {
        guard let box = Geometry.keypoints(points).boundingBox, box.width > 0, box.height > 0 else { return nil }
        let (width, height) = (Double(size.width), Double(size.height))
        var numbers = [(box.x + box.width / 2) / width, (box.y + box.height / 2) / height, box.width / width, box.height / height]
        for place in 0..<pointCount {
            let point = place < points.count ? points[place] : Keypoint(0, 0, visibility: 0)
            numbers += [point.x / width, point.y / height, Double(point.visibility)]
        }
        return "\(index) " + numbers.map { JSON.double(min(max($0, 0), 2)).text }.joined(separator: " ")
    }
}
