/// Colours for classes, picked to be told apart on dark and light photographs and by colour-blind people: the eight of
/// Okabe and Ito (2008, without black) and then hues by the golden angle at two lightnesses.
enum LabelPalette {
    private static let first = ["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7"]

    static func color(_ index: Int) -> String {
        if index < first.count { return first[max(0, index)] }
        let turn = (Double(index) * 0.618_033_988_749_895).truncatingRemainder(dividingBy: 1)
        return hex(hue: turn * 360, saturation: 0.68, lightness: index.isMultiple(of: 2) ? 0.6 : 0.45)
    }

    private static func hex(hue: Double, saturation: Double, lightness: Double) -> String {
        let chroma = (1 - abs(2 * lightness - 1)) * saturation
        func channel(_ offset: Double) -> UInt8 {
            let k = (offset + hue / 30).truncatingRemainder(dividingBy: 12)
            let value = lightness - chroma / 2 * max(-1, min(k - 3, 9 - k, 1))
            return UInt8((min(1, max(0, value)) * 255).rounded())
        }
        return "#"
            + [channel(0), channel(8), channel(4)].map { byte in
                let text = String(byte, radix: 16)
                return text.count == 1 ? "0" + text : text
            }.joined()
    }
}
