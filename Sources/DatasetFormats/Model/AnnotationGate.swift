import Core
import Geometry

/// What every reader does with a shape before it lets it in: cut it to the image, refuse what covers nothing, and keep the
/// books.
struct AnnotationGate {
    /// Pixels of a mask of an image of unknown size: as many as the largest picture that is taken.
    private static let maximumMask = 250_000_000

    let file: String
    let size: PixelSize?

    /// The geometry to take; nil when it was refused. Without a size only the shape itself is judged.
    func admit(_ geometry: Geometry, row: @autoclosure () -> String, label: String, _ account: inout ImportAccount) -> Geometry? {
        let frame = size ?? PixelSize(width: .max >> 12, height: .max >> 12)
        if size == nil, case .mask(let mask) = geometry {
            if mask.width * mask.height <= Self.maximumMask { return geometry }
            account.skip(file, row(), "\(label): a mask of \(mask.width) x \(mask.height) pixels")
            return nil
        }
        switch geometry.fitted(to: frame) {
        case .inside(let fitted): return fitted
        case .clipped(let fitted):
            if size == nil {
                account.clip(file, row(), "\(label): lies partly left of or above the image, and was cut")
            } else {
                account.clip(file, row(), "\(label): lies partly outside the image of \(describe(size)), and was cut")
            }
            return fitted
        case .outside:
            account.skip(file, row(), "\(label): lies outside the image of \(describe(size))")
            return nil
        case .degenerate(let what):
            account.skip(file, row(), "\(label): \(what)")
            return nil
        }
    }

    private func describe(_ size: PixelSize?) -> String { size.map { "\($0.width) x \($0.height) pixels" } ?? "unknown size" }
}
