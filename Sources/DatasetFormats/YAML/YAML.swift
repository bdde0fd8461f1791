import CYAML
import Core

/// The subset of YAML that dataset files use: scalars, lists and maps; no aliases, one document.
indirect enum YAML: Equatable {
    /// `plain` when it was not quoted, so that 0 and "0" can be told apart.
    case scalar(String, plain: Bool)
    case list([YAML])
    case map([(key: String, value: YAML)])

    static func == (a: YAML, b: YAML) -> Bool {
        switch (a, b) {
        case (.scalar(let x, let p), .scalar(let y, let q)): x == y && p == q
        case (.list(let x), .list(let y)): x == y
        case (.map(let x), .map(let y)): x.count == y.count && zip(x, y).allSatisfy { $0.key == $1.key && $0.value == $1.value }
        default: false
        }
    }

    subscript(key: String) -> YAML? {
        if case .map(let members) = self { members.last { $0.key == key }?.value } else { nil }
    }

    /// The scalar; nil for null (`~`, empty, `null`).
    var text: String? {
        guard case .scalar(let text, let plain) = self else { return nil }
        return plain && (text.isEmpty || text == "~" || text.lowercased() == "null") ? nil : text
    }

    var list: [YAML]? { if case .list(let items) = self { items } else { nil } }
    var map: [(key: String, value: YAML)]? { if case .map(let members) = self { members } else { nil } }

    /// Throws `FoveaError.malformed`, naming the line.
    static func parse(_ bytes: [UInt8]) throws -> YAML {
        let builder = Builder()
        var handler = cyaml_handler(
            context: Unmanaged.passUnretained(builder).toOpaque(),
            scalar: { context, bytes, count, plain in
                let raw = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
                return yamlBuilder(context)?.scalar(String(decoding: raw, as: UTF8.self), plain) ?? false
            },
            start_sequence: { yamlBuilder($0)?.open(.list([])) ?? false },
            end_sequence: { yamlBuilder($0)?.close() ?? false },
            start_mapping: { yamlBuilder($0)?.open(.map([])) ?? false },
            end_mapping: { yamlBuilder($0)?.close() ?? false })
        let result = withExtendedLifetime(builder) {
            bytes.withUnsafeBytes { cyaml_parse($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, &handler) }
        }
        guard result.ok else {
            let why = result.message.map { String(cString: $0) } ?? ""
            throw FoveaError(.malformed, "The YAML file cannot be read: \(why) (line \(result.line)).")
        }
        return builder.root
    }

    fileprivate final class Builder {
        private struct Level {
            var value: YAML
            var key: String?
        }
        private var levels: [Level] = []
        var root: YAML = .scalar("", plain: true)

        func open(_ value: YAML) -> Bool {
            guard levels.count < 32 else { return false }
            levels.append(Level(value: value, key: nil))
            return true
        }

        func close() -> Bool {
            guard let level = levels.popLast() else { return false }
            return add(level.value)
        }

        func scalar(_ text: String, _ plain: Bool) -> Bool {
            if let last = levels.indices.last, case .map = levels[last].value, levels[last].key == nil {
                levels[last].key = text
                return true
            }
            return add(.scalar(text, plain: plain))
        }

        private func add(_ value: YAML) -> Bool {
            guard var level = levels.popLast() else {
                root = value
                return true
            }
            switch level.value {
            case .list(var items):
                level.value = .list([])
                items.append(value)
                level.value = .list(items)
            case .map(var members):
                guard let key = level.key else { return false }  // a list or map as a key
                level.value = .map([])
                members.append((key, value))
                level.value = .map(members)
                level.key = nil
            case .scalar: return false
            }
            levels.append(level)
            return true
        }
    }
}

/// Outside the type, so that C callbacks capture nothing.
private func yamlBuilder(_ context: UnsafeMutableRawPointer?) -> YAML.Builder? {
    context.map { Unmanaged<YAML.Builder>.fromOpaque($0).takeUnretainedValue() }
}
