import Core
import Glibc

/// The regular files under a folder. Links are refused, and named; hidden files and what macOS leaves in archives are
/// passed over.
public final class FileTree: Sendable {
    /// Absolute, without links.
    public let root: String
    /// Relative paths, sorted by their bytes.
    public let files: [String]
    /// The path named a file and not a folder.
    public let isSingleFile: Bool
    /// What was not entered.
    public let refused: [ReportRow]

    /// - Parameter path: a folder, or one file, which is then the only one.
    public init(_ path: String, maximumFiles: Int = 5_000_000) throws {
        guard let resolved = realpath(path, nil) else {
            throw FoveaError(.notFound, "\(path) was not found.", underlying: String(cString: strerror(errno)))
        }
        defer { free(resolved) }
        let absolute = String(cString: resolved)
        var status = stat()
        guard stat(absolute, &status) == 0 else { throw FoveaError(.notFound, "\(path) cannot be read.") }
        if status.st_mode & S_IFMT == S_IFREG {
            root = absolute.parentPath
            files = [absolute.lastComponent]
            refused = []
            isSingleFile = true
            return
        }
        root = absolute
        isSingleFile = false
        var walk = TreeWalk(root: absolute, maximumFiles: maximumFiles)
        try walk.run()
        files = walk.files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        refused = walk.refused
    }

    public func path(of file: String) -> String { "\(root)/\(file)" }

    /// Whether the list has it: a binary search.
    public func contains(_ file: String) -> Bool {
        var low = 0
        var high = files.count
        while low < high {
            let middle = (low + high) / 2
            if files[middle].utf8.lexicographicallyPrecedes(file.utf8) { low = middle + 1 } else { high = middle }
        }
        return low < files.count && files[low] == file
    }

    /// The relative paths directly or deeper in a folder ("" is the root).
    public func files(under folder: String) -> [String] {
        folder.isEmpty ? files : files.filter { $0.hasPrefix(folder + "/") }
    }
}

private struct TreeWalk {
    let root: String
    let maximumFiles: Int
    var files: [String] = []
    var refused: [ReportRow] = []

    mutating func run() throws {
        var folders = [""]
        while let folder = folders.popLast() {
            guard let directory = opendir("\(root)/\(folder)") else {
                refused.append(ReportRow(file: folder, reason: "the folder cannot be read: \(String(cString: strerror(errno)))"))
                continue
            }
            defer { closedir(directory) }
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name.hasPrefix(".") || name == "__MACOSX" { continue }
                let path = folder.joined(path: name)
                guard path.split(separator: "/").count <= 64 else {
                    refused.append(ReportRow(file: path, reason: "lies deeper than 64 folders"))
                    continue
                }
                try visit(path, &folders)
            }
        }
    }

    private mutating func visit(_ path: String, _ folders: inout [String]) throws {
        var status = stat()
        guard lstat("\(root)/\(path)", &status) == 0 else { return }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: folders.append(path)
        case S_IFREG:
            guard files.count < maximumFiles else {
                throw FoveaError(.tooLarge, "There are more than \(maximumFiles) files.")
            }
            files.append(path)
        case S_IFLNK: link(path)
        default: refused.append(ReportRow(file: path, reason: "is neither a file nor a folder"))
        }
    }

    /// A link to a file inside the root is that file again; anything else could lead anywhere.
    private mutating func link(_ path: String) {
        guard let resolved = realpath("\(root)/\(path)", nil) else {
            refused.append(ReportRow(file: path, reason: "is a link to nothing"))
            return
        }
        defer { free(resolved) }
        let target = String(cString: resolved)
        let inside = target.hasPrefix(root + "/")
        refused.append(
            ReportRow(
                file: path, reason: inside ? "is a link; its target is read in its own place" : "is a link that leads outside, and was not followed"))
    }
}
