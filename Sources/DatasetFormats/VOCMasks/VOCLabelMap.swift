import Core
import Geometry
import Pixels

/// `labelmap.txt`, as CVAT and Datumaro write it: `name:red,green,blue:parts:actions` a line, the background first.
struct VOCLabelMap {
    static let file = "labelmap.txt"

    /// By number; nil is no class (the background, the void).
    private var names: [String?] = []
    private var byColor: [UInt32: Int] = [:]
    private let isDeclared: Bool

    /// The challenge's own classes.
    init() {
        isDeclared = false
        names = [nil] + VOCPalette.classes
    }

    /// Lines that cannot be read are rows of the report.
    init(_ path: String, _ file: String, _ account: inout ImportAccount) throws {
        isDeclared = true
        let lines = try LineReader(path)
        while let line = lines.next() {
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix("#") || text.allSatisfy(\.isWhitespace) { continue }
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            let row = "line \(lines.number)"
            let name = parts[0].drop { $0 == " " }
            let said = parts.count > 1 ? parts[1].split(separator: ",").map { UInt8($0.filter { $0 != " " }) } : []
            guard !name.isEmpty, names.count < 65_536, said.isEmpty || (said.count == 3 && !said.contains(nil)) else {
                account.note(file, row, "is no name:red,green,blue: \(text.prefix(100))")
                continue
            }
            let number = names.count
            let rgb = said.compactMap { $0 }.map(UInt32.init)
            let color = rgb.count == 3 ? rgb[0] | rgb[1] << 8 | rgb[2] << 16 : number < 256 ? VOCPalette.color(number) : nil
            names.append(Self.isClass(String(name), color) ? String(name) : nil)
            guard let color else { continue }
            if byColor[color] == nil {
                byColor[color] = number
            } else {
                account.note(file, row, "\(name) has the colour of another class, which keeps it")
            }
        }
    }

    private static func isClass(_ name: String, _ color: UInt32?) -> Bool {
        if color == VOCPalette.voidColor, ["ignored", "void", "border"].contains(name.lowercased()) { return false }
        return name.lowercased() != "background"
    }

    /// The classes that it declares; none when there is no such file.
    var declared: [String] { isDeclared ? names.compactMap { $0 } : [] }

    /// What a pixel of a picture of classes means.
    enum Meaning: Equatable {
        case nothing
        case named(String)
        case unknown
    }

    /// - Parameter value: as `LabelMap.value(at:)` gives it.
    func meaning(_ value: UInt32, in map: LabelMap) -> Meaning {
        if map.channels == 3 || !map.palette.isEmpty && isDeclared {
            let isIndex = map.channels == 1
            if isIndex, value == 0 || value == VOCPalette.void { return .nothing }
            guard !isIndex || Int(value) * 3 + 2 < map.palette.count else { return .unknown }
            let color = isIndex ? VOCPalette.color(Int(value), of: map.palette) : value
            if let number = byColor[color] { return of(number) }
            if color == 0 || color == VOCPalette.voidColor { return .nothing }
            return isDeclared ? .unknown : VOCPalette.numbers[color].map(of) ?? .unknown
        }
        return value == 0 || value == VOCPalette.void ? .nothing : of(Int(value))
    }

    private func of(_ number: Int) -> Meaning {
        guard names.indices.contains(number) else { return isDeclared ? .unknown : .named("class \(number)") }
        return names[number].map(Meaning.named) ?? .nothing
    }
}
