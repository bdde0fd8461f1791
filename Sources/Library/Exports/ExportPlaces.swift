import Core

/// How many downloads of datasets one account may have under way: each holds memory, and threads while it is written.
final class ExportPlaces: Sendable {
    static let perUser = 2

    private let taken = Lock<[ID: Int]>([:])

    /// Throws `FoveaError.throttled` when there is none left. The place is free again once what this answers is let go of.
    func take(_ userID: ID) throws -> Place {
        let hasRoom = taken.withLock { taken in
            guard taken[userID, default: 0] < Self.perUser else { return false }
            taken[userID, default: 0] += 1
            return true
        }
        guard hasRoom else {
            throw FoveaError(
                .throttled, "\(Self.perUser) downloads of datasets are under way for you already; wait until one has ended.", retryAfter: 10)
        }
        return Place(self, userID)
    }

    private func give(_ userID: ID) {
        taken.withLock { taken in
            let left = (taken[userID] ?? 1) - 1
            taken[userID] = left > 0 ? left : nil
        }
    }

    /// Freed with the answer that holds it, however that ends: sent, cut off, or never begun.
    final class Place: Sendable {
        private let places: ExportPlaces
        private let userID: ID

        init(_ places: ExportPlaces, _ userID: ID) {
            self.places = places
            self.userID = userID
        }

        deinit { places.give(userID) }
    }
}
