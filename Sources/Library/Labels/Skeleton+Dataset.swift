import Core
import DatasetFormats

extension Skeleton {
    private static let pointLimit = 1000
    private static let edgeLimit = 5000

    /// As a label may have it; nil when the dataset's has no points or more than a label's may have. Points of one name are told
    /// apart, and edges that join no two points are left out.
    init?(_ skeleton: DatasetSkeleton) {
        guard (1...Self.pointLimit).contains(skeleton.keypoints.count) else { return nil }
        self.init()
        var taken: Set<String> = []
        keypoints = skeleton.keypoints.map { name in
            var unique = name.isEmpty ? "point" : name
            var number = 2
            while !taken.insert(unique).inserted {
                unique = "\(name) \(number)"
                number += 1
            }
            return unique
        }
        edges = Array(
            skeleton.edges.filter { $0.count == 2 && $0.allSatisfy(skeleton.keypoints.indices.contains) }.prefix(Self.edgeLimit))
    }
}

extension Label {
    /// The keypoints that it declares, for formats that know them.
    var datasetSkeleton: DatasetSkeleton? {
        guard let text = skeleton?.text, let json = try? JSON.parse(text), let skeleton = try? Skeleton.decode(json) else { return nil }
        return DatasetSkeleton(keypoints: skeleton.keypoints, edges: skeleton.edges)
    }
}

extension [Label] {
    /// By name, of those that declare keypoints.
    public var datasetSkeletons: [String: DatasetSkeleton] {
        var found: [String: DatasetSkeleton] = [:]
        for label in self { found[label.name] = label.datasetSkeleton }
        return found
    }
}
