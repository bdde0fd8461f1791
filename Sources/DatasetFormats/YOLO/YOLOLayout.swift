import Core

/// Finds out where the pictures of a YOLO dataset lie, which split each belongs to, and what the classes are called.
struct YOLOLayout {
    private let input: DatasetInput
    private(set) var data = YOLOData()
    private(set) var pictures: [(path: String, split: DatasetSplit?)] = []
    private var seen: Set<String> = []

    init(_ input: DatasetInput) { self.input = input }

    mutating func find(_ account: inout ImportAccount) throws {
        let yaml = readYAML(&account)
        if data.names.isEmpty { readNameLists(&account) }
        for source in data.sources { add(source.path, source.split, yaml: yaml ?? "", &account) }
        // Pictures that data.yaml does not reach (or all, without one) count too: what lies there belongs to the dataset.
        for path in input.pictures.paths where seen.insert(path).inserted { pictures.append((path, DatasetSplit(path: path))) }
        if data.names.isEmpty { nameByNumber(&account) }
    }

    /// The first YAML file that is about a dataset, the shallowest first.
    private mutating func readYAML(_ account: inout ImportAccount) -> String? {
        let candidates = input.tree.files.filter { ["yaml", "yml"].contains($0.fileExtension) }
            .sorted { ($0.split(separator: "/").count, $0) < ($1.split(separator: "/").count, $1) }
        for file in candidates {
            do {
                let yaml = try YAML.parse(FileStream.contents(of: input.tree.path(of: file), limit: 16 << 20))
                guard let found = YOLOData(yaml) else { continue }
                data = found
                for note in found.notes { account.note(file, nil, note) }
                return file
            } catch {
                account.note(file, nil, "\((error as? FoveaError)?.message ?? "cannot be read")")
            }
        }
        return nil
    }

    /// Darknet's and labelImg's lists of names.
    private mutating func readNameLists(_ account: inout ImportAccount) {
        let lists = ["classes.txt", "_classes.txt", "obj.names", "_darknet.labels", "classes.names", "labels.txt"]
        guard let file = input.tree.files.first(where: { lists.contains($0.lastComponent) }) else { return }
        data.names = Dictionary(uniqueKeysWithValues: NameList.read(input.tree.path(of: file)).enumerated().map { ($0, $1) })
        account.note(file, nil, "the class names were read from here: there is no data.yaml with names")
    }

    /// Nobody names the classes: they are called by their numbers, as many as labels speak of.
    private mutating func nameByNumber(_ account: inout ImportAccount) {
        var highest = -1
        for (path, _) in pictures {
            guard let labels = YOLOQuirks.labelPaths(of: path).first(where: input.tree.contains),
                let lines = try? LineReader(input.tree.path(of: labels))
            else { continue }
            while let line = lines.next() {
                let text = String(decoding: line.prefix { $0 > 32 }, as: UTF8.self)
                if let number = Int(text), number < 100_000 { highest = max(highest, number) }
            }
        }
        guard highest >= 0 else { return }
        account.note("", nil, "no file names the classes; they are called class 0 to class \(highest)")
        for number in 0...highest { data.names[number] = "class \(number)" }
    }

    /// One value of `train`, `val` or `test`: a folder of pictures, or a text file that lists them.
    private mutating func add(_ source: String, _ split: DatasetSplit, yaml: String, _ account: inout ImportAccount) {
        guard let path = resolve(source, yaml: yaml) else {
            account.note(yaml, "\(split)", "the path is not allowed or not there: \(source.prefix(200))")
            return
        }
        if path.fileExtension == "txt" {
            addList(path, split, &account)
        } else {
            for picture in input.pictures.paths where path.isEmpty || picture == path || picture.hasPrefix(path + "/") {
                if seen.insert(picture).inserted { pictures.append((picture, split)) }
            }
        }
    }

    private mutating func addList(_ list: String, _ split: DatasetSplit, _ account: inout ImportAccount) {
        guard let lines = try? LineReader(input.tree.path(of: list)) else {
            account.note(list, nil, "the list cannot be read")
            return
        }
        while let line = lines.next() {
            let text = String(decoding: line, as: UTF8.self)
            if text.isEmpty || text.hasPrefix("#") { continue }
            guard let path = SafePath.normalise(text) ?? placed(text, atLeast: 2, near: list.parentPath, isThere: input.pictures.contains) else {
                account.skip(list, "line \(lines.number)", "the path is not allowed: \(text.prefix(200))")
                continue
            }
            switch input.pictures.find(path, near: list.parentPath) {
            case .found(let picture):
                if seen.insert(picture).inserted {
                    pictures.append((picture, split))
                } else {
                    account.note(list, "line \(lines.number)", "names a picture that was named before: \(path)")
                }
            case .missing: account.skip(list, "line \(lines.number)", "the picture was not found: \(path)")
            case .ambiguous(let count): account.skip(list, "line \(lines.number)", "\(count) pictures have this name: \(path)")
            }
        }
    }

    /// Sources are relative to `path`, and that to the YAML file; often `path` is a place of another machine, and some tools
    /// write `../train/images` for what lies beside the file. So: what exists inside the dataset counts, tried from the most
    /// to the least literal reading; what leads out of it never does.
    private func resolve(_ source: String, yaml: String) -> String? {
        let base = yaml.parentPath
        var candidates: [String] = []
        if let root = data.root, let safe = SafePath.normalise(root + "/" + source) { candidates.append(base.joined(path: safe)) }
        if source == "." || source == "./" { candidates.append(base) }
        if let safe = SafePath.normalise(source) { candidates.append(base.joined(path: safe)) }
        var climbing = Substring(source)
        while climbing.hasPrefix("../") { climbing = climbing.dropFirst(3) }
        if let safe = SafePath.normalise(String(climbing)) { candidates.append(base.joined(path: safe)) }
        return candidates.first(where: isThere) ?? placed(source, atLeast: 1, near: base, isThere: isThere)
    }

    private func isThere(_ candidate: String) -> Bool {
        candidate.isEmpty || input.tree.contains(candidate) || input.pictures.paths.contains { $0.hasPrefix(candidate + "/") }
    }

    /// An absolute path of another machine, read as what of its end lies here: the longest, and no less than so many names.
    private func placed(_ path: String, atLeast least: Int, near base: String, isThere: (String) -> Bool) -> String? {
        let parts = path.split { $0 == "/" || $0 == "\\" }.map(String.init)
        guard path.hasPrefix("/") || parts.first?.hasSuffix(":") == true, parts.count >= least, !parts.contains("..") else { return nil }
        for start in 0...(parts.count - least) {
            guard let rest = SafePath.normalise(parts[start...].joined(separator: "/")) else { continue }
            if let found = [base.joined(path: rest), rest].first(where: isThere) { return found }
        }
        return nil
    }
}
