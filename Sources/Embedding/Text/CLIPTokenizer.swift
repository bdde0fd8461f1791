import Core
import Foundation

/// Text as the numbers that a CLIP text tower takes: byte pairs joined by rank (Sennrich et al. 2016), on bytes written as visible
/// letters, lower case, as openai/CLIP's `simple_tokenizer.py` and Hugging Face's `CLIPTokenizerFast` do it.
public struct CLIPTokenizer: Sendable {
    private let vocabulary: CLIPVocabulary

    public init(_ vocabulary: CLIPVocabulary) { self.vocabulary = vocabulary }

    /// The numbers of a text, with start and end around them; cut off so that there are `length` at most, filled up to it with the
    /// end's number.
    ///
    /// Throws `FoveaError.invalid` when the vocabulary lacks a piece that every CLIP vocabulary has.
    public func tokens(_ text: String, length: Int) throws -> [Int64] {
        let pieces = try words(text).flatMap { try numbers(ofWord: $0) }
        let kept = [vocabulary.start] + pieces.prefix(max(0, length - 2)) + [vocabulary.end]
        let fill = [Int](repeating: vocabulary.end, count: max(0, length - kept.count))
        return (kept + fill).map(Int64.init)
    }

    /// Runs of letters, single digits, runs of anything else but spaces, and the endings of English contractions.
    func words(_ text: String) -> [Substring] {
        // Canonical composition, as the tokeniser of the models' own library begins.
        let clean = text.precomposedStringWithCanonicalMapping.lowercased()
        let scalars = clean.unicodeScalars
        var words: [Substring] = []
        var at = scalars.startIndex
        while at < scalars.endIndex {
            let end = wordEnd(scalars, at)
            if Kind(scalars[at]) != .space { words.append(Substring(scalars[at..<end])) }
            at = end
        }
        return words
    }

    private enum Kind {
        case space, letter, number, other

        init(_ scalar: Unicode.Scalar) {
            if scalar.properties.isWhitespace {
                self = .space
                return
            }
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: self = .letter
            case .decimalNumber, .letterNumber, .otherNumber: self = .number
            default: self = .other
            }
        }
    }

    private static let contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map { Array($0.unicodeScalars) }

    private func wordEnd(_ scalars: String.UnicodeScalarView, _ start: String.Index) -> String.Index {
        if let ending = Self.contractions.first(where: { scalars[start...].starts(with: $0) }) {
            return scalars.index(start, offsetBy: ending.count)
        }
        let kind = Kind(scalars[start])
        var end = scalars.index(after: start)
        guard kind != .number else { return end }
        while end < scalars.endIndex, Kind(scalars[end]) == kind { end = scalars.index(after: end) }
        return end
    }

    private func numbers(ofWord word: Substring) throws -> [Int] {
        var pieces = word.utf8.map { Self.letters[Int($0)] }
        pieces[pieces.count - 1] += CLIPVocabulary.wordEnd
        while let best = bestPair(pieces) {
            var joined: [String] = []
            var at = 0
            while at < pieces.count {
                if at + 1 < pieces.count, pieces[at] == best.left, pieces[at + 1] == best.right {
                    joined.append(best.left + best.right)
                    at += 2
                } else {
                    joined.append(pieces[at])
                    at += 1
                }
            }
            pieces = joined
        }
        return try pieces.map { piece in
            guard let number = vocabulary.numbers[piece] else {
                throw FoveaError(.invalid, "The model's vocabulary lacks the piece \"\(piece)\": its file is not whole.")
            }
            return number
        }
    }

    private func bestPair(_ pieces: [String]) -> CLIPVocabulary.Pair? {
        var best: (pair: CLIPVocabulary.Pair, rank: Int)?
        for (left, right) in zip(pieces, pieces.dropFirst()) {
            let pair = CLIPVocabulary.Pair(left: left, right: right)
            if let rank = vocabulary.ranks[pair], rank < best?.rank ?? .max { best = (pair, rank) }
        }
        return best?.pair
    }

    /// A visible letter for each byte (GPT-2's `bytes_to_unicode`): printable Latin-1 stands for itself, the others follow from
    /// U+0100 on.
    private static let letters: [String] = {
        var next: UInt32 = 256
        return (0..<256).map { byte -> String in
            if (33...126).contains(byte) || (161...172).contains(byte) || (174...255).contains(byte) {
                return String(Character(Unicode.Scalar(UInt8(byte))))
            }
            defer { next += 1 }
            return Unicode.Scalar(next).map { String(Character($0)) } ?? ""
        }
    }()
}
