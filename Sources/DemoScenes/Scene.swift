import Geometry
import Glibc

/// A drawn photograph of hardware on a workbench, with the truth about what lies where. Parts of four kinds differ in size,
/// proportions, metal, turn and light, cast shadows and overlap a little, so that a detector has something to learn.
public struct Scene: Sendable {
    public struct Object: Sendable {
        public let kind: Hardware
        /// Pixels, tight around what is visible of the part.
        public let box: Box
    }

    public let width: Int
    public let height: Int
    /// RGB, eight bits each, row by row: `width * height * 3` bytes.
    public let pixels: [UInt8]
    public let objects: [Object]

    /// The same seed draws the same scene.
    public init(seed: UInt64, width: Int = 640, height: Int = 480) {
        var random = SceneRandom(seed: seed)
        let parts = Scene.place(&random, width, height)
        var canvas = Canvas(width: width, height: height, bench: Workbench(&random))
        let light = Light(&random)
        for part in parts { canvas.shadow(of: part, light) }
        for (index, part) in parts.enumerated() { canvas.draw(part, UInt16(index + 1), light) }
        let boxes = canvas.visibleBoxes(count: parts.count)
        self.width = width
        self.height = height
        pixels = canvas.finish(&random)
        objects = zip(parts, boxes).compactMap { part, visible in
            // What is nearly covered is no object: nobody would label it.
            guard let visible, visible.share > 0.35 else { return nil }
            return Object(kind: part.kind, box: visible.box)
        }
    }

    private static func place(_ random: inout SceneRandom, _ width: Int, _ height: Int) -> [Part] {
        var parts: [Part] = []
        let wanted = Int(random.real(5, 15))
        for _ in 0..<wanted * 8 where parts.count < wanted {
            guard let kind = Hardware.allCases.randomElement(using: &random), let metal = Metal.all.randomElement(using: &random)
            else { continue }
            let part = Part(
                kind: kind, shape: PartShape(kind, &random), x: random.real(20, Double(width) - 20),
                y: random.real(20, Double(height) - 20), radius: random.real(18, kind == .gear ? 62 : 44),
                angle: random.real(0, 2 * .pi), metal: metal)
            let isFree = parts.allSatisfy { hypot($0.x - part.x, $0.y - part.y) > ($0.reach + part.reach) * 0.8 }
            if isFree { parts.append(part) }
        }
        return parts
    }
}

/// Where the lamp hangs.
struct Light {
    let x: Double
    let y: Double
    let strength: Double

    init(_ random: inout SceneRandom) {
        let angle = random.real(0, 2 * .pi)
        x = cos(angle)
        y = sin(angle)
        strength = random.real(0.75, 1.1)
    }
}

/// What the parts lie on.
struct Workbench {
    enum Material: CaseIterable { case steel, wood, rubber, paper }
    let material: Material
    let noise: SceneNoise
    let tint: Double
    let turn: Double

    init(_ random: inout SceneRandom) {
        material = Material.allCases.randomElement(using: &random) ?? .wood
        noise = SceneNoise(seed: random.next())
        tint = random.real(0.85, 1.15)
        turn = random.real(-0.3, 0.3)
    }

    func color(_ px: Int, _ py: Int) -> (Double, Double, Double) {
        let x = Double(px) * cos(turn) - Double(py) * sin(turn), y = Double(px) * sin(turn) + Double(py) * cos(turn)
        let broad = noise.fractal(x / 130, y / 130, octaves: 2) * 0.12
        switch material {
        case .steel:
            let brushed = noise.value(x / 90, y * 1.3) * 0.05 + broad
            return (0.52 * tint + brushed, 0.55 * tint + brushed, 0.58 * tint + brushed)
        case .wood:
            let ring = sin((y + noise.fractal(x / 160, y / 26, octaves: 3) * 34) * 0.22) * 0.07
            let grain = noise.value(x / 40, y * 0.9) * 0.05 + ring + broad
            return (0.58 * tint + grain, 0.42 * tint + grain * 0.85, 0.27 * tint + grain * 0.6)
        case .rubber:
            let bump = noise.fractal(x / 3, y / 3, octaves: 2) * 0.06 + broad
            return (0.17 * tint + bump, 0.2 * tint + bump, 0.2 * tint + bump)
        case .paper:
            let fibre = noise.fractal(x / 6, y / 6, octaves: 3) * 0.04 + broad * 0.6
            return (0.84 * tint + fibre, 0.82 * tint + fibre, 0.76 * tint + fibre)
        }
    }
}
