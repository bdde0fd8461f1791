import Core
import DatasetFormats
import Foundation
import Geometry
import HTTPServer
import ImageCodecs

/// Targets that need no files.
enum SmallTargets {
    /// The first two bytes are the size, the rest COCO's compressed counts.
    static func runLengths(_ bytes: [UInt8]) {
        guard bytes.count >= 2 else { return }
        let text = String(decoding: bytes[2...], as: UTF8.self)
        guard let runs = try? RunLengths(height: Int(bytes[0]) + 1, width: Int(bytes[1]) + 1, compressed: text) else { return }
        let rows = runs.rows
        precondition(rows.count { $0 != 0 } == runs.area, "the area is not what is set")
        guard let again = try? RunLengths(height: runs.height, width: runs.width, compressed: runs.compressed) else {
            fatalError("its own text is not read")
        }
        precondition(again == runs, "it does not come back")
        precondition((try? RunLengths(height: runs.height, width: runs.width, rows: rows))?.area == runs.area, "its pixels do not come back")
        precondition(runs.polygons.reduce(0) { $0 + $1.area } == Double(runs.area), "its outlines enclose something else")
    }

    /// The first two bytes are the size, the rest Label Studio's bit stream.
    static func labelStudioMask(_ bytes: [UInt8]) {
        guard bytes.count >= 2 else { return }
        let (width, height) = (Int(bytes[0]) + 1, Int(bytes[1]) + 1)
        guard let pixels = try? LabelStudioRLE.decode(Array(bytes[2...]), width: width, height: height) else { return }
        precondition((try? LabelStudioRLE.decode(LabelStudioRLE.encode(pixels), width: width, height: height)) == pixels, "it does not come back")
    }

    static func json(_ bytes: [UInt8]) {
        guard let value = try? JSON.parse(bytes) else { return }
        guard let again = try? JSON.parse(value.bytes) else { fatalError("its own text is not read") }
        precondition(again.bytes == value.bytes, "it does not come back")
    }

    static func geometry(_ bytes: [UInt8]) {
        guard let value = try? JSON.parse(bytes), let geometry = try? Geometry(json: value) else { return }
        let size = PixelSize(width: 640, height: 480)
        guard let fitted = try? geometry.checked(on: size) else { return }
        precondition(fitted.problems(on: size).isEmpty, "what was let in is not fit")
    }

    /// The first byte says how the rest is cut into pieces.
    static func multipart(_ bytes: [UInt8]) {
        guard let cut = bytes.first else { return }
        let rest = Array(bytes.dropFirst()), step = Int(cut) + 1
        let chunks = stride(from: 0, to: rest.count, by: step).map { Array(rest[$0..<min($0 + step, rest.count)]) }
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            if let form = try? MultipartReader(RequestBody.chunks(chunks), boundary: "b") {
                var count = 0
                while let part = try? await form.next() {
                    precondition(part.name.utf8.count <= 8 << 10, "a name longer than a head may be")
                    while let chunk = try? await form.chunk() { count += chunk.count }
                }
                precondition(count <= rest.count, "more came out than went in")
            }
            done.signal()
        }
        done.wait()
    }

    static func imageHeader(_ bytes: [UInt8]) {
        if let header = DatasetFormats.ImageHeader(bytes) { precondition(header.size.width > 0 && header.size.height > 0, "an empty picture") }
        if let header = try? ImageCodecs.ImageHeader.read(bytes) { precondition(header.width > 0 && header.height > 0, "an empty picture") }
    }
}
