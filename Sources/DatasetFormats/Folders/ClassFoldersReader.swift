import Core
import Geometry

/// Reads pictures sorted into one folder a class (`cats/1.jpg`), also below folders of splits (`train/cats/1.jpg`).
public final class ClassFoldersReader: DatasetReader {
    public private(set) var classes: [String] = []
    public private(set) var account: ImportAccount
    private let input: DatasetInput
    private let wrapper: String
    private var known: Set<String> = []
    private var index = 0

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        guard !input.pictures.isEmpty else { throw FoveaError.invalid("path", "holds no pictures") }
        wrapper = Self.wrapper(input.pictures.paths)
    }

    public func next() throws -> DatasetImage? {
        let paths = input.pictures.paths
        while index < paths.count {
            let path = paths[index]
            index += 1
            var folders = path.dropFirst(wrapper.count).split(separator: "/").dropLast()
            let split = folders.first.flatMap { DatasetSplit(folder: $0) }
            if split != nil { folders = folders.dropFirst() }
            guard var image = input.plainPicture(path, split: split, &account) else { continue }
            if let name = folders.first.map(String.init) {
                if folders.count > 1 { account.note(path, nil, "lies deeper than the folder of its class; it counts as \(name)") }
                if known.insert(name).inserted { classes.append(name) }
                image.annotations = [DatasetAnnotation(label: name, geometry: .image)]
            } else {
                account.note(path, nil, "lies in no folder of a class; it was taken without one")
            }
            account.took(image)
            return image
        }
        return nil
    }

    /// The folder around everything, as archives often have one: what all pictures share, as long as class folders remain.
    private static func wrapper(_ paths: [String]) -> String {
        guard let first = paths.first, let last = paths.last else { return "" }
        let a = first.split(separator: "/").dropLast()
        let b = last.split(separator: "/").dropLast()
        var shared: [Substring] = []
        for (x, y) in zip(a, b) {
            // Sorted, so the first and the last share what all share.
            guard x == y, DatasetSplit(folder: x) == nil else { break }
            shared.append(x)
        }
        // One class alone is still a class.
        if shared.count == a.count || shared.count == b.count { shared = shared.dropLast() }
        return shared.isEmpty ? "" : shared.joined(separator: "/") + "/"
    }
}
