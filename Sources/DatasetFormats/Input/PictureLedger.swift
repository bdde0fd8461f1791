/// Which pictures annotation files have spoken of, so that the others can come last, without annotations.
struct PictureLedger {
    private var used: Set<String> = []
    private var rest: [String]?

    /// False when a file has spoken of the picture before.
    mutating func use(_ picture: String) -> Bool { used.insert(picture).inserted }

    /// The next picture that no file spoke of; nil after the last. Nothing may be used any more once this was asked.
    mutating func nextUnused(_ input: DatasetInput, _ account: inout ImportAccount, split: (String) -> DatasetSplit?) -> DatasetImage? {
        if rest == nil { rest = input.pictures.paths.filter { !used.contains($0) }.reversed() }
        while let path = rest?.popLast() {
            guard let image = input.plainPicture(path, split: split(path), &account) else { continue }
            account.took(image)
            return image
        }
        return nil
    }
}
