import CONNXRuntime
import Core
import Glibc

/// ONNX Runtime, opened at run time. One a process, for its environment is global to it.
///
/// `@unchecked Sendable`: the pointer is to a table that is never written after opening.
public final class ONNXRuntime: @unchecked Sendable {
    let pointer: OpaquePointer
    public let path: String
    public let version: String

    /// Opens the library. Throws `FoveaError.unavailable` when it is none or does not fit this machine.
    public init(path: String) throws {
        var pointer: OpaquePointer?
        try check(conx_open(path, &pointer)) { "ONNX Runtime could not be opened: \($0)" }
        guard let pointer else { throw FoveaError.bug("conx_open gave nothing") }
        self.pointer = pointer
        self.path = path
        version = String(cString: conx_version(pointer))
    }

    /// The machine's library, opened once however often it is asked for.
    public static func shared() throws -> ONNXRuntime {
        try opened.withLock { runtime throws in
            if let runtime { return runtime }
            let made = try ONNXRuntime(path: RuntimeLibrary.find())
            runtime = made
            return made
        }
    }

    private static let opened = Lock<ONNXRuntime?>(nil)
}

/// Throws what a C call answered, if anything. Places on this machine are for the log alone.
///
/// - Parameter path: of the file that it is about, if any.
func check(
    _ message: UnsafeMutablePointer<CChar>?, _ kind: FoveaError.Kind = .unavailable, about path: String? = nil,
    _ words: (String) -> String
) throws {
    guard let message else { return }
    defer { free(message) }
    let told = String(cString: message)
    let harmless = RuntimeWords.withoutFolders(path.map { told.replacing($0, with: "the file") } ?? told)
    throw FoveaError(kind, words(harmless), underlying: told == harmless ? nil : told)
}
