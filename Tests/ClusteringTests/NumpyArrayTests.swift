import Clustering
import Core
import Testing

@Suite struct NumpyArrayTests {
    @Test func comesBackAsItWas() throws {
        let labels = NumpyArray([3, -1, 0, .max])
        #expect(try NumpyArray(file: labels.file) == labels)
        let scores = NumpyArray([0.5, .infinity, -0.0, 1e-310])
        #expect(try NumpyArray(file: scores.file) == scores)
        let rows = NumpyArray(rows: [1, 2, 3, 4, 5, 6], dimension: 3)
        #expect(try NumpyArray(file: rows.file) == rows)
        #expect(try Vectors(rows)[1] == [4, 5, 6])
        #expect(labels.file.count % 64 == 4 * 8)
    }

    @Test func readsFortranOrderAndLaterVersions() throws {
        let text = "{'descr': '<i8', 'fortran_order': True, 'shape': (2, 3)}\n"
        let numbers = [0, 10, 1, 11, 2, 12].flatMap { number in withUnsafeBytes(of: Int64(number)) { Array($0) } }
        for version in [UInt8(2), 3] {
            let file = [0x93] + Array("NUMPY".utf8) + [version, 0, UInt8(text.utf8.count), 0, 0, 0] + Array(text.utf8) + numbers
            #expect(try NumpyArray(file: file).numbers == .int64([0, 1, 2, 10, 11, 12]))
        }
    }

    @Test(arguments: [
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)", "dictionary"),
        ("{'descr': '<f4', 'fortran_order': False}", "dictionary"),
        ("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}", "dictionary"),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", "dictionary"),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", "dictionary"),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}", "beyond reason"),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}", "cut short"),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "follows"),
        ("{'descr': '>f4', 'fortran_order': False, 'shape': (2,)}", "'>f4'"),
        ("{'descr': '|O', 'fortran_order': False, 'shape': (2,)}", "'|O'"),
        ("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (2,)}", "named fields"),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x", "dictionary"),
    ])
    func refusesWhatIsMalformed(_ text: String, _ word: String) {
        let header: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count), 0]
        #expect { try NumpyArray(file: header + Array(text.utf8) + [UInt8](repeating: 0, count: 8)) } throws: { error in
            guard let error = error as? FoveaError else { return false }
            return error.kind == .malformed && error.message.contains(word)
        }
    }

    @Test func everyCutIsRefused() {
        let file = NumpyArray(rows: [1, 2, 3, 4], dimension: 2).file
        for length in 0..<file.count {
            #expect(throws: FoveaError.self) { try NumpyArray(file: Array(file.prefix(length))) }
        }
    }
}
