import Glibc

/// The kinds of parts that lie on the demo's workbench.
public enum Hardware: String, CaseIterable, Sendable {
    case washer, nut, bolt, gear

    /// Signed distance to the outline, in units of the part's radius, negative inside, at a point of the part's own frame.
    /// (The primitives are those of Inigo Quilez' catalogue of 2-D distance functions.)
    func distance(_ x: Double, _ y: Double, _ shape: PartShape) -> Double {
        switch self {
        case .washer: max(hypot(x, y) - 1, shape.hole - hypot(x, y))
        case .nut: max(hexagon(x, y, 0.87), shape.hole - hypot(x, y))
        case .bolt: min(head(x, y, shape), shank(x, y, shape))
        case .gear: max(gear(x, y, shape), shape.hole - hypot(x, y))
        }
    }

    /// How far the part reaches from its middle.
    func reach(_ shape: PartShape) -> Double { self == .bolt ? shape.length : 1 }

    private func hexagon(_ x: Double, _ y: Double, _ apothem: Double) -> Double {
        let kx = -0.866_025_404, ky = 0.5
        var px = abs(x), py = abs(y)
        let dot = 2 * min(kx * px + ky * py, 0)
        px -= dot * kx
        py -= dot * ky
        let side = 0.577_350_269 * apothem
        px -= min(max(px, -side), side)
        py -= apothem
        return hypot(px, py) * (py < 0 ? -1 : 1)
    }

    private func rectangle(_ x: Double, _ y: Double, _ halfWidth: Double, _ halfHeight: Double, round: Double) -> Double {
        let dx = abs(x) - halfWidth + round, dy = abs(y) - halfHeight + round
        return hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - round
    }

    private func head(_ x: Double, _ y: Double, _ shape: PartShape) -> Double {
        rectangle(x + shape.length - 0.25, y, 0.25, 0.62, round: 0.08)
    }

    private func shank(_ x: Double, _ y: Double, _ shape: PartShape) -> Double {
        let thread = x > -shape.length * 0.25 ? 0.025 * sin(x * shape.pitch) : 0
        return rectangle(x - 0.2, y, shape.length - 0.2, 0.3 + thread, round: 0.06)
    }

    private func gear(_ x: Double, _ y: Double, _ shape: PartShape) -> Double {
        let radius = hypot(x, y)
        let wave = cos(atan2(y, x) * Double(shape.teeth))
        let tooth = min(1, max(-1, wave * 2.2)) * 0.09
        return (radius - (0.9 + tooth)) * 0.8
    }
}

/// What varies from part to part of a kind.
struct PartShape {
    var hole: Double
    var length: Double
    var teeth: Int
    var pitch: Double

    init(_ kind: Hardware, _ random: inout SceneRandom) {
        hole = kind == .washer ? random.real(0.4, 0.62) : kind == .gear ? random.real(0.18, 0.4) : random.real(0.42, 0.52)
        length = random.real(1.3, 2)
        teeth = Int(random.real(9, 18))
        pitch = random.real(26, 36)
    }
}

/// One part as it lies there.
struct Part {
    let kind: Hardware
    let shape: PartShape
    let x: Double
    let y: Double
    /// Pixels.
    let radius: Double
    let angle: Double
    let metal: Metal

    var reach: Double { kind.reach(shape) * radius }

    /// Pixels to the outline, negative inside.
    func distance(_ px: Double, _ py: Double) -> Double {
        let dx = (px - x) / radius, dy = (py - y) / radius
        return kind.distance(dx * cos(angle) + dy * sin(angle), dy * cos(angle) - dx * sin(angle), shape) * radius
    }
}

/// Colour and gloss of a part's surface.
struct Metal {
    let red: Double
    let green: Double
    let blue: Double
    let gloss: Double

    static let all = [
        Metal(red: 0.66, green: 0.68, blue: 0.71, gloss: 0.9), Metal(red: 0.45, green: 0.47, blue: 0.5, gloss: 0.6),
        Metal(red: 0.76, green: 0.62, blue: 0.33, gloss: 0.8), Metal(red: 0.71, green: 0.45, blue: 0.33, gloss: 0.7),
        Metal(red: 0.24, green: 0.25, blue: 0.27, gloss: 0.5),
    ]
}
