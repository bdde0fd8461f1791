import Clustering
import Core
import Glibc

/// `.npy` files by their paths.
enum NumpyFiles {
    static func read(_ path: String) throws -> NumpyArray {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw fault(path, "read") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw fault(path, "read") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FoveaError(.invalid, "\(path) is not a file.") }
        var count = 0
        let bytes = try [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, filled in
            while count < buffer.count {
                let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
                guard got >= 0 || errno == EINTR else { throw fault(path, "read") }
                if got == 0 { break }
                count += max(0, got)
            }
            filled = count
        }
        do { return try NumpyArray(file: bytes) } catch let error as FoveaError {
            throw FoveaError(error.kind, "\(path): \(error.message)")
        }
    }

    /// Whole or not at all; what is there is replaced.
    static func write(_ array: NumpyArray, to path: String) throws {
        let temporary = "\(path).\(getpid())"
        guard let file = fopen(temporary, "wbx") else { throw fault(path, "written") }
        let bytes = array.file
        let written = fwrite(bytes, 1, bytes.count, file)
        let isWhole = written == bytes.count && fflush(file) == 0
        guard fclose(file) == 0, isWhole, rename(temporary, path) == 0 else {
            defer { unlink(temporary) }
            throw fault(path, "written")
        }
    }

    /// Throws before long work when its result could not be kept.
    static func checkWritable(_ path: String) throws {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard access(folder, W_OK | X_OK) == 0 else { throw fault(path, "written") }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw FoveaError(.invalid, "\(path) is a folder.") }
    }

    private static func fault(_ path: String, _ verb: String) -> FoveaError {
        FoveaError(.invalid, "\(path) cannot be \(verb): \(String(cString: strerror(errno))).")
    }
}
