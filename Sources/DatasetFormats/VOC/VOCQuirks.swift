import Core
import Geometry

/// Pascal VOC writes corners; whether the first pixel is 0 or 1 differs from tool to tool, so the user says which. The
/// width is always xmax - xmin.
enum VOCQuirks {
    static func box(_ corners: [String: String], origin: Int) -> Result<Box, FoveaError> {
        var values: [Double] = []
        for name in ["xmin", "ymin", "xmax", "ymax"] {
            guard let text = corners[name] else { return .failure(.invalid(name, "is missing")) }
            guard let value = Numbers.double(text), value.isFinite else { return .failure(.invalid(name, "is \"\(text.prefix(40))\", not a number")) }
            values.append(value - Double(origin))
        }
        return .success(Box(left: values[0], top: values[1], right: values[2], bottom: values[3]))
    }

    /// `difficult`, `truncated`, `occluded` are 0 or 1 in files and booleans here, and only kept when set; `pose` is text.
    static func attributes(_ flags: [(String, String)]) -> JSONObject {
        var attributes = JSONObject()
        for (name, text) in flags {
            if name == "pose" {
                if !text.isEmpty, text != "Unspecified" { attributes[name] = .string(text) }
            } else if text == "1" || text.lowercased() == "true" {
                attributes[name] = true
            }
        }
        return attributes
    }

    /// Which split a list in `ImageSets/Main` is; `trainval` and the lists a class are no splits.
    static func split(list path: String) -> DatasetSplit? {
        guard path.hasSuffix(".txt"), path.parentPath.hasSuffix("ImageSets/Main") || path.parentPath.hasSuffix("ImageSets") else { return nil }
        return DatasetSplit(folder: path.lastComponent.withoutExtension)
    }
}
