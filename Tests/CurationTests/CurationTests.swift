import Core
import Database
import TestSupport
import Testing

@testable import Curation

@Suite struct CurationTests {
    @Test(arguments: TestEngine.available) func imagesComeAndAreLookedInto(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let image = try await fixture.upload("square.bmp", try Picture.square)
            try await fixture.work()
            let shown = await fixture.call("vera", .get, "/api/images/\(image)")
            #expect(shown.json["has_thumbnail"]?.bool == true)
            #expect(await fixture.call("eve", .get, "/api/images/\(image)").status == 404)
        }
    }
}
