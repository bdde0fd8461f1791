import Core
import Glibc

extension DirectoryStore {
    public func list(after: Digest?, limit: Int) async throws -> [StoredBlob] {
        let last = after?.description ?? ""
        return try await executor.run {
            var found: [StoredBlob] = []
            for first in try Directories.names("\(root)/blobs") where first >= last.prefix(2) {
                let upper = "\(root)/blobs/\(first)"
                for second in try Directories.names(upper) where first + second >= last.prefix(4) {
                    for name in try Directories.names("\(upper)/\(second)") where name > last {
                        // Anything else in there is not ours to judge.
                        guard let digest = Digest(hex: name), let status = Directories.status("\(upper)/\(second)/\(name)"),
                            status.isFile
                        else { continue }
                        found.append(
                            StoredBlob(
                                blob: Blob(digest: digest, size: Int64(status.st_size)), modified: status.modified))
                        if found.count == limit { return found }
                    }
                }
            }
            return found
        }
    }
}
