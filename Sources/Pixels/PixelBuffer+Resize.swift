extension PixelBuffer {
    /// Resized by two passes, first the columns' (down), whose loops run along whole rows, then the rows' (across).
    public func resized(width outWidth: Int, height outHeight: Int, filter: ResampleFilter = .cubic) -> PixelBuffer {
        if outWidth == width, outHeight == height { return self }
        let squeezed = outHeight == height ? self : resampledDown(to: outHeight, filter)
        return outWidth == width ? squeezed : squeezed.resampledAcross(to: outWidth, filter)
    }

    /// The longest side becomes `longest` at most; smaller pictures stay as they are.
    public func fitted(longest: Int, filter: ResampleFilter = .cubic) -> PixelBuffer {
        let (fittedWidth, fittedHeight) = Self.fittedSize(width: width, height: height, longest: longest)
        return resized(width: fittedWidth, height: fittedHeight, filter: filter)
    }

    public static func fittedSize(width: Int, height: Int, longest: Int) -> (width: Int, height: Int) {
        let side = max(width, height)
        guard side > longest else { return (width, height) }
        let scale = Double(longest) / Double(side)
        func shrunk(_ length: Int) -> Int { max(1, Int((Double(length) * scale).rounded())) }
        return (shrunk(width), shrunk(height))
    }
}
