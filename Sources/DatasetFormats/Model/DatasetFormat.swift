/// The dataset formats that can be read or written, by the names of the command line and the API.
public enum DatasetFormat: String, Sendable, CaseIterable {
    case coco
    case yolo
    case voc
    /// Pascal VOC's pictures of classes and objects.
    case vocMasks = "voc-masks"
    /// CVAT's XML for images, version 1.1.
    case cvat
    /// A JSON file an image.
    case labelMe = "labelme"
    /// Label Studio's JSON: a list of tasks.
    case labelStudio = "labelstudio"
    /// Open Images' tables of boxes and of classes of images.
    case openImages = "openimages"
    /// One table, a row a box, its columns known by their names.
    case csv
    /// Datumaro's JSON.
    case datumaro
    /// One folder a class.
    case folders
    /// `_classes.csv`: a row an image, a column a class, 0 or 1.
    case multiclassCSV = "multiclass-csv"
    /// `train/ valid/ test/` with `_classes.txt`.
    case splitFolders = "split-folders"

    public static var writable: [DatasetFormat] {
        [.coco, .yolo, .voc, .vocMasks, .cvat, .labelMe, .labelStudio, .openImages, .csv, .datumaro, .folders, .multiclassCSV]
    }
}

/// Which part of a dataset an image belongs to.
public enum DatasetSplit: String, Sendable, CaseIterable {
    case train, val, test

    /// Also reads `valid`, `validation`, `training`, `testing` and names like `train2017`, in any case.
    public init?(folder name: some StringProtocol) {
        var name = name.lowercased()
        while let last = name.utf8.last, (48...57).contains(last) { name.removeLast() }
        switch name {
        case "train", "training": self = .train
        case "val", "valid", "validation", "dev": self = .val
        case "test", "testing": self = .test
        default: return nil
        }
    }

    /// From the names of the folders on a file's way, the outermost first.
    public init?(path: String) {
        for folder in path.parentPath.split(separator: "/") {
            guard let split = DatasetSplit(folder: folder) else { continue }
            self = split
            return
        }
        return nil
    }
}
