import Core
import Glibc
import ImageCodecs
import NearDuplicates

/// `fovea duplicates FOLDER...`: without a server, in this process.
public enum DuplicatesCommand {
    /// A file and what it is compared by.
    public struct Signed: Sendable {
        public var path: String
        public var bytes: Int
        public var digest: Digest
        public var signature: PictureSignature
    }

    /// Reads a file. Blocks and computes: run it on a `BlockingExecutor`.
    public static func sign(_ path: String) -> Result<Signed, FoveaError> {
        Result {
            let source = try ByteSource(path: path)
            let header = try ImageHeader.read(source)
            let bytes = source.all()
            return Signed(
                path: path, bytes: bytes.count, digest: SHA256.digest(bytes), signature: PictureSignature(try ImageDecoder.decode(bytes, header)))
        }.mapError { $0 as? FoveaError ?? FoveaError.bug("\($0)") }
    }

    /// Best to keep first: most pixels, then most bytes, then the first name.
    public static func ordered(_ files: [Signed]) -> [Signed] {
        files.sorted { a, b in
            let (left, right) = (a.signature.width * a.signature.height, b.signature.width * b.signature.height)
            return left != right ? left > right : a.bytes != b.bytes ? a.bytes > b.bytes : a.path < b.path
        }
    }

    public static func json(_ group: DuplicateGroup, _ files: [Signed]) -> JSON {
        [
            "kind": group.isExact ? "exact" : "near", "keeper": json(files[group.keeper]), "linked": .int(Int64(group.linked)),
            "copies": .array(
                group.copies.map { copy in
                    var object = json(files[copy.index]).object ?? JSONObject([])
                    object["same_bytes"] = .bool(files[copy.index].digest == files[group.keeper].digest)
                    for (name, value) in copy.difference.json.object?.members ?? [] { object[name] = value }
                    return .object(object)
                }),
        ]
    }

    private static func json(_ file: Signed) -> JSON {
        [
            "path": .string(file.path), "width": .int(Int64(file.signature.width)), "height": .int(Int64(file.signature.height)),
            "bytes": .int(Int64(file.bytes)),
        ]
    }
}

extension PictureDifference {
    /// Kinds, words and numbers, as every answer has them.
    public var json: JSON {
        func number(_ value: Double) -> JSON { .double((value * 10_000).rounded() / 10_000) }
        return [
            "differences": .array(kinds.map { .string($0.rawValue) }), "words": .array(words.map { .string($0) }),
            "distance": .int(Int64(distance)), "correlation": number(correlation), "scale": number(scale),
            "crop": ["left": number(crop.left), "top": number(crop.top), "right": number(crop.right), "bottom": number(crop.bottom)],
            "brightness": number(brightness), "contrast": number(contrast),
        ]
    }
}
