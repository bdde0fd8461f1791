import Core
import Geometry
import Library

/// The manifest of a dataset version: JSON lines in canonical form. The first says the kind of task, the classes and how
/// pictures are treated; each further one is a picture, in the order of their digests:
///
/// `{"format":"fovea-dataset/1","task_type":"DETECTION","class_names":[...],"preprocessing":{},"augmentation":{}}`
/// `{"sha256":"...","type":"image/jpeg","width":640,"height":480,"split":"train","annotations":[{"class":0,"geometry":{...}}]}`
///
/// Names, ids, times and the seed stay out: what the same pictures, labels and splits give is the same bytes, and so the same
/// digest.
enum Manifest {
    static let format = "fovea-dataset/1"

    struct Header: Sendable {
        var taskType: TaskType
        var classNames: [String]
        var preprocessing: JSON
        var augmentation: JSON

        var line: JSON {
            [
                "format": .string(Manifest.format), "task_type": .string(taskType.rawValue),
                "class_names": .array(classNames.map { .string($0) }), "preprocessing": preprocessing.canonical,
                "augmentation": augmentation.canonical,
            ]
        }

        init(taskType: TaskType, classNames: [String], preprocessing: JSON, augmentation: JSON) {
            self.taskType = taskType
            self.classNames = classNames
            self.preprocessing = preprocessing
            self.augmentation = augmentation
        }

        init(line: String) throws {
            let json = try JSON.parse(line)
            guard json["format"]?.string == Manifest.format, let task = json["task_type"]?.string.flatMap(TaskType.init(rawValue:)),
                let names = json["class_names"]?.array
            else { throw FoveaError(.internal, "The dataset's manifest is not one that this version of Fovea can read.") }
            self.init(
                taskType: task, classNames: names.compactMap(\.string), preprocessing: json["preprocessing"] ?? .null,
                augmentation: json["augmentation"] ?? .null)
        }
    }

    struct Picture: Sendable {
        var digest: Digest
        var contentType: String
        var width: Int
        var height: Int
        var split: DatasetPart
        var annotations: [(classIndex: Int, geometry: JSON)]

        var line: JSON {
            let shapes = annotations.map { annotation -> JSON in
                ["class": .int(Int64(annotation.classIndex)), "geometry": annotation.geometry.canonical]
            }
            let sorted = shapes.map { (key: $0.text, value: $0) }.sorted { $0.key < $1.key }.map(\.value)
            return [
                "sha256": .string(digest.description), "type": .string(contentType), "width": .int(Int64(width)),
                "height": .int(Int64(height)), "split": .string(split.rawValue), "annotations": .array(sorted),
            ]
        }

        init(digest: Digest, contentType: String, width: Int, height: Int, split: DatasetPart, annotations: [(classIndex: Int, geometry: JSON)]) {
            self.digest = digest
            self.contentType = contentType
            self.width = width
            self.height = height
            self.split = split
            self.annotations = annotations
        }

        init(line: String) throws {
            let json = try JSON.parse(line)
            guard let digest = json["sha256"]?.string.flatMap({ Digest(hex: $0) }), let width = json["width"]?.int,
                let height = json["height"]?.int, let split = json["split"]?.string.flatMap(DatasetPart.init(rawValue:))
            else { throw FoveaError(.internal, "A line of the dataset's manifest cannot be read.") }
            let annotations = (json["annotations"]?.array ?? []).compactMap { item -> (Int, JSON)? in
                guard let index = item["class"]?.int, let geometry = item["geometry"] else { return nil }
                return (Int(index), geometry)
            }
            self.init(
                digest: digest, contentType: json["type"]?.string ?? "", width: Int(width), height: Int(height), split: split,
                annotations: annotations)
        }

        /// By its content type, as trainers know pictures by their extension.
        var fileName: String {
            let suffix =
                switch contentType {
                case "image/png": "png"
                case "image/webp": "webp"
                case "image/tiff": "tif"
                case "image/bmp": "bmp"
                default: "jpg"
                }
            return "\(digest).\(suffix)"
        }
    }
}
