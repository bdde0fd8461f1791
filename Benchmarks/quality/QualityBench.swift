// Quality measures of pictures in memory, on one thread: `quality-bench MODELS FILE...`. For each line of standard input (brisque,
// niqe, piqe, or all for every measure) it goes once through all pictures and answers the milliseconds that took; `values` answers
// the three scores of each picture, as JSON.
import Core
import Foundation
import ImageCodecs
import ImageQuality
import Pixels

@main struct QualityBench {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count > 1 else { throw FoveaError(.invalid, "quality-bench MODELS FILE...") }
        let models = try QualityModels(file: ByteSource(path: arguments[0]).all())
        guard let brisque = models.brisque, let niqe = models.niqe else { throw FoveaError(.invalid, "the models are not there") }
        let pictures = try arguments.dropFirst().map { try ImageDecoder.decode(ByteSource(path: $0).all()).flattened() }
        while let line = readLine() {
            let watch = Stopwatch()
            var sum = 0.0
            switch line {
            case "brisque": for picture in pictures { sum += brisque.score(picture) ?? 0 }
            case "niqe": for picture in pictures { sum += niqe.score(picture) ?? 0 }
            case "piqe": for picture in pictures { sum += PIQE.score(picture) }
            case "all": for picture in pictures { sum += ImageQuality(picture, models: models)[.piqe] ?? 0 }
            case "values":
                let rows = pictures.map { picture -> JSON in
                    [
                        "brisque": .double(brisque.score(picture) ?? .nan), "niqe": .double(niqe.score(picture) ?? .nan),
                        "piqe": .double(PIQE.score(picture)),
                    ]
                }
                print(JSON.array(rows).text)
                fflush(nil)
                continue
            default: throw FoveaError(.invalid, "quality-bench knows brisque, niqe, piqe, all and values, not \(line)")
            }
            // What was computed is used, or it might not be computed.
            print(sum.isFinite ? watch.milliseconds : -1)
            fflush(nil)
        }
    }
}
