import Geometry

/// Folders whose pictures are never pictures to label.
enum LabelMapFolders {
    static let classes = "SegmentationClass"
    static let objects = "SegmentationObject"

    static func hold(_ path: String) -> Bool {
        path.utf8.count > classes.utf8.count && path.parentPath.split(separator: "/").contains { $0 == classes || $0 == objects }
    }
}

/// Finds the picture that an annotation file means, among the files of a folder.
public final class PictureIndex {
    private let tree: FileTree
    private let pictures: [String]
    private var byName: [String: [Int32]] = [:]
    private var byStem: [String: [Int32]] = [:]
    private var hasStems = false
    /// Folders of pictures that are annotations, which no name means.
    private var hidden: [String] = []

    public init(_ tree: FileTree) {
        self.tree = tree
        pictures = tree.files.filter { PictureNames.matches($0) && !LabelMapFolders.hold($0) }
        byName.reserveCapacity(pictures.count)
        for (index, path) in pictures.enumerated() { byName[path.lastComponent, default: []].append(Int32(index)) }
    }

    public var isEmpty: Bool { pictures.isEmpty }
    public var paths: [String] { pictures }
    /// Whether a file lies at this path, whatever it is.
    public func contains(_ path: String) -> Bool { tree.contains(path) }
    public func location(of path: String) -> String { tree.path(of: path) }

    public enum Answer: Equatable {
        case found(String)
        case missing
        /// Several pictures could be meant.
        case ambiguous(Int)
    }

    /// - Parameters:
    ///   - name: relative and normalised.
    ///   - folder: where the annotation file lies, whose neighbourhood comes first.
    public func find(_ name: String, near folder: String) -> Answer {
        for candidate in [folder.joined(path: name), name] where tree.contains(candidate) { return .found(candidate) }
        return choose(byName[name.lastComponent] ?? [], name, folder)
    }

    /// By the name without extension, for formats that do not say it or say it wrongly.
    public func find(stem: String, near folder: String) -> Answer {
        if !hasStems {
            hasStems = true
            for (index, path) in pictures.enumerated() { byStem[path.lastComponent.withoutExtension, default: []].append(Int32(index)) }
        }
        return choose(byStem[stem.lastComponent] ?? [], stem, folder)
    }

    /// Whether the folder of the picture, or one around it, holds annotations.
    private func isHidden(_ path: String) -> Bool { hidden.contains { path.hasPrefix($0 + "/") } }

    /// Pictures in that folder are annotations: other pictures of their names go before them.
    func hide(under folder: String) { hidden.append(folder) }

    /// Several with that name: those that share most of the way with the annotation file win, if only one does.
    private func choose(_ candidates: [Int32], _ name: String, _ folder: String) -> Answer {
        if candidates.isEmpty { return .missing }
        if candidates.count == 1 { return .found(pictures[Int(candidates[0])]) }
        var paths = candidates.map { pictures[Int($0)] }
        if !hidden.isEmpty, paths.contains(where: { !isHidden($0) }) { paths.removeAll(where: isHidden) }
        if paths.count == 1 { return .found(paths[0]) }
        let bySuffix = paths.filter { $0.hasSuffix("/" + name) }
        let pool = bySuffix.isEmpty ? paths : bySuffix
        let shared = pool.map { sharedFolders($0, folder) }
        let best = shared.max() ?? 0
        let winners = zip(pool, shared).filter { $1 == best }
        return winners.count == 1 ? .found(winners[0].0) : .ambiguous(paths.count)
    }

    /// How many folder names of the annotation's way the picture's has too, wherever they stand (`labels/train`,
    /// `images/train`).
    private func sharedFolders(_ path: String, _ folder: String) -> Int {
        let wanted = Set(folder.split(separator: "/"))
        return path.parentPath.split(separator: "/").filter(wanted.contains).count
    }
}
