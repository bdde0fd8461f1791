import Core
import Testing

enum Kind: String, WireEnum {
    case detection = "DETECTION", pose = "POSE"
    static let aliases: [String: Kind] = ["detect": .detection]
}

struct Part: WireInput, Equatable {
    var x = 0.0
    var name: String?
    static let fields = Fields<Self>("Part", Field("x", \.x, .range(0...10)), Field("name", \.name, .length(1...4)))
}

struct Whole: WireInput {
    var name = ""
    var kind = Kind.pose
    var note: String?
    var size = 7
    var parts: [Part] = []
    var patch = Nullable<Int>.absent
    var since: Timestamp?
    var ids: [ID] = []
    static let fields = Fields<Self>(
        "Whole",
        Field("name", \.name, .length(1...5), "What people call it."),
        Field("kind", \.kind),
        Field("note", \.note),
        Field("size", \.size, .range(1...100), optional: true),
        Field("parts", \.parts, .count(0...3), optional: true),
        Field("patch", \.patch, optional: true),
        Field("since", \.since),
        Field("ids", \.ids, .unique, optional: true),
        check: { whole, path, problems in
            if whole.name == "no" && whole.size == 1 { problems.add(path.member("size"), "must not be 1 when the name is no") }
        })
}

/// Answers may hold constants and computed values.
struct Answer: WireObject {
    let id: ID
    let at: Timestamp
    var twice: Int { 2 * size }
    let size: Int
    let key: String?
    let gone: String?
    let ratio: Double
    static let fields = Fields<Self>(
        "Answer", Field("id", \.id), Field("at", \.at), Field("twice", \.twice), Field("key", \.key, optional: true),
        Field("gone", \.gone), Field("ratio", \.ratio))
}

