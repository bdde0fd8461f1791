import Core
import Geometry

/// CVAT's masks: run lengths row by row of the rectangle around the pixels, zeros first.
enum CVATMask {
    /// Pixels of the rectangle: as many as the largest picture that is taken.
    private static let areaLimit = 250_000_000

    static func read(_ shape: CVATShape, _ size: PixelSize?) throws -> CVATGeometry.Taken {
        guard let size else { throw CVATGeometry.Fault("a mask needs the size of its image") }
        let (left, top) = (try whole(shape, "left"), try whole(shape, "top"))
        let (width, height) = (try whole(shape, "width"), try whole(shape, "height"))
        guard width > 0, height > 0, width * height <= areaLimit else { throw CVATGeometry.Fault("a mask of \(width) x \(height) pixels") }
        let rows = try pixels(shape.fields["rle"] ?? "", count: width * height)
        do {
            let patch = Patch(left: left, top: top, width: width, height: height, rows: rows)
            let runs = try RunLengths(height: size.height, width: size.width, patch: patch)
            let lost = rows.count { $0 != 0 } - runs.area
            return CVATGeometry.Taken(
                geometry: .mask(Mask(runs)), note: lost > 0 ? "\(lost) pixels of its mask lie outside the image, and were cut" : nil)
        } catch {
            throw CVATGeometry.Fault("a mask that \(error)")
        }
    }

    /// The attributes that say a mask; nil for an empty one.
    static func write(_ mask: Mask) throws -> XMLText.Attributes? {
        guard let patch = try RunLengths(mask).patch else { return nil }
        var text = ""
        var at = 0
        var current: UInt8 = 0
        while at < patch.rows.count {
            let end = patch.rows[at...].firstIndex { $0 != current } ?? patch.rows.count
            text += text.isEmpty ? "\(end - at)" : ", \(end - at)"
            at = end
            current = 1 - current
        }
        return [("rle", text), ("left", "\(patch.left)"), ("top", "\(patch.top)"), ("width", "\(patch.width)"), ("height", "\(patch.height)")]
    }

    private static func whole(_ shape: CVATShape, _ name: String) throws -> Int {
        let value = try CVATGeometry.number(shape, name)
        guard let whole = Int(exactly: value), (0...65535).contains(whole) else { throw CVATGeometry.Fault("\(name) must be a whole number") }
        return whole
    }

    private static func pixels(_ text: String, count: Int) throws -> [UInt8] {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(count)
        var current: UInt8 = 0
        for part in text.utf8.split(separator: UInt8(ascii: ",")) {
            guard let length = Int(String(decoding: part, as: UTF8.self).filter { $0 != " " }), length >= 0, length <= count - pixels.count else {
                throw CVATGeometry.Fault("run lengths that do not fit its rectangle of \(count) pixels")
            }
            pixels.append(contentsOf: repeatElement(current, count: length))
            current = 1 - current
        }
        guard pixels.count == count else {
            throw CVATGeometry.Fault("run lengths of \(pixels.count) pixels where its rectangle has \(count)")
        }
        return pixels
    }
}
