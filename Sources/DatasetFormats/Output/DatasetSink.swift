/// Where a writer's files go: a folder or a ZIP, one file after the other. Paths are relative, with `/`.
public protocol DatasetSink: AnyObject {
    /// Writes one file. `next` answers its bytes piece by piece, nothing at the end; `size` is known or nil.
    func write(_ path: String, size: Int64?, next: () throws -> [UInt8]) throws
    /// Nothing more comes.
    func finish() throws
}

extension DatasetSink {
    /// A small file at once.
    public func write(_ path: String, _ bytes: [UInt8]) throws {
        var rest: [UInt8]? = bytes
        try write(path, size: Int64(bytes.count)) {
            defer { rest = nil }
            return rest ?? []
        }
    }
}

/// The bytes of a picture to go along with a dataset.
public struct PictureBytes {
    public var size: Int64?
    /// The next piece; empty at the end.
    public var next: () throws -> [UInt8]

    public init(size: Int64?, next: @escaping () throws -> [UInt8]) {
        self.size = size
        self.next = next
    }

    /// Of a file on this machine.
    public init(file: String) throws {
        let stream = try FileStream(file)
        self.init(size: stream.size) { stream.read(upTo: 1 << 18) }
    }
}