@Suite struct WireTests {
    @Test func decodesWithDefaults() throws {
        let json = try JSON.parse(#"{"name":"a","kind":"detect","parts":[{"x":1},{"x":2.5,"name":"b"}],"more":[1]}"#)
        let whole = try Whole.decode(json)
        #expect(whole.name == "a" && whole.kind == .detection && whole.size == 7 && whole.note == nil)
        #expect(whole.parts == [Part(x: 1, name: nil), Part(x: 2.5, name: "b")])
        #expect(whole.patch == .absent)
        #expect(try Whole.decode(JSON.parse(#"{"name":"a","kind":"POSE","patch":null}"#)).patch == .null)
        #expect(try Whole.decode(JSON.parse(#"{"name":"a","kind":"POSE","patch":3}"#)).patch == .value(3))
    }

    @Test func namesEveryProblemAtOnce() throws {
        let json = try JSON.parse(
            #"{"name":"toolong","kind":"CAT","size":0,"parts":[{"x":1},{"x":11,"name":""},{"x":"a"},null],"ids":["x"],"since":5}"#)
        let error = #expect(throws: FoveaError.self) { try Whole.decode(json) }
        let named = Dictionary(uniqueKeysWithValues: (error?.fields ?? []).map { ($0.field, $0.message) })
        #expect(error?.kind == .invalid)
        #expect(named["name"] == "must have 1 to 5 characters")
        #expect(named["kind"] == "must be one of DETECTION, POSE")
        #expect(named["size"] == "must be between 1 and 100")
        #expect(named["parts[1].x"] == "must be between 0 and 10")
        #expect(named["parts[1].name"] == "must not be empty")
        #expect(named["parts[2].x"] == "must be a finite number")
        #expect(named["parts[3]"] == "must not be null")
        #expect(named["ids[0]"] == "must be a UUID")
        #expect(named["since"]?.contains("RFC 3339") == true)
        #expect(named.count == 9)
    }

    @Test func requiresAndRefusesNull() throws {
        let missing = #expect(throws: FoveaError.self) { try Whole.decode([:]) }
        #expect(missing?.fields == [.init("name", "is required"), .init("kind", "is required")])
        let null = #expect(throws: FoveaError.self) { try Whole.decode(["name": nil, "kind": "POSE", "size": nil]) }
        #expect(null?.fields == [.init("name", "must not be null"), .init("size", "must not be null")])
        let body = #expect(throws: FoveaError.self) { try Whole.decode([1]) }
        #expect(body?.fields == [.init("body", "must be an object")])
        let rule = #expect(throws: FoveaError.self) { try Whole.decode(["name": "no", "kind": "POSE", "size": 1]) }
        #expect(rule?.fields.first?.field == "size")
        let zero = #expect(throws: FoveaError.self) { try Whole.decode(["name": "\u{0}", "kind": "POSE"]) }
        #expect(zero?.fields.first?.message.contains("U+0000") == true)
    }

    @Test func problemsAreBounded() {
        let many = JSON.object(JSONObject([("name", "a"), ("kind", "POSE"), ("ids", .array(.init(repeating: 1, count: 5000)))]))
        let error = #expect(throws: FoveaError.self) { try Whole.decode(many) }
        #expect(error?.fields.count == 100)
    }

    @Test func readsQueriesByTheSameDeclaration() throws {
        let id = ID.make()
        let other = ID.make()
        let whole = try Whole.decode(parameters: [
            ("name", "a b"), ("kind", "POSE"), ("size", "12"), ("ids", id.description), ("ids", other.description),
            ("since", ""), ("unknown", "1"),
        ])
        #expect(whole.name == "a b" && whole.size == 12 && whole.ids == [id, other] && whole.since == nil)
        let error = #expect(throws: FoveaError.self) {
            try Whole.decode(parameters: [("name", "a"), ("kind", "x"), ("size", "twelve"), ("since", "today")])
        }
        #expect(error?.fields.map(\.field) == ["kind", "size", "since"])
        #expect(throws: FoveaError.self) { try PageQuery.decode(parameters: [("limit", "1001")]) }
        #expect(throws: FoveaError.self) { try PageQuery.decode(parameters: [("cursor", "???")]) }
        #expect(try PageQuery.decode(parameters: []).limit == 50)
    }

    @Test func writesAnswers() throws {
        let id = try #require(ID("018f2b6e-0000-7000-8000-00000000abcd"))
        let at = try #require(Timestamp(rfc3339: "2026-11-20T23:15:04.000120Z"))
        let answer = Answer(id: id, at: at, size: 3, key: nil, gone: nil, ratio: 0.25)
        let text = String(decoding: answer.encoded(), as: UTF8.self)
        #expect(text == #"{"id":"018f2b6e-0000-7000-8000-00000000abcd","at":"2026-11-20T23:15:04.000120Z","twice":6,"gone":null,"ratio":0.25}"#)
        let page = Page(items: [answer], nextCursor: Cursor("a", 1), total: 1)
        let json = try JSON.parse(page.encoded())
        #expect(json["items"]?.array?.count == 1 && json["total"]?.int == 1)
        #expect(throws: FoveaError.self) { try Answer.decode([:]) }
    }

    @Test(arguments: [0, -1, 1_795_216_504_000_000, 951_818_400_500_000, 253_402_300_799_999_999])
    func timestampsAreWrittenAsTheyDescribeThemselves(_ microseconds: Int64) throws {
        let time = Timestamp(microseconds: microseconds)
        #expect(try JSON.parse(time.encoded()).string == time.description)
    }

    @Test func cursorsKeepTheirValues() throws {
        let id = ID.make()
        let cursor = try #require(Cursor(text: Cursor(.int(5), .string(id.description)).text))
        #expect(try cursor.value(0, as: Int.self) == 5)
        #expect(try cursor.value(1, as: ID.self) == id)
        let error = #expect(throws: FoveaError.self) { try cursor.value(0, as: ID.self) }
        #expect(error?.fields.first?.field == "cursor")
        #expect(throws: FoveaError.self) { try cursor.value(2, as: Int.self) }
        for text in ["", "a", "bnVsbA", "e30", String(repeating: "A", count: 5000)] { #expect(Cursor(text: text) == nil) }
    }

    @Test func describesItself() throws {
        var registry = SchemaRegistry()
        #expect(Page<Whole>.schema(&registry)["properties"]?["items"]?["items"]?["$ref"]?.string == "#/components/schemas/Whole")
        _ = Answer.schema(&registry)
        let whole = try #require(registry.components["Whole"])
        #expect(whole["required"] == ["name", "kind"])
        #expect(whole["properties"]?["name"]?["maxLength"]?.int == 5)
        #expect(whole["properties"]?["name"]?["description"]?.string == "What people call it.")
        #expect(whole["properties"]?["size"]?["default"]?.int == 7)
        #expect(whole["properties"]?["note"]?["type"] == ["string", "null"])
        #expect(whole["properties"]?["parts"]?["items"]?["$ref"]?.string == "#/components/schemas/Part")
        #expect(registry.components["Kind"]?["enum"] == ["DETECTION", "POSE"])
        #expect(registry.components["Answer"]?["required"] == ["id", "at", "twice", "gone", "ratio"])
        #expect(registry.conflicts.isEmpty)
    }
}

@Suite struct JSONWriterTests {
    @Test func idsAndDigestsAreWrittenAsTheyDescribeThemselves() throws {
        for _ in 0..<1000 {
            let id = ID(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
            #expect(try JSON.parse(id.encoded()).string == id.description)
            let digest = SHA256.digest(id.description)
            #expect(try JSON.parse(digest.encoded()).string == digest.description)
        }
    }

    @Test func escapesWhereverTheyStand() throws {
        for length in 0..<20 {
            for place in 0..<max(1, length) {
                for special in ["\"", "\\", "\n", "\u{1}", "\u{1f}", "é", "\u{7f}", "😀"] {
                    var characters = Array(repeating: "a", count: length)
                    if length > 0 { characters[place] = special }
                    let text = characters.joined()
                    #expect(try JSON.parse(text.encoded()).string == text)
                }
            }
        }
    }

    @Test func growsAndCopiesAsAValue() throws {
        var writer = JSONWriter(reserving: 1)
        writer.beginArray()
        for index in 0..<1000 { writer.int(Int64(index)) }
        var copy = writer
        writer.endArray()
        copy.string("more")
        copy.endArray()
        #expect(try JSON.parse(writer.bytes).array?.count == 1000)
        #expect(try JSON.parse(copy.bytes).array?.last?.string == "more")
    }

    @Test(arguments: [0, 9, 10, 99, 100, 12345, -1, -10, .max, .min, 1_000_000_000_000_000_000, 9_999_999_999])
    func writesEveryLength(_ value: Int64) throws {
        var writer = JSONWriter()
        writer.int(value)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == String(value))
    }
}
