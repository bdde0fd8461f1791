import Glibc

/// How a child process is started.
public struct ChildOptions: Sendable {
    /// An absolute path: `PATH` is never searched.
    public var executable: String
    /// Without the program's own name.
    public var arguments: [String]
    /// The whole environment of the child: nothing is inherited unless put here.
    public var environment: [String: String]
    /// Working directory; the parent's when nil.
    public var directory: String?
    public var input: ChildInputMode = .none
    public var output: ChildOutputMode = .lines
    public var errors: ChildOutputMode = .lines
    /// The child leads a process group, so that it and all that it starts are signalled together.
    public var group = true
    /// The child is killed when this process dies, however it dies.
    public var diesWithParent = true
    /// The child has no capabilities, cannot gain privileges and leaves no core dump, even when this process is root's.
    public var unprivileged = false
    /// What the child may reach of the file system; nil: what its user may. Asked of a kernel without Landlock, starting fails.
    public var files: FileAccess?
    /// The child opens no network sockets, and neither does what it starts. Needs `unprivileged`.
    public var offline = false
    public var limits: [ResourceLimit] = []

    public init(_ executable: String, _ arguments: [String] = [], environment: [String: String] = [:], directory: String? = nil) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
    }
}

public enum ChildInputMode: Sendable {
    /// Reads nothing.
    case none
    /// Reads these bytes, then the end.
    case bytes([UInt8])
    /// Reads what `ChildProcess.input` is given, until it is closed. A child can also take its closing as its parent's death.
    case pipe
}

public enum ChildOutputMode: Sendable {
    /// Read line by line from `ChildProcess.output` or `errors`. It must be read: a child whose pipe is full waits.
    case lines
    /// Goes where this process's own standard error goes.
    case inherit
    case discard
    /// Goes to this descriptor, which stays the caller's.
    case descriptor(Int32)
}

/// A limit that the kernel holds the child to (`setrlimit`).
public struct ResourceLimit: Sendable {
    public let resource: Int32
    public let value: UInt64

    /// Bytes of address space.
    public static func addressSpace(_ bytes: UInt64) -> ResourceLimit { .init(resource: 9, value: bytes) }
    /// Bytes of private memory that can be written.
    public static func data(_ bytes: UInt64) -> ResourceLimit { .init(resource: 2, value: bytes) }
    /// Seconds of processor time.
    public static func processorTime(_ seconds: UInt64) -> ResourceLimit { .init(resource: 0, value: seconds) }
    /// Bytes of the largest file it may write.
    public static func fileSize(_ bytes: UInt64) -> ResourceLimit { .init(resource: 1, value: bytes) }
    public static func openFiles(_ count: UInt64) -> ResourceLimit { .init(resource: 7, value: count) }
    /// Bytes of core dump.
    public static func coreDump(_ bytes: UInt64) -> ResourceLimit { .init(resource: 4, value: bytes) }
}

/// How a child process ended.
public struct ExitStatus: Sendable, Equatable, CustomStringConvertible {
    public enum Reason: Sendable, Equatable {
        case exited(Int32)
        case signalled(Int32)
    }
    public let reason: Reason
    /// Peak resident memory, bytes.
    public let peakMemory: Int

    public init(_ reason: Reason, peakMemory: Int = 0) {
        self.reason = reason
        self.peakMemory = peakMemory
    }

    public var succeeded: Bool { reason == .exited(0) }
    public var code: Int32? { if case .exited(let code) = reason { code } else { nil } }
    public var signal: Int32? { if case .signalled(let signal) = reason { signal } else { nil } }

    public var description: String {
        switch reason {
        case .exited(let code): "exit status \(code)"
        case .signalled(let signal): "killed by signal \(signal)" + (strsignal(signal).map { " (\(String(cString: $0)))" } ?? "")
        }
    }
}
