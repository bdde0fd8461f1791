import Geometry

/// Keypoints as YOLO has them: as many for every object of a dataset, fractions, with or without a visibility.
enum YOLOKeypoints {
    /// Without a visibility, a point at the origin is one that was not labelled. Predictions have a confidence in its place,
    /// which is a fraction: from a half on the point counts as visible, below as hidden.
    static func read(_ values: [Double], _ width: Double, _ height: Double, _ shape: (count: Int, dimensions: Int)) -> [Keypoint] {
        (0..<shape.count).map { index in
            let at = 4 + index * shape.dimensions
            let (x, y) = (values[at], values[at + 1])
            let visibility = shape.dimensions == 3 ? visibility(values[at + 2]) : (x == 0 && y == 0 ? 0 : 2)
            return visibility == 0 ? Keypoint(0, 0, visibility: 0) : Keypoint(x * width, y * height, visibility: visibility)
        }
    }

    private static func visibility(_ value: Double) -> Int {
        let value = min(max(value, 0), 2)
        return value == value.rounded() ? Int(value) : (value < 0.5 ? 1 : 2)
    }

    /// For each point its counterpart when the image is mirrored, by the words left and right in the names; nil when some of
    /// them have none.
    static func mirrored(_ names: [String]) -> [Int]? {
        var places: [String: Int] = [:]
        for (index, name) in names.enumerated() { places[name.lowercased()] = index }
        guard places.count == names.count else { return nil }
        var order: [Int] = []
        for (index, name) in names.enumerated() {
            let other = swapped(name.lowercased())
            guard other != name.lowercased() else {
                order.append(index)
                continue
            }
            guard let place = places[other] else { return nil }
            order.append(place)
        }
        return order == Array(names.indices) ? nil : order
    }

    private static func swapped(_ name: String) -> String {
        for (from, to) in [("left", "right"), ("right", "left")] {
            if let range = name.firstRange(of: from) { return name.replacingCharacters(in: range, with: to) }
        }
        for (from, to) in [("l_", "r_"), ("r_", "l_")] where name.hasPrefix(from) { return to + name.dropFirst(2) }
        for (from, to) in [("_l", "_r"), ("_r", "_l")] where name.hasSuffix(from) { return name.dropLast(2) + to }
        return name
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
