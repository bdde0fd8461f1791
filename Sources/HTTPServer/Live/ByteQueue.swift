/// Bytes in the order in which they came, taken from the front without moving the rest.
struct ByteQueue {
    private var chunks: [[UInt8]] = []
    private var head = 0
    private var offset = 0
    private(set) var count = 0

    mutating func append(_ chunk: [UInt8]) {
        guard !chunk.isEmpty else { return }
        chunks.append(chunk)
        count += chunk.count
    }

    mutating func popChunk() -> [UInt8]? {
        guard head < chunks.count else { return nil }
        let chunk = offset == 0 ? chunks[head] : Array(chunks[head][offset...])
        count -= chunk.count
        advance()
        return chunk
    }

    /// Copies as much as fits and answers how much.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var written = 0
        while written < buffer.count, head < chunks.count {
            let n = min(buffer.count - written, chunks[head].count - offset)
            chunks[head].withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(rebasing: buffer[written...]).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + n]))
            }
            written += n
            offset += n
            if offset == chunks[head].count { advance() }
        }
        count -= written
        return written
    }

    mutating func removeAll() {
        chunks = []
        head = 0
        offset = 0
        count = 0
    }

    private mutating func advance() {
        chunks[head] = []
        head += 1
        offset = 0
        if head == chunks.count {
            chunks.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 64 {
            chunks.removeFirst(head)
            head = 0
        }
    }
}
