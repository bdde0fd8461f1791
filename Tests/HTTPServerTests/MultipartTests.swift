import Core
import HTTPServer
import Testing

@Suite struct MultipartTests {
    struct Read: Equatable {
        var name: String
        var filename: String?
        var bytes: [UInt8]
    }

    static func read(_ body: RequestBody, boundary: String = "XX") async throws -> [Read] {
        let reader = try MultipartReader(body, boundary: boundary)
        var out: [Read] = []
        while let part = try await reader.next() {
            var bytes: [UInt8] = []
            while let chunk = try await reader.chunk() { bytes += chunk }
            out.append(Read(name: part.name, filename: part.filename, bytes: bytes))
        }
        return out
    }

    static func form(_ parts: [Read], boundary: String = "XX") -> [UInt8] {
        var out: [UInt8] = []
        for part in parts {
            let filename = part.filename.map { "; filename=\"\($0)\"" } ?? ""
            out += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(part.name)\"\(filename)\r\n\r\n".utf8) + part.bytes + [13, 10]
        }
        return out + Array("--\(boundary)--\r\n".utf8)
    }

    /// Contents that look like delimiters, cut at every place.
    @Test func readsTheSameHoweverItIsCut() async throws {
        let parts = [
            Read(name: "project_id", filename: nil, bytes: Array("abc".utf8)), Read(name: "files", filename: "a b.jpg", bytes: []),
            Read(name: "files", filename: "ü.png", bytes: Array("\r\n--X\r\n--\r\n-\r\r\n\r\n--XY".utf8)),
            Read(name: "files", filename: "c", bytes: TestRoutes.pattern),
        ]
        let small = MultipartTests.form(Array(parts.prefix(3)))
        for cut in 1..<small.count {
            let read = try await MultipartTests.read(.chunks([Array(small[..<cut]), Array(small[cut...])]))
            #expect(read == Array(parts.prefix(3)), "cut at \(cut)")
        }
        #expect(try await MultipartTests.read(.chunks(small.map { [$0] })) == Array(parts.prefix(3)))
        let large = MultipartTests.form(parts)
        var generator = SplitMix(state: 7)
        for _ in 0..<50 {
            var chunks: [[UInt8]] = []
            var at = 0
            while at < large.count {
                let end = min(large.count, at + Int.random(in: 1...9000, using: &generator))
                chunks.append(Array(large[at..<end]))
                at = end
            }
            #expect(try await MultipartTests.read(.chunks(chunks)) == parts)
        }
    }

    @Test func skipsWhatIsNotRead() async throws {
        let form = MultipartTests.form([
            Read(name: "a", filename: nil, bytes: TestRoutes.pattern), Read(name: "b", filename: nil, bytes: Array("text".utf8)),
        ])
        let reader = try MultipartReader(.bytes(form), boundary: "XX")
        #expect(try await reader.next()?.name == "a")
        #expect(try await reader.next()?.name == "b")
        #expect(try await reader.text() == "text")
        #expect(try await reader.next() == nil)
        #expect(try await reader.next() == nil)
    }

    @Test(arguments: [
        "", "--XX", "--XX\r\n", "--XX\r\n\r\nbody\r\n--XX--", "no boundary at all", "--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--XX--", "--XXjunk\r\n", "--XX\r\nno colon\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nnever ends", "--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--XX--",
    ])
    func refusesBrokenForms(_ text: String) async {
        await #expect(throws: FoveaError.self) { try await MultipartTests.read(.bytes(Array(text.utf8))) }
    }

    @Test func boundsEverything() async throws {
        let longHead = "--XX\r\nContent-Disposition: form-data; name=\"" + String(repeating: "a", count: 20_000) + "\"\r\n\r\nx\r\n--XX--"
        let head = await #expect(throws: FoveaError.self) { try await MultipartTests.read(.bytes(Array(longHead.utf8))) }
        #expect(head?.kind == .tooLarge)
        let many = MultipartTests.form((0..<10_001).map { _ in Read(name: "a", filename: nil, bytes: []) })
        let parts = await #expect(throws: FoveaError.self) { try await MultipartTests.read(.bytes(many)) }
        #expect(parts?.kind == .tooLarge)
        #expect(throws: FoveaError.self) { try MultipartReader(.empty, boundary: "") }
        #expect(throws: FoveaError.self) { try MultipartReader(.empty, boundary: String(repeating: "b", count: 71)) }
        let text = MultipartTests.form([Read(name: "a", filename: nil, bytes: TestRoutes.pattern + [1])])
        let reader = try MultipartReader(.bytes(text), boundary: "XX")
        _ = try await reader.next()
        await #expect(throws: FoveaError.self) { try await reader.text() }
    }

    /// Near misses of a long boundary, byte after byte: the work stays linear (a quadratic search would not end here).
    @Test func hostileBoundariesCostNoMore() async throws {
        let boundary = String(repeating: "-", count: 69) + "x"
        var body = Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n".utf8)
        let near = Array(("\r\n--" + String(repeating: "-", count: 69)).utf8)
        for _ in 0..<100_000 { body += near }
        body += Array("\r\n--\(boundary)--\r\n".utf8)
        let read = try await MultipartTests.read(.bytes(body), boundary: boundary)
        #expect(read.first?.bytes.count == 100_000 * near.count)
    }

    @Test func readsHeadersOfPartsAndTypes() async throws {
        let text =
            "--XX\r\ncontent-disposition: form-data; filename=\"a \\\"b\\\" c;d.jpg\"; name=files\r\nContent-Type: image/jpeg\r\n\r\nx\r\n--XX \r\n"
            + "Content-Disposition: form-data; name=\"f\"; filename=\"x\"; filename*=UTF-8''na%C3%AFve.jpg\r\n\r\ny\r\n--XX--ignored epilogue"
        let request = HTTPRequest(
            method: .post, path: "/", headers: ["Content-Type": "multipart/form-data; charset=utf-8; boundary=\"XX\""], body: .bytes(Array(text.utf8))
        )
        let reader = try MultipartReader(request)
        let first = try await reader.next()
        #expect(first?.name == "files" && first?.filename == "a \"b\" c;d.jpg" && first?.contentType == "image/jpeg")
        #expect(try await reader.next()?.filename == "naïve.jpg")
        #expect(try await reader.next() == nil)
        #expect(throws: FoveaError.self) { try MultipartReader(HTTPRequest(method: .post, path: "/", headers: ["Content-Type": "text/plain"])) }
        #expect(throws: FoveaError.self) {
            try MultipartReader(HTTPRequest(method: .post, path: "/", headers: ["Content-Type": "multipart/form-data"]))
        }
    }

    /// Whatever comes, it is read or refused; nothing crashes and nothing hangs.
    @Test func survivesNoise() async throws {
        let seed = MultipartTests.form([
            Read(name: "a", filename: "b", bytes: Array("hello\r\nworld".utf8)), Read(name: "c", filename: nil, bytes: [0, 255, 13, 10, 45]),
        ])
        var generator = SplitMix(state: 42)
        for _ in 0..<3000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: at)
                default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 20)], at: at)
                }
            }
            do {
                let read = try await MultipartTests.read(.bytes(bytes))
                #expect(read.reduce(0) { $0 + $1.bytes.count } <= bytes.count)
            } catch let error as FoveaError {
                #expect(error.kind == .malformed || error.kind == .tooLarge)
            }
        }
    }
}

/// Random numbers that repeat.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
