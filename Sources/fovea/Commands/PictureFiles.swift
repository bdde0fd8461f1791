import Core
import Foundation

/// Pictures as people name them: files, and folders for all that lies in them.
enum PictureFiles {
    private static let endings: Set<String> = ["jpg", "jpeg", "png", "webp", "tif", "tiff", "bmp"]

    /// Files as they are given, whatever they are called; of folders the pictures by their names' endings, those in folders below
    /// as well, in the order of their names. A folder that cannot be read is an error, for its pictures would go missing.
    static func under(_ paths: [String]) throws -> [String] {
        try paths.flatMap { path -> [String] in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else { return [path] }
            guard let names = FileManager.default.enumerator(atPath: path) else {
                throw FoveaError(.invalid, "The folder \(path) cannot be read.")
            }
            return names.compactMap { $0 as? String }
                .filter { endings.contains(($0 as NSString).pathExtension.lowercased()) }.sorted().map { "\(path)/\($0)" }
        }
    }

    /// The one name of a file, whichever way it was named.
    static func place(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
}
