import Core
import Database
import Glibc
import ImageQuality

/// Classes of a number: equal parts of the range in which nearly all images lie.
enum MapScale {
    private static let parts = 10
    /// The part of the images at either end that lies in the outermost classes, however far out.
    private static let tail = 0.02

    /// - Parameter metric: the name of a quality metric, which is a column's too.
    static func classes(_ connection: Connection, _ project: ID, _ metric: String) throws -> MapClasses {
        let values = try connection.query(
            "SELECT image_id, \(metric) FROM image_quality WHERE project_id = $1 AND \(metric) IS NOT NULL", project
        ) { (id: try $0.id(0), value: try $0.double(1)) }
        var classes = MapClasses(entries: [], otherwise: "Not measured", isScale: true)
        let sorted = values.map(\.value).sorted()
        guard let least = sorted.first, let most = sorted.last else { return classes }
        let cut = Int(Double(sorted.count) * tail)
        let (low, high) = (sorted[cut], sorted[sorted.count - 1 - cut])
        guard low < high else {
            classes.entries = [MapClass(name: least == most ? text(low) : "\(text(least)) – \(text(most))", value: text(least))]
            for one in values { classes.byImage[one.id] = 0 }
            return classes
        }
        let width = (high - low) / Double(parts)
        classes.entries = (0..<parts).map { part in
            let start = part == 0 ? least : low + Double(part) * width
            let end = part == parts - 1 ? most : low + Double(part + 1) * width
            return MapClass(name: "\(text(start)) – \(text(end))", value: text(start))
        }
        for one in values { classes.byImage[one.id] = min(parts - 1, max(0, Int((one.value - low) / width))) }
        return classes
    }

    /// Three digits that count.
    private static func text(_ value: Double) -> String {
        guard value != 0 else { return "0" }
        let unit = pow(10, floor(log10(abs(value))) - 2)
        let rounded = (value / unit).rounded() * unit
        return abs(rounded) >= 100 ? "\(Int(rounded))" : "\((rounded * 1e6).rounded() / 1e6)"
    }
}
