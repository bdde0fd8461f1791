import Core

/// A region of a task: a shape with all that results of its id say.
struct LabelStudioRegion {
    var id: String
    /// The region that it is a part of: keypoints of a rectangle.
    var parent: String?
    var value: JSON
    var labels: [String] = []
    var attributes = JSONObject()
    var score: Double?
}

/// What one list of results holds.
struct LabelStudioResults {
    var regions: [LabelStudioRegion] = []
    /// Classes of the whole image, with scores.
    var classes: [(name: String, score: Double?)] = []
    var declared: (width: Int64, height: Int64)?
    /// What was not read, by what it was.
    var unread: [String: Int] = [:]

    init(_ results: [JSON]) {
        var places: [String: Int] = [:]
        for (number, result) in results.enumerated() {
            if result["type"]?.string == "relation" {
                unread["relation", default: 0] += 1
                continue
            }
            guard let value = result["value"], value.object != nil else {
                unread["result without a value", default: 0] += 1
                continue
            }
            if let width = result["original_width"]?.int, let height = result["original_height"]?.int, declared == nil { declared = (width, height) }
            let id = result["id"]?.string ?? "#\(number)"
            let isShape = ["x", "points", "rle", "vertices", "imageDataURL"].contains { value[$0] != nil }
            guard isShape else {
                whole(value, result)
                continue
            }
            let place = places[id] ?? regions.count
            if place == regions.count { regions.append(LabelStudioRegion(id: id, value: value)) }
            places[id] = place
            add(value, result, to: place)
        }
    }

    private mutating func add(_ value: JSON, _ result: JSON, to place: Int) {
        if let parent = result["parentID"]?.string { regions[place].parent = parent }
        if let score = result["score"]?.double { regions[place].score = score }
        for (key, item) in value.object?.members ?? [] where key == "labels" || key.hasSuffix("labels") {
            regions[place].labels += (item.array ?? []).compactMap(\.string)
        }
        if let said = Self.saying(value) { regions[place].attributes[result["from_name"]?.string ?? "value"] = said }
    }

    /// What a control of a single region says.
    private static func saying(_ value: JSON) -> JSON? {
        if let choices = value["choices"]?.array {
            guard choices.count == 1, let text = choices[0].string else { return .array(choices) }
            return text == "true" ? true : text == "false" ? false : .string(text)
        }
        if let text = value["text"] { return text.array?.count == 1 ? text.array?.first : text }
        if let paths = value["taxonomy"]?.array { return .string(paths.compactMap(path).joined(separator: ", ")) }
        return value["number"] ?? value["rating"]
    }

    private mutating func whole(_ value: JSON, _ result: JSON) {
        let score = result["score"]?.double
        if let choices = value["choices"]?.array {
            classes += choices.compactMap(\.string).map { ($0, score) }
        } else if let paths = value["taxonomy"]?.array {
            classes += paths.compactMap(Self.path).map { ($0, score) }
        } else {
            unread["\(result["type"]?.string ?? "result") of the whole image", default: 0] += 1
        }
    }

    private static func path(_ json: JSON) -> String? { json.array.map { $0.compactMap(\.string).joined(separator: "/") } }
}

/// A task of the export "JSON" or of "JSON_MIN", in which controls stand beside the data.
struct LabelStudioTask {
    var id: String
    var image: String?
    var split: DatasetSplit?
    var annotation: [JSON] = []
    var predictions: [(results: [JSON], score: Double?)] = []
    var notes: [String] = []

    init(_ json: JSON, number: Int) {
        id = json["id"].flatMap { $0.int.map(String.init) ?? $0.string } ?? "\(number)"
        let data = json["data"] ?? json
        image = Self.picture(data)
        split = (data["split"] ?? data["subset"])?.string.flatMap { DatasetSplit(folder: $0) }
        guard json["data"] != nil else {
            takeMinimal(json)
            return
        }
        choose((json["annotations"] ?? json["completions"])?.array ?? [])
        for prediction in json["predictions"]?.array ?? [] where prediction.object != nil {
            predictions.append((prediction["result"]?.array ?? [], prediction["score"]?.double))
        }
    }

    /// The value that names a picture: `image`, else the first that looks like one.
    private static func picture(_ data: JSON) -> String? {
        if let image = data["image"]?.string { return image }
        return data.object?.members.lazy.compactMap { $1.string }.first { text in
            text.contains("/local-files/?") || PictureNames.matches(String(text.prefix { $0 != "?" && $0 != "#" }))
        }
    }

    /// Of several annotations one is taken: the ground truth, else the one that was changed last. Cancelled ones count as none.
    private mutating func choose(_ annotations: [JSON]) {
        let living = annotations.filter { $0["was_cancelled"]?.bool != true && $0["skipped"]?.bool != true }
        if living.count < annotations.count { notes.append("\(annotations.count - living.count) cancelled annotations were not read") }
        func moment(_ json: JSON) -> String { (json["updated_at"] ?? json["created_at"])?.string ?? "" }
        var chosen = living.first { $0["ground_truth"]?.bool == true }
        if chosen == nil { for one in living where chosen.map(moment) ?? "" <= moment(one) { chosen = one } }
        if living.count > 1 {
            let why = chosen?["ground_truth"]?.bool == true ? "the ground truth" : "the one that was changed last"
            notes.append("of \(living.count) annotations \(why) was read")
        }
        annotation = chosen?["result"]?.array ?? []
    }

    private mutating func takeMinimal(_ json: JSON) {
        for (key, item) in json.object?.members ?? [] {
            if let shapes = item.array, shapes.contains(where: { $0["original_width"] != nil }) {
                for shape in shapes {
                    annotation.append([
                        "value": shape, "from_name": .string(key), "original_width": shape["original_width"] ?? .null,
                        "original_height": shape["original_height"] ?? .null,
                    ])
                }
            } else if let choices = item["choices"] {
                annotation.append(["value": ["choices": choices], "from_name": .string(key)])
            } else if ["choice", "choices", "class"].contains(key), let text = item.string {
                annotation.append(["value": ["choices": [.string(text)]], "from_name": .string(key)])
            }
        }
    }
}
