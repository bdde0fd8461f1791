import Core
import Geometry

/// Reads YOLO datasets (detection, segmentation, pose): `data.yaml` in its variants, or folders with `classes.txt`.
public final class YOLOReader: DatasetReader {
    public private(set) var classes: [String] = []
    public private(set) var account: ImportAccount
    private let input: DatasetInput
    private var data = YOLOData()
    private var pictures: [(path: String, split: DatasetSplit?)] = []
    private var index = 0

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        var layout = YOLOLayout(input)
        try layout.find(&account)
        data = layout.data
        pictures = layout.pictures
        for number in data.names.keys.sorted() {
            if let name = data.names[number], !classes.contains(name) { classes.append(name) }
        }
        guard !pictures.isEmpty else {
            throw FoveaError.invalid(
                "path", "holds no pictures; a YOLO dataset cannot be read without them, because its boxes are fractions of their sizes")
        }
    }

    public func next() throws -> DatasetImage? {
        while index < pictures.count {
            let (path, split) = pictures[index]
            index += 1
            guard var image = input.plainPicture(path, split: split, &account), let size = image.size else { continue }
            if let labels = YOLOQuirks.labelPaths(of: path).first(where: input.tree.contains) {
                image.annotations = YOLOLabelFile.read(
                    labels, at: input.tree.path(of: labels), size, keypoints: data.keypoints, &account
                ) { data.names[$0] }
            }
            account.took(image)
            return image
        }
        return nil
    }
}
