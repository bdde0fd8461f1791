import Core
import OracleSupport
import Testing

@testable import Embedding

/// Against Hugging Face's `tokenizers`, set up as transformers sets it up for CLIP, on a small vocabulary trained here.
@Suite struct CLIPTokenizerTests {
    private static let script = #"""
        import json, sys
        from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, trainers
        from tokenizers.models import BPE

        texts = json.load(sys.stdin)
        tokenizer = Tokenizer(BPE(continuing_subword_prefix="", end_of_word_suffix="</w>", fuse_unk=False))
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
        pattern = Regex(r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+""")
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.Split(pattern, behavior="removed", invert=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
        alphabet = pre_tokenizers.ByteLevel.alphabet()
        # As in CLIP's own vocabulary, every byte also stands at a word's end.
        trainer = trainers.BpeTrainer(
            vocab_size=1200, initial_alphabet=alphabet, end_of_word_suffix="</w>", show_progress=False,
            special_tokens=["<|startoftext|>", "<|endoftext|>"] + [letter + "</w>" for letter in sorted(alphabet)])
        corpus = texts + ["the quick brown fox jumps over the lazy dog", "a photo of a red car", "there's the photos they've seen"] * 3
        tokenizer.train_from_iterator(corpus, trainer)
        state = json.loads(tokenizer.to_str())["model"]
        # Special words would be taken whole out of texts that spell them.
        plain = Tokenizer(BPE(
            vocab=state["vocab"], merges=[tuple(pair) if not isinstance(pair, str) else tuple(pair.split(" ")) for pair in state["merges"]],
            continuing_subword_prefix="", end_of_word_suffix="</w>", fuse_unk=False))
        plain.normalizer, plain.pre_tokenizer = tokenizer.normalizer, tokenizer.pre_tokenizer
        merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in state["merges"]]
        print(json.dumps({"vocab": state["vocab"], "merges": merges, "ids": [plain.encode(text).ids for text in texts]}))
        """#

    static let texts = [
        "a photo of a red car", "A Photo, of a RED car!", "there's the dog; they've 12345 cats'll", "  spaces\tand\nlines  ",
        "don't   I'm you're he'd",
        "naïve café, Ångström", "cafe\u{301} decomposed", "日本語の写真", "emoji 🚗🔥 and flags 🇩🇪", "x_y-z #tag @you 3.14% €5", "'s alone 't", "", "½ ² Ⅷ ٣",
        "İstanbul ẞ Σίσυφος", "tabs\u{a0}nbsp\u{2003}em",
    ]

    @Test func numbersAreThoseOfTheReference() throws {
        let input = JSON.array(Self.texts.map { .string($0) }).bytes
        let answer = try JSON.parse(Array(try PythonOracle.run(Self.script, input: input).utf8))
        let merges = "#version: 0.2\n" + (answer["merges"]?.array ?? []).compactMap(\.string).joined(separator: "\n")
        let vocabulary = try CLIPVocabulary(vocabulary: (answer["vocab"] ?? .null).bytes, merges: Array(merges.utf8))
        let tokenizer = CLIPTokenizer(vocabulary)
        let expected = answer["ids"]?.array ?? []
        #expect(expected.count == Self.texts.count && vocabulary.ranks.count > 50)
        for (text, ids) in zip(Self.texts, expected) {
            let ids = (ids.array ?? []).compactMap(\.int)
            let mine = try tokenizer.tokens(text, length: ids.count + 2)
            #expect(Array(mine.dropFirst().dropLast()) == ids, "\(text)")
            #expect(mine.first == Int64(vocabulary.start) && mine.last == Int64(vocabulary.end))
        }
        // Too long a text is cut off before its end, a short one filled up behind it.
        let long = try tokenizer.tokens(String(repeating: "photo ", count: 500), length: 77)
        #expect(long.count == 77 && long.last == Int64(vocabulary.end))
        #expect(try tokenizer.tokens("a", length: 77).suffix(60).allSatisfy { $0 == Int64(vocabulary.end) })
    }

    @Test func filesThatAreNoVocabularyAreRefused() {
        func refusal(_ vocabulary: String, _ merges: String) -> String {
            do {
                _ = try CLIPVocabulary(vocabulary: Array(vocabulary.utf8), merges: Array(merges.utf8))
                return "taken"
            } catch { return (error as? FoveaError)?.message ?? "\(error)" }
        }
        let special = #""<|startoftext|>": 0, "<|endoftext|>": 1"#
        #expect(refusal("[]", "").contains("no JSON object"))
        #expect(refusal("{", "").contains("no JSON object"))
        #expect(refusal(#"{"a": "b"}"#, "").contains("no whole number"))
        #expect(refusal(#"{"a": 1}"#, "").contains("<|startoftext|>"))
        #expect(refusal("{\(special)}", "a b c").contains("Line 1"))
        #expect(refusal("{\(special)}", "#version\na b").contains("Line 2"))
        #expect(refusal("{\(special)}", "#version") == "taken")
    }
}
