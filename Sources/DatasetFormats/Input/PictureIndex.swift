import Geometry

/// Finds the picture that an annotation file means, among the files of a folder.
public final class PictureIndex {
    private let tree: FileTree
    private let pictures: [String]
    private var byName: [String: [Int32]] = [:]
    private var byStem: [String: [Int32]] = [:]
    private var hasStems = false

    public init(_ tree: FileTree) {
        self.tree = tree
        pictures = tree.files.filter(PictureNames.matches)
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

    /// Several with that name: those that share most of the way with the annotation file win, if only one does.
    private func choose(_ candidates: [Int32], _ name: String, _ folder: String) -> Answer {
        if candidates.isEmpty { return .missing }
        if candidates.count == 1 { return .found(pictures[Int(candidates[0])]) }
        let paths = candidates.map { pictures[Int($0)] }
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
