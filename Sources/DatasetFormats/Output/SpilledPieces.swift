/// Bytes and spill files one after the other.
struct SpilledPieces {
    enum Section {
        case bytes([UInt8])
        case spill(SpillBuffer)
    }
    private let sections: [Section]
    private var index = 0
    private var offset: Int64 = 0

    init(_ sections: [Section]) { self.sections = sections }

    var total: Int64 {
        sections.reduce(0) { sum, section in
            switch section {
            case .bytes(let bytes): sum + Int64(bytes.count)
            case .spill(let spill): sum + spill.count
            }
        }
    }

    mutating func next() throws -> [UInt8] {
        while index < sections.count {
            switch sections[index] {
            case .bytes(let bytes):
                index += 1
                if !bytes.isEmpty { return bytes }
            case .spill(let spill):
                let piece = try spill.read(at: offset, count: 1 << 18)
                offset += Int64(piece.count)
                if !piece.isEmpty { return piece }
                index += 1
                offset = 0
            }
        }
        return []
    }
}
