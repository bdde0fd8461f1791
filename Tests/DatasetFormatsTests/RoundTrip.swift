import DatasetFormats
import Geometry
import ImageCodecs
import Testing

/// Writes images in a format and reads what was written, with pictures of their sizes beside.
struct RoundTrip {
    let sink = MemorySink()
    let written: ImportAccount
    let read: ReadResult
    /// What was written, as a folder.
    let data: TestDataset

    init(_ format: DatasetFormat, _ images: [DatasetImage], _ options: WriteOptions = WriteOptions(), reading: ReadOptions = ReadOptions()) throws {
        var options = options
        options.encodeLabelMap = { try $0.png() }
        let writer = try format.writer(sink, options)
        let sizes = Dictionary(images.map { ($0.name, $0.size) }, uniquingKeysWith: { $1 })
        for image in images { try writer.add(image, picture: PictureBytes(size: nil) { [] }) }
        try writer.finish()
        written = writer.account
        data = try TestDataset()
        for (path, bytes) in sink.files {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            if let size = sizes[name] ?? nil { try data.picture(path, size.width, size.height) } else { try data.write(path, bytes) }
        }
        read = try data.read(format, reading)
    }
}
