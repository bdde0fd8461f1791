import Core

/// The words of a CLIP text tower: a number for each piece of text, and which two pieces are joined first.
///
/// Read from the two files that every CLIP model comes with: `vocab.json` (piece to number) and `merges.txt` (pairs, best first).
public struct CLIPVocabulary: Sendable {
    let numbers: [String: Int]
    let ranks: [Pair: Int]
    let start: Int
    let end: Int

    struct Pair: Hashable, Sendable {
        let left: String
        let right: String
    }

    private static let startWord = "<|startoftext|>"
    private static let endWord = "<|endoftext|>"
    /// Ends the last piece of a word.
    static let wordEnd = "</w>"

    /// Throws `FoveaError.invalid`, saying which file is wrong and how.
    public init(vocabulary: [UInt8], merges: [UInt8]) throws {
        guard let members = try? JSON.parse(vocabulary).object?.members else {
            throw FoveaError(.invalid, "The vocabulary is no JSON object of pieces and their numbers (vocab.json of a CLIP model).")
        }
        var numbers: [String: Int] = [:]
        for (piece, number) in members {
            guard let number = number.int, number >= 0, number < 1 << 31 else {
                throw FoveaError(.invalid, "The vocabulary's piece \"\(piece.prefix(40))\" has no whole number.")
            }
            numbers[piece] = Int(number)
        }
        guard let start = numbers[Self.startWord], let end = numbers[Self.endWord] else {
            throw FoveaError(.invalid, "The vocabulary lacks \(Self.startWord) or \(Self.endWord): it is not that of a CLIP model.")
        }
        var ranks: [Pair: Int] = [:]
        for (index, line) in String(decoding: merges, as: UTF8.self).split(whereSeparator: \.isNewline).enumerated() {
            if index == 0, line.hasPrefix("#") { continue }
            let parts = line.split(separator: " ")
            guard parts.count == 2 else {
                throw FoveaError(.invalid, "Line \(index + 1) of the merges is not two pieces with a space between (merges.txt of a CLIP model).")
            }
            let pair = Pair(left: String(parts[0]), right: String(parts[1]))
            guard numbers[pair.left + pair.right] != nil else {
                throw FoveaError(
                    .invalid, "Line \(index + 1) of the merges joins a piece that the vocabulary lacks: the two files do not belong together.")
            }
            ranks[pair] = ranks[pair] ?? ranks.count
        }
        self.numbers = numbers
        self.ranks = ranks
        self.start = start
        self.end = end
    }
}
