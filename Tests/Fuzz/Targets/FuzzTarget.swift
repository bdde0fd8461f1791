import Core
import DatasetFormats
import Geometry
import HTTPServer
import ImageCodecs

/// Something that reads bytes from outside. It may refuse them with an error, and must neither crash nor hang nor let through
/// what it promises to keep out. The corpus of each lies in `Tests/Corpus/<name>`.
public enum FuzzTarget: String, CaseIterable, Sendable {
    // Datasets: the bytes are one file of a dataset.
    case coco, voc, cvat, datumaro, labelstudio, openimages, csv, multiclass
    case yoloLabels = "yolo-labels"
    case yoloData = "yolo-data"
    case splitFolders = "split-folders"
    case detection
    // Smaller parts.
    case rle
    case labelstudioRLE = "labelstudio-rle"
    case json, geometry, multipart, archive
    case imageHeader = "image-header"

    /// Reads the bytes. Ends the process when a promise was broken.
    public func run(_ bytes: [UInt8]) {
        switch self {
        case .coco: read(.coco, "annotations/instances_train.json", bytes)
        case .voc: read(.voc, "Annotations/a.xml", bytes)
        case .cvat: read(.cvat, "annotations.xml", bytes)
        case .datumaro: read(.datumaro, "annotations/train.json", bytes)
        case .labelstudio: read(.labelStudio, "tasks.json", bytes)
        case .openimages: read(.openImages, "annotations/train-annotations-bbox.csv", bytes)
        case .csv: read(.csv, "labels.csv", bytes)
        case .multiclass: read(.multiclassCSV, "_classes.csv", bytes)
        case .yoloLabels: for task in YOLOTask.allCases { read(.yolo, "labels/a.txt", bytes, task) }
        case .yoloData: read(.yolo, "data.yaml", bytes)
        case .splitFolders: read(.splitFolders, "_annotations.txt", bytes)
        case .detection:
            for name in ["x.json", "x.xml", "x.yaml", "x.csv", "labels/a.txt"] { read(nil, name, bytes) }
        case .rle: SmallTargets.runLengths(bytes)
        case .labelstudioRLE: SmallTargets.labelStudioMask(bytes)
        case .json: SmallTargets.json(bytes)
        case .geometry: SmallTargets.geometry(bytes)
        case .multipart: SmallTargets.multipart(bytes)
        case .archive: FuzzFolder.shared.archive(bytes)
        case .imageHeader: SmallTargets.imageHeader(bytes)
        }
    }

    private func read(_ format: DatasetFormat?, _ file: String, _ bytes: [UInt8], _ task: YOLOTask? = nil) {
        FuzzFolder.shared.dataset(file, bytes) { path in
            var options = ReadOptions()
            options.yoloTask = task
            options.needsPictures = false
            guard let opened = try? OpenedDataset(path, format: format, options: options) else { return }
            while let image = try opened.reader.next() { Promises.check(image) }
            Promises.check(opened.reader.account)
        }
    }
}

/// What every reader promises, whatever it reads.
enum Promises {
    static func check(_ image: DatasetImage) {
        precondition(SafePath.normalise(image.name) == image.name, "a name that leads out: \(image.name)")
        for annotation in image.annotations {
            precondition(!annotation.label.isEmpty, "a label without a name")
            if let confidence = annotation.confidence { precondition(confidence.isFinite, "a confidence of \(confidence)") }
            guard let size = image.size else { continue }
            let faults = annotation.geometry.problems(on: size)
            precondition(faults.isEmpty || faults.contains { $0.message.contains("must have at most") }, "\(annotation.geometry): \(faults)")
        }
    }

    static func check(_ account: ImportAccount) {
        precondition(
            account.problems.count <= ImportAccount.keptRows && account.problemsTotal >= account.problems.count, "an account that does not add up")
        precondition(account.skipped == 0 || account.problemsTotal > 0, "something was skipped without a row")
    }
}
