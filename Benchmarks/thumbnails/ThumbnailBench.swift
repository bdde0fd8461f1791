// Thumbnails from JPEGs in memory, on one thread: `thumbnail-bench FILE...`. For each line of standard input it goes once
// through all files and answers the milliseconds that took: `thumbnail` makes Fovea's thumbnails, `decode` only has
// libjpeg-turbo decode to the size that a thumbnail is made from, the least that any way of making them costs.
// `write FOLDER` puts the thumbnails there, to be looked at.
import CTurboJPEG
import Core
import Foundation
import ImageCodecs

@main struct ThumbnailBench {
    static func main() throws {
        let paths = Array(CommandLine.arguments.dropFirst())
        guard !paths.isEmpty else { throw FoveaError(.invalid, "thumbnail-bench FILE...") }
        let files = try paths.map { try ByteSource(path: $0).all() }
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            let watch = Stopwatch()
            switch words.first {
            case "thumbnail": for file in files { _ = try Thumbnail.make(file) }
            case "decode": for file in files { try decode(file) }
            case "write": try write(files, names: paths, to: words[1])
            default: throw FoveaError(.invalid, "thumbnail-bench knows thumbnail, decode and write, not \(line)")
            }
            print(watch.milliseconds)
            fflush(nil)
        }
    }

    static func write(_ files: [[UInt8]], names: [String], to folder: String) throws {
        for (file, name) in zip(files, names) {
            let target = URL(fileURLWithPath: folder).appendingPathComponent(URL(fileURLWithPath: name).lastPathComponent)
            try Data(Thumbnail.make(file).bytes).write(to: target)
        }
    }

    /// The smallest of libjpeg-turbo's quick scales that is no smaller than the thumbnail.
    static func decode(_ file: [UInt8]) throws {
        let header = try ImageHeader.read(file)
        guard let handle = tjInitDecompress() else { throw FoveaError.bug("tjInitDecompress") }
        defer { tjDestroy(handle) }
        let longest = max(header.width, header.height)
        let eighths = [1, 2, 3, 4].first { (longest * $0 + 7) / 8 >= Thumbnail.side } ?? 8
        let width = (header.width * eighths + 7) / 8, height = (header.height * eighths + 7) / 8
        let status = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width * height * 3) { out in
            tjDecompress2(
                handle, file, UInt(file.count), out.baseAddress, Int32(width), Int32(width * 3), Int32(height), Int32(TJPF_RGB.rawValue), 0)
        }
        guard status == 0 else { throw FoveaError.bug("libjpeg-turbo could not decode") }
    }
}
