import Testing

@testable import ObjectStorage

@Suite struct PartPlanTests {
    static let gibibyte: Int64 = 1 << 30

    @Test(
        arguments: [
            (Int64(1), Int64(16 << 20)), (16 << 20, 16 << 20), ((16 << 20) + 1, 16 << 20), (5 * gibibyte, 1 << 30),
            (5 * gibibyte + 1, 1 << 30), (50 * gibibyte, 16 << 20), (5 << 40, 16 << 20), ((5 << 40) - 7, 1 << 30),
        ] as [(Int64, Int64)])
    func partsCoverTheObjectWithinTheProtocolsBounds(_ size: Int64, _ part: Int64) throws {
        let parts = PartPlan(size: size, part: part, limit: 10_000).parts
        #expect(parts.first?.lowerBound == 0)
        #expect(parts.last?.upperBound == size)
        #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        #expect(parts.count <= 10_000)
        // All but the last are equal, at least as large as asked for and at most 5 GiB.
        let first = try #require(parts.first)
        #expect(parts.dropLast().allSatisfy { $0.count == first.count })
        #expect(parts.allSatisfy { !$0.isEmpty && Int64($0.count) <= 5 * Self.gibibyte })
        if parts.count > 1 { #expect(Int64(first.count) >= part) }
    }

    @Test func largeOffsetsDoNotWrap() {
        let parts = PartPlan(size: 5 * Self.gibibyte + 1, part: Self.gibibyte, limit: 10_000).parts
        #expect(parts.count == 6)
        #expect(parts[5] == 5_368_709_120..<5_368_709_121)
        #expect(PartPlan(size: 0, part: 10, limit: 10).parts.isEmpty)
    }
}
