import Core

/// Idle connections to the store, so that a request need not open one.
final class CurlPool: Sendable {
    private let idle = Lock<[CurlTransfer]>([])
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    func take() throws -> CurlTransfer {
        if let transfer = idle.withLock({ $0.popLast() }) { return transfer }
        return try CurlTransfer()
    }

    /// Gives a transfer back when its user is done with it; one whose connection failed is not given back.
    func give(_ transfer: CurlTransfer) {
        transfer.detach()
        idle.withLock { if $0.count < capacity { $0.append(transfer) } }
    }
}
