import Pixels

/// Decides whether two pictures whose signatures are near are copies, and says in what they differ.
public enum PictureMatch {
    /// Signatures further apart are not looked at. Copies cropped by a twentieth at two sides differ in about 80 bits, other
    /// photographs in 126, one pair in a thousand of photographs of one kind in fewer than 100.
    public static let limit = 96
    /// Of aligned greys. Copies have 0.99 and more.
    static let leastCorrelation = 0.94

    /// Nil when they are no copies.
    public static func compare(_ copy: PictureSignature, with original: PictureSignature, _ hit: SignatureTable.Hit) -> PictureDifference? {
        if copy.pixels == original.pixels { return .identical }
        guard let found = Alignment(GreyThumbnail(copy, turned: hit.turn), on: GreyThumbnail(original)), found.greys.correlation >= leastCorrelation
        else { return nil }
        let size = hit.turn.size(width: copy.width, height: copy.height)
        let across = Double(size.width) / ((found.right - found.left) * Double(original.width))
        let down = Double(size.height) / ((found.bottom - found.top) * Double(original.height))
        // A copy that was stretched one way is said to be resized by the mean of both.
        return PictureDifference(
            isIdentical: false, distance: hit.distance, correlation: min(1, found.greys.correlation), turn: hit.turn,
            scale: (across * down).squareRoot(), crop: (found.left, found.top, 1 - found.right, 1 - found.bottom),
            brightness: found.greys.brightness, contrast: found.greys.contrast)
    }
}
