import CONNXRuntime
import Core

/// Ends runs of models from another thread: the runtime looks at it before each operation, also inside a model's loops.
///
/// `@unchecked Sendable`: the runtime allows setting it at any time; the pointer never changes.
public final class RunStop: @unchecked Sendable {
    let pointer: OpaquePointer
    private let stopped = Lock(false)

    public init(_ runtime: ONNXRuntime) throws {
        var pointer: OpaquePointer?
        try check(conx_stop_make(runtime.pointer, &pointer)) { "A run cannot be prepared: \($0)" }
        guard let pointer else { throw FoveaError.bug("conx_stop_make gave nothing") }
        self.pointer = pointer
    }

    deinit { conx_stop_free(pointer) }

    /// Runs that use it end with `FoveaError.timeout`, now and later.
    public func stop() {
        stopped.withLock { $0 = true }
        conx_stop_now(pointer)
    }

    var isStopped: Bool { stopped.withLock { $0 } }
}
