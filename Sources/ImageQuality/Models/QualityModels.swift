import Core

/// The numbers that others fitted: support vectors for BRISQUE, the Gaussian of undisturbed photographs for NIQE. They are no
/// part of the program: `scripts/setup-quality` takes them from PyPI's packages by name and writes them to one file.
public struct QualityModels: Sendable {
    public let brisque: BRISQUE?
    public let niqe: NIQE?

    /// Without them the other measures are all there is.
    public static let none = QualityModels(brisque: nil, niqe: nil)

    private init(brisque: BRISQUE?, niqe: NIQE?) {
        self.brisque = brisque
        self.niqe = niqe
    }

    /// Reads the file's text. Throws `FoveaError` when it is not one that `scripts/setup-quality` writes.
    public init(file: [UInt8]) throws {
        let json = try JSON.parse(file)
        guard let brisque = json["brisque"], let niqe = json["niqe"] else {
            throw FoveaError(.malformed, "The file of quality models lacks brisque or niqe; scripts/setup-quality makes it anew.")
        }
        self.init(brisque: try BRISQUE(brisque), niqe: try NIQE(niqe))
    }
}

extension JSON {
    func number(_ name: String) throws -> Double {
        guard let value = self[name]?.double, value.isFinite else {
            throw FoveaError(.malformed, "The file of quality models has no number \(name); scripts/setup-quality makes it anew.")
        }
        return value
    }

    func numbers(_ name: String, count: Int?) throws -> [Double] {
        let values = (self[name]?.array ?? []).compactMap(\.double)
        guard !values.isEmpty, values.count == count ?? values.count, values.count == self[name]?.array?.count else {
            throw FoveaError(.malformed, "The file of quality models has not the numbers \(name); scripts/setup-quality makes it anew.")
        }
        return values
    }
}
