import CProcess
import Core
import Glibc

/// All that a child may reach of the file system. It writes no file; what it has open already it keeps.
public struct FileAccess: Sendable {
    /// Absolute paths of files and folders, which it may read with all that is below them. What is not there is left out.
    public var readable: [String]
    /// A folder in which it may make and remove Unix sockets.
    public var sockets: String?

    public init(readable: [String], sockets: String? = nil) {
        self.readable = readable
        self.sockets = sockets
    }

    /// Whether this machine's kernel can hold a process to it (Landlock, Linux 5.13 and later, where it is switched on).
    public static var isSupported: Bool { cprocess_landlock_version() > 0 }

    /// What a program of ours needs to run: system libraries, the folders of those that this process has loaded, and what tells
    /// about the machine. No configuration, no accounts.
    public static func program(_ executable: String) -> [String] {
        let machine = [
            "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system", "/sys/fs/cgroup", "/dev/null",
            "/dev/urandom", "/etc/ld.so.cache", "/etc/localtime",
        ]
        return [executable, "/usr", "/lib", "/lib64"] + machine + loadedLibraryFolders()
    }

    private static func loadedLibraryFolders() -> [String] {
        guard let file = fopen("/proc/self/maps", "re") else { return [] }
        defer { fclose(file) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        var folders: Set<String> = []
        while getline(&line, &capacity, file) > 0, let text = line.map({ String(cString: $0) }) {
            guard text.contains(".so"), let start = text.firstIndex(of: "/"), let end = text.lastIndex(of: "/") else { continue }
            folders.insert(String(text[start..<end]))
        }
        return folders.sorted()
    }
}
