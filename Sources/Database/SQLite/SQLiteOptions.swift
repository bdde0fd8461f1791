public struct SQLiteOptions: Sendable {
    /// How hard a commit is pushed to the disk. `full` survives the loss of power; `normal` may then lose the last commits
    /// but never the file's integrity.
    public enum Synchronous: String, Sendable { case full = "FULL", normal = "NORMAL", off = "OFF" }

    public var synchronous: Synchronous
    /// How long to wait for another process that writes.
    public var busyTimeout: Duration
    public var readers: Int
    /// Most closures in one transaction of the writer.
    public var groupLimit: Int

    public init(
        synchronous: Synchronous = .full, busyTimeout: Duration = .seconds(10), readers: Int = 4, groupLimit: Int = 256
    ) {
        self.synchronous = synchronous
        self.busyTimeout = busyTimeout
        self.readers = readers
        self.groupLimit = groupLimit
    }
}
