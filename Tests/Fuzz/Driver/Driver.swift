import FuzzTargets
import Glibc

/// What libFuzzer calls, guided by which code each input reaches. Built by `scripts/fuzz` alone.
///
/// The environment's `FOVEA_FUZZ_TARGET` names the target.
private let target: FuzzTarget = {
    guard let name = getenv("FOVEA_FUZZ_TARGET").map({ String(cString: $0) }), let target = FuzzTarget(rawValue: name) else {
        fatalError("FOVEA_FUZZ_TARGET must be one of \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return target
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}
