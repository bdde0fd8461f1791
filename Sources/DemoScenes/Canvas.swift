import Geometry
import Glibc

/// Linear-light pixels being drawn on, and which part is on top at each.
struct Canvas {
    let width: Int
    let height: Int
    private var color: [SIMD3<Double>]
    private var owner: [UInt16]
    /// Pixels of each part had nothing covered it.
    private var whole: [Int: Int] = [:]

    init(width: Int, height: Int, bench: Workbench) {
        self.width = width
        self.height = height
        owner = Array(repeating: 0, count: width * height)
        color = []
        color.reserveCapacity(width * height)
        for y in 0..<height {
            for x in 0..<width {
                let (red, green, blue) = bench.color(x, y)
                color.append(SIMD3(red, green, blue))
            }
        }
    }

    private func span(_ part: Part, margin: Double) -> (ClosedRange<Int>, ClosedRange<Int>)? {
        let reach = part.reach + margin
        let left = max(0, Int(part.x - reach)), right = min(width - 1, Int(part.x + reach))
        let top = max(0, Int(part.y - reach)), bottom = min(height - 1, Int(part.y + reach))
        return left <= right && top <= bottom ? (left...right, top...bottom) : nil
    }

    /// Darkens the bench beside a part, softly, away from the lamp.
    mutating func shadow(of part: Part, _ light: Light) {
        let offset = part.radius * 0.22
        guard let (columns, rows) = span(part, margin: offset + 10) else { return }
        for y in rows {
            for x in columns {
                let d = part.distance(Double(x) + 0.5 - light.x * offset, Double(y) + 0.5 - light.y * offset)
                let depth = min(1, max(0, (6 - d) / 12))
                color[y * width + x] *= 1 - 0.5 * depth
            }
        }
    }

    /// Paints a part: bevelled edge lit from the lamp's side, brushed face, one highlight.
    mutating func draw(_ part: Part, _ number: UInt16, _ light: Light) {
        guard let (columns, rows) = span(part, margin: 2) else { return }
        let noise = SceneNoise(seed: UInt64(number) &* 7919)
        let bevel = max(2.5, part.radius * 0.13)
        for y in rows {
            for x in columns {
                let px = Double(x) + 0.5, py = Double(y) + 0.5
                let d = part.distance(px, py)
                let cover = min(1, max(0, 0.5 - d))
                guard cover > 0 else { continue }
                let slopeX = part.distance(px + 0.7, py) - part.distance(px - 0.7, py)
                let slopeY = part.distance(px, py + 0.7) - part.distance(px, py - 0.7)
                let edge = min(1, max(0, 1 + d / bevel))
                let facing = -(slopeX * light.x + slopeY * light.y) / 1.4 * edge
                let brushed = noise.value(px / 14, py * 0.8) * 0.05
                let glint = pow(max(0, facing), 3) * part.metal.gloss
                let shade = (0.78 + facing * 0.34 + brushed) * light.strength
                let base = SIMD3(part.metal.red, part.metal.green, part.metal.blue) * shade + SIMD3(repeating: glint * 0.4)
                let index = y * width + x
                color[index] = color[index] * (1 - cover) + base * cover
                if cover > 0.5 {
                    owner[index] = number
                    whole[Int(number), default: 0] += 1
                }
            }
        }
    }

    /// For each part: the box of its visible pixels and which share of it is visible.
    func visibleBoxes(count: Int) -> [(box: Box, share: Double)?] {
        var bounds = [(left: Int, top: Int, right: Int, bottom: Int, seen: Int)](
            repeating: (.max, .max, -1, -1, 0), count: count + 1)
        for y in 0..<height {
            for x in 0..<width {
                let number = Int(owner[y * width + x])
                guard number > 0 else { continue }
                let old = bounds[number]
                bounds[number] = (min(old.left, x), min(old.top, y), max(old.right, x), max(old.bottom, y), old.seen + 1)
            }
        }
        return (1...max(1, count)).prefix(count).map { number in
            let found = bounds[number]
            guard found.seen > 0, let total = whole[number], total > 0 else { return nil }
            let box = Box(
                left: Double(found.left), top: Double(found.top), right: Double(found.right + 1), bottom: Double(found.bottom + 1))
            return (box, Double(found.seen) / Double(total))
        }
    }

    /// Lens fall-off, sensor noise and rounding to bytes.
    func finish(_ random: inout SceneRandom) -> [UInt8] {
        let exposure = random.real(0.85, 1.12), noise = random.real(0.006, 0.02), warmth = random.real(-0.04, 0.04)
        var out: [UInt8] = []
        out.reserveCapacity(width * height * 3)
        for y in 0..<height {
            for x in 0..<width {
                let dx = Double(x) / Double(width) - 0.5, dy = Double(y) / Double(height) - 0.5
                let fall = exposure * (1 - 0.55 * (dx * dx + dy * dy))
                let grain = random.real(-noise, noise)
                let pixel = color[y * width + x] * fall * SIMD3(1 + warmth, 1, 1 - warmth) + SIMD3(repeating: grain)
                for channel in 0..<3 { out.append(UInt8((min(1, max(0, pixel[channel])) * 255).rounded())) }
            }
        }
        return out
    }
}
