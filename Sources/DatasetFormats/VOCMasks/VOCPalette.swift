/// The colours that Pascal VOC gives to numbers: the bits of the number, spread over red, green and blue from the highest down.
enum VOCPalette {
    /// Red, green and blue of 0 to 255.
    static let bytes: [UInt8] = (0..<256).flatMap { number -> [UInt8] in
        var rest = number
        var color: [UInt8] = [0, 0, 0]
        for bit in 0..<8 {
            for channel in 0..<3 { color[channel] |= UInt8((rest >> channel) & 1) << (7 - bit) }
            rest >>= 3
        }
        return color
    }

    /// Red + 256 green + 65536 blue.
    static func color(_ number: Int, of palette: [UInt8] = bytes) -> UInt32 {
        UInt32(palette[number * 3]) | UInt32(palette[number * 3 + 1]) << 8 | UInt32(palette[number * 3 + 2]) << 16
    }

    static let numbers = Dictionary(uniqueKeysWithValues: (0..<256).map { (color($0), $0) })

    /// Borders and what is too hard to say: no class, and part of no object.
    static let void = 255
    static let voidColor = color(void)

    /// The classes of the challenge, by number from 1.
    static let classes = [
        "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable", "dog", "horse", "motorbike",
        "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
    ]
}
