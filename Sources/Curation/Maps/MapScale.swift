import Core
import Database
import Glibc
import ImageQuality
import Library

/// Classes of a number: equal parts of the range in which nearly all images lie.
struct MapScale {
    private static let parts = 10
    /// The part of the images at either end that lies in the outermost classes, however far out.
    private static let tail = 0.02

    private let table: String
    private let column: String
    private let isLogarithmic: Bool
    private let otherwise: String

    static func quality(_ metric: QualityMetric) -> MapScale {
        MapScale(table: "image_quality", column: metric.rawValue, isLogarithmic: metric.isLogarithmic, otherwise: "Not measured")
    }

    static func coverage(_ metric: CoverageMetric) -> MapScale {
        MapScale(table: "image_coverage", column: metric.rawValue, isLogarithmic: false, otherwise: "Not counted")
    }

    func classes(_ connection: Connection, _ project: ID) throws -> MapClasses {
        let values = try connection.query(
            "SELECT image_id, \(column) FROM \(table) WHERE project_id = $1 AND \(column) IS NOT NULL", project
        ) { (id: try $0.id(0), value: try $0.double(1)) }
        var classes = MapClasses(entries: [], otherwise: otherwise, isScale: true)
        let sorted = values.map(\.value).sorted()
        guard let least = sorted.first, let most = sorted.last else { return classes }
        let scaled = { (value: Double) in isLogarithmic ? log10(1 + max(0, value)) : value }
        let cut = Int(Double(sorted.count) * Self.tail)
        let (low, high) = (scaled(sorted[cut]), scaled(sorted[sorted.count - 1 - cut]))
        // What is all the same, or nearly, is one part.
        let count = low < high ? Self.parts : 1
        let width = (high - low) / Double(count)
        func edge(_ part: Int) -> Double {
            let value = low + Double(part) * width
            return part == 0 ? least : part == count ? most : isLogarithmic ? pow(10, value) - 1 : value
        }
        classes.entries = (0..<count).map { part in
            let (start, end) = (Self.text(edge(part)), Self.text(edge(part + 1)))
            return MapClass(name: start == end ? start : "\(start) – \(end)", value: start)
        }
        for one in values {
            // Held within the parts before it is made a whole number: an outlier may lie farther out than those reach.
            classes.byImage[one.id] = count == 1 ? 0 : Int(min(Double(count - 1), max(0, (scaled(one.value) - low) / width)))
        }
        return classes
    }

    /// Three digits that count.
    private static func text(_ value: Double) -> String {
        guard value != 0 else { return "0" }
        let unit = pow(10, floor(log10(abs(value))) - 2)
        let rounded = (value / unit).rounded() * unit
        return (100..<1e15).contains(abs(rounded)) ? "\(Int(rounded))" : "\((rounded * 1e6).rounded() / 1e6)"
    }
}
