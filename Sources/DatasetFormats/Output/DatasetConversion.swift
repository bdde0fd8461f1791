import Core

/// From one format to another without a server or a database: `fovea convert`.
public enum DatasetConversion {
    public struct Request: Sendable {
        public var input: String
        public var output: String
        /// Nil: found out.
        public var from: DatasetFormat?
        public var to: DatasetFormat
        /// The folder of the pictures when it is apart.
        public var images: String?
        public var read = ReadOptions()
        public var write = WriteOptions()
        /// At most so many images.
        public var limit: Int?
        /// Copy the pictures too, when they are found.
        public var copiesPictures = true

        public init(input: String, output: String, from: DatasetFormat?, to: DatasetFormat) {
            self.input = input
            self.output = output
            self.from = from
            self.to = to
            read.needsPictures = false
        }
    }

    public struct Outcome: Sendable {
        public var format: DatasetFormat
        public var evidence: String?
        public var classes: [String]
        public var read: ImportAccount
        public var written: ImportAccount
        /// What the format written cannot hold of what was read.
        public var losses: [Loss]
    }

    /// A new ZIP when the path ends so, else a new folder.
    public static func sink(_ path: String) throws -> any DatasetSink {
        if path.hasSuffix(".zip") { return try ZIPFile.sink(path) }
        return try DirectorySink(path)
    }

    /// Blocks until done. `output` ends in `.zip` for an archive, else it is a new folder.
    ///
    /// - Parameter progress: called after each image with how many are done.
    public static func run(_ request: Request, progress: (Int) throws -> Void = { _ in }) throws -> Outcome {
        let opened = try OpenedDataset(request.input, images: request.images, format: request.from, options: request.read)
        let sink = try sink(request.output)
        var options = request.write
        let reader = opened.reader
        // Readers that know their classes before the first image give the order.
        options.classes = reader.classes
        var image = try reader.next()
        if options.classes.isEmpty { options.classes = reader.classes }
        options.skeletons = reader.skeletons
        let capabilities = request.to.capabilities(options.yoloTask)
        var tally = LossTally(capabilities)
        let writer = try request.to.writer(sink, options)
        var count = 0
        while let current = image, count < request.limit ?? .max {
            let picture = request.copiesPictures ? try current.file.map { try PictureBytes(file: $0) } : nil
            tally.count(current)
            try writer.add(current, picture: picture)
            count += 1
            try progress(count)
            image = try reader.next()
        }
        writer.know(reader.skeletons)
        try writer.finish()
        var read = reader.account
        for row in opened.refused { read.note(row.file, row.row, row.reason) }
        return Outcome(
            format: opened.format, evidence: opened.evidence, classes: reader.classes, read: read, written: writer.account,
            losses: tally.losses)
    }
}
