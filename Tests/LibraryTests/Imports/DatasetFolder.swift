import Core
import Foundation

/// Datasets drawn for tests.
enum DatasetFolder {
    static func write(_ folder: String, _ name: String, _ bytes: [UInt8]) throws {
        let url = URL(fileURLWithPath: folder).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    /// `count` pictures of 64 x 48 pixels in Pascal VOC, each with a cat, a dog, two equal cats, one box that covers nothing and
    /// one that leaves the picture; split in turn; and a picture that is none.
    static func voc(_ folder: String, count: Int) throws {
        for number in 0..<count {
            try write(folder, "JPEGImages/p\(number).jpg", try Pictures.jpeg(64, 48, seed: number))
            let boxes = [
                ("cat", [1, 2, 11, 12]), ("dog", [5, 5, 60, 40]), ("cat", [20, 20, 30, 30]), ("cat", [20, 20, 30, 30]), ("cat", [9, 9, 9, 9]),
                ("dog", [50, 40, 90, 60]),
            ]
            let objects = boxes.map { name, b in
                "<object><name>\(name)</name><difficult>1</difficult><bndbox><xmin>\(b[0])</xmin><ymin>\(b[1])</ymin><xmax>\(b[2])</xmax><ymax>\(b[3])</ymax></bndbox></object>"
            }
            let text =
                "<annotation><filename>p\(number).jpg</filename><size><width>64</width><height>48</height></size>\(objects.joined())</annotation>"
            try write(folder, "Annotations/p\(number).xml", Array(text.utf8))
        }
        let train = (0..<count).filter { $0 % 2 == 0 }.map { "p\($0)\n" }.joined()
        try write(folder, "ImageSets/Main/train.txt", Array(train.utf8))
        try write(folder, "JPEGImages/broken.jpg", Array("no picture".utf8))
    }
}
