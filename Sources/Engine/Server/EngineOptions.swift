import Core
import Glibc
import ImageCodecs

/// What the engine process may use.
public struct EngineOptions: Sendable {
    /// Threads that compute, and operations that run at once.
    public var threads: Int
    /// Bytes of private memory; the kernel refuses more, which ends the process. 0: no limit.
    public var memory: Int
    /// Bytes that open models may take together.
    public var modelMemory: Int
    /// Bytes of decoded levels kept for tiles.
    public var tileMemory: Int
    /// Connections at once.
    public var connections: Int
    public var limits: ImageLimits
    /// How long one piece of work (a decode, a run of a model, its opening) may take before the process ends itself.
    public var workLimit: Duration
    /// How long a model may take for one picture before its run is stopped.
    public var modelLimit: Duration
    /// The file of `scripts/setup-quality`; without it BRISQUE and NIQE are not measured.
    public var qualityModels: String?

    public init(
        threads: Int = EngineOptions.cores, memory: Int = 6 << 30, modelMemory: Int = 2 << 30, tileMemory: Int = 512 << 20,
        connections: Int = 64, limits: ImageLimits = .standard, workLimit: Duration = .seconds(120),
        modelLimit: Duration = .seconds(20)
    ) {
        self.threads = max(1, threads)
        self.memory = memory
        self.modelMemory = modelMemory
        self.tileMemory = tileMemory
        self.connections = connections
        self.limits = limits
        self.workLimit = workLimit
        self.modelLimit = modelLimit
    }

    /// Processors that this process may use.
    public static var cores: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
