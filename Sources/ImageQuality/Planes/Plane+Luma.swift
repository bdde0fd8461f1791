import Pixels

/// How much red, green and blue weigh in a grey value.
struct LumaWeights {
    var red: Double
    var green: Double
    var blue: Double

    /// ITU-R BT.709 as `skimage.color.rgb2gray` has it, which the BRISQUE reference uses.
    static let bt709 = LumaWeights(red: 0.2125, green: 0.7154, blue: 0.0721)

    /// ITU-R BT.601 in single precision, as pyiqa's tensors hold it. The thousandths of these weights make one sum in a thousand
    /// end in exactly a half: which way that is rounded is decided by the weights' own rounding, here and there.
    static let bt601 = LumaWeights(red: Double(Float(0.299)), green: Double(Float(0.587)), blue: Double(Float(0.114)))
}

extension Plane {
    /// Grey of 0 to 1, not rounded.
    ///
    /// - Parameter fused: each product is added before it is rounded, as the linear algebra below NumPy does it; where a picture
    ///   is flat, the last digit decides (`withFlatAreas`).
    init(_ pixels: PixelBuffer, _ weights: LumaWeights, fused: Bool) {
        guard fused else {
            self.init(pixels, weights)
            return
        }
        let channels = pixels.channels
        let (green, blue) = channels < 3 ? (0, 0) : (1, 2)
        let shares = (0..<256).map { Double($0) * (1.0 / 255) }
        let ofGreen = shares.map { $0 * weights.green }
        self.init(width: pixels.width, height: pixels.height) { out in
            pixels.bytes.withUnsafeBufferPointer { bytes in
                for index in 0..<pixels.width &* pixels.height {
                    let at = index &* channels
                    let two = ofGreen[Int(bytes[at &+ green])].addingProduct(shares[Int(bytes[at])], weights.red)
                    out[index] = two.addingProduct(shares[Int(bytes[at &+ blue])], weights.blue)
                }
            }
        }
    }

    /// Grey of 0 to 1, not rounded.
    init(_ pixels: PixelBuffer, _ weights: LumaWeights) {
        let tables = [weights.red, weights.green, weights.blue].flatMap { weight in (0..<256).map { Double($0) * (1.0 / 255) * weight } }
        let channels = pixels.channels
        let (green, blue) = channels < 3 ? (0, 0) : (1, 2)
        self.init(width: pixels.width, height: pixels.height) { out in
            pixels.bytes.withUnsafeBufferPointer { bytes in
                tables.withUnsafeBufferPointer { tables in
                    for index in 0..<pixels.width &* pixels.height {
                        let at = index &* channels
                        out[index] =
                            tables[Int(bytes[at])] + tables[256 &+ Int(bytes[at &+ green])] + tables[512 &+ Int(bytes[at &+ blue])]
                    }
                }
            }
        }
    }

    /// Every value times `factor`, times `last`, to the nearest whole number, halves to the even one.
    func rounded(times factor: Double, then last: Double = 1) -> Plane {
        withRows { from in
            Plane(width: width, height: height) { out in
                // Adding and taking away 1.5 * 2^52 rounds as the processor does: halves to even.
                let magic = 6_755_399_441_055_744.0
                for index in 0..<width &* height { out[index] = (from[index] * factor * last + magic) - magic }
            }
        }
    }

    var largest: Double {
        withRows { from in
            var most = from[0]
            for index in 0..<width &* height { most = max(most, from[index]) }
            return most
        }
    }

    /// Grown to the right and below by its own mirror image.
    func mirrored(by more: (right: Int, below: Int)) -> Plane {
        if more == (0, 0) { return self }
        let (outWidth, outHeight) = (width + more.right, height + more.below)
        return withRows { from in
            Plane(width: outWidth, height: outHeight) { out in
                for y in 0..<outHeight {
                    let row = from + Self.mirror(y, height) * width
                    for x in 0..<outWidth { out[y * outWidth + x] = row[Self.mirror(x, width)] }
                }
            }
        }
    }

    /// Where index `place`, which may lie beyond either end, falls when the ends are mirrors.
    static func mirror(_ place: Int, _ length: Int) -> Int {
        let period = 2 * length
        let inside = ((place % period) + period) % period
        return inside < length ? inside : period - 1 - inside
    }
}
