import Geometry

extension PixelSize {
    /// The size that an annotation file declares; nil when it is none.
    init?(width: String?, height: String?) {
        guard let width = width.flatMap({ Int($0) }), let height = height.flatMap({ Int($0) }), width > 0, height > 0 else { return nil }
        self.init(width: width, height: height)
    }
}

/// What a reader reads: the folder with the annotations, and the pictures, which may lie elsewhere.
public final class DatasetInput {
    public let tree: FileTree
    public let pictures: PictureIndex
    public let options: ReadOptions
    /// The one file that the user named, when it was a file.
    public let single: String?

    /// - Parameter images: the folder of the pictures when it is apart.
    public init(path: String, images: String? = nil, options: ReadOptions = ReadOptions()) throws {
        let tree = try FileTree(path)
        self.tree = tree
        self.options = options
        single = tree.isSingleFile ? tree.files[0] : nil
        // A single annotation file has its pictures around it.
        pictures = PictureIndex(try images.map { try FileTree($0) } ?? (tree.isSingleFile ? FileTree(tree.root) : tree))
    }

    /// The rows to start a report with.
    var openingAccount: ImportAccount {
        var account = ImportAccount()
        for row in tree.refused { account.note(row.file, row.row, row.reason) }
        return account
    }

    /// Where a picture lies and how large it is. Notes in the account what is wrong with it.
    func picture(_ found: PictureIndex.Answer, name: String, declared: PixelSize?, _ account: inout ImportAccount) -> (
        file: String?, size: PixelSize?
    ) {
        switch found {
        case .found(let path):
            return picture(at: pictures.location(of: path), name: name, declared: declared, &account)
        case .missing:
            if options.needsPictures { account.note(name, nil, "the picture was not found") }
            return (nil, declared)
        case .ambiguous(let count):
            account.note(name, nil, "\(count) pictures have this name; none was taken")
            return (nil, declared)
        }
    }

    /// The size of a picture that lies there. Notes in the account what is wrong with it.
    func picture(at file: String, name: String, declared: PixelSize?, _ account: inout ImportAccount) -> (file: String?, size: PixelSize?) {
        guard let header = ImageHeader.read(file) else {
            account.note(name, nil, "is no picture that can be read (JPEG, PNG, WebP, TIFF or BMP)")
            return (options.needsPictures ? nil : file, declared)
        }
        if let declared, declared != header.size {
            account.note(
                name, nil,
                "is declared as \(declared.width) x \(declared.height) pixels and has \(header.size.width) x \(header.size.height); the picture's own size counts"
            )
        }
        return (file, header.size)
    }

    /// An image without annotations, of a picture of the index; nil (and a row) when it is none.
    func plainPicture(_ path: String, split: DatasetSplit?, _ account: inout ImportAccount) -> DatasetImage? {
        let file = pictures.location(of: path)
        guard let header = ImageHeader.read(file) else {
            account.skip(path, nil, "is no picture that can be read (JPEG, PNG, WebP, TIFF or BMP)")
            return nil
        }
        return DatasetImage(name: path, file: file, size: header.size, split: split)
    }
}
