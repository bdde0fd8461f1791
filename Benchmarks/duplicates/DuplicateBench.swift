import Clustering
import Core
import Glibc
import NearDuplicates

/// `duplicate-bench SIGNATURES LIMIT PAIRS`: reads signatures of 32 bytes, finds every pair within LIMIT bits, answers the seconds
/// that took and writes the pairs as int32 a, b, distance.
@main
struct DuplicateBench {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let limit = Int(arguments[2]) else { fatalError("duplicate-bench SIGNATURES LIMIT PAIRS") }
        let bytes = try read(arguments[1])
        let signatures = stride(from: 0, to: bytes.count, by: 32).map { start in
            bytes.withUnsafeBytes { SignatureBits(words: $0.loadUnaligned(fromByteOffset: start, as: SIMD4<UInt64>.self)) }
        }
        let crew = Crew()
        let begin = ContinuousClock.now
        let pairs = try SignatureTable(signatures).pairs(within: limit, crew: crew)
        let elapsed = ContinuousClock.now - begin
        let numbers = pairs.flatMap { [Int32($0.a), Int32($0.b), Int32($0.distance)] }
        guard let file = fopen(arguments[3], "wb") else { fatalError("\(arguments[3]) cannot be written") }
        fwrite(numbers, 4, numbers.count, file)
        fclose(file)
        print(Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
    }

    private static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else { fatalError("\(path) cannot be read") }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        let count = ftell(file)
        rewind(file)
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in initialized = fread(buffer.baseAddress, 1, count, file) }
    }
}
