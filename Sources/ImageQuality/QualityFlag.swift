import Core

/// Something about a picture that may be a fault.
public enum QualityFlag: String, WireEnum {
    case blurry, dark, bright, lowInformation = "low_information", grey, oddAspect = "odd_aspect", oddSize = "odd_size"
}

/// From where on something counts as a fault.
public struct QualityThresholds: Sendable, Equatable {
    /// `blurry`: the Laplacian's variance is less. It depends on what is in the pictures and how large they are: a project of
    /// out-of-focus backgrounds wants another.
    public var blurryBelow = 30.0
    /// `dark`: mean grey is less, of 1.
    public var darkBelow = 0.15
    /// `bright`: mean grey is more, of 1.
    public var brightAbove = 0.9
    /// `low_information`: the grey levels' entropy is less, in bits.
    public var entropyBelow = 4.0
    /// `grey`: colourfulness is less.
    public var colorfulnessBelow = 2.0
    /// `odd_aspect`: the longer side is more than so many times the shorter.
    public var aspectAbove = 3.0
    /// `odd_size`: the shorter side has fewer pixels.
    public var sideBelow = 64

    public init() {}
    public static let standard = QualityThresholds()
}

extension QualityFlag {
    /// What it says of a picture, for people.
    public func meaning(_ limits: QualityThresholds = .standard) -> String {
        switch self {
        case .blurry: "Sharpness below \(limits.blurryBelow)"
        case .dark: "Brightness below \(limits.darkBelow)"
        case .bright: "Brightness above \(limits.brightAbove)"
        case .lowInformation: "Entropy below \(limits.entropyBelow) bits"
        case .grey: "Colourfulness below \(limits.colorfulnessBelow)"
        case .oddAspect: "One side more than \(limits.aspectAbove) times the other"
        case .oddSize: "Shorter side below \(limits.sideBelow) pixels"
        }
    }
}

extension ImageQuality {
    public func flags(_ limits: QualityThresholds = .standard) -> [QualityFlag] {
        QualityFlag.allCases.filter { flag in
            func value(_ metric: QualityMetric) -> Double { values[metric] ?? .nan }
            return switch flag {
            case .blurry: value(.sharpness) < limits.blurryBelow
            case .dark: value(.brightness) < limits.darkBelow
            case .bright: value(.brightness) > limits.brightAbove
            case .lowInformation: value(.entropy) < limits.entropyBelow
            case .grey: value(.colorfulness) < limits.colorfulnessBelow
            case .oddAspect: Double(max(width, height)) > limits.aspectAbove * Double(min(width, height))
            case .oddSize: min(width, height) < limits.sideBelow
            }
        }
    }
}
