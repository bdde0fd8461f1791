import DemoScenes
import Testing

@Suite struct SceneTests {
    @Test func theSameSeedDrawsTheSameScene() {
        let first = Scene(seed: 7, width: 160, height: 120), second = Scene(seed: 7, width: 160, height: 120)
        #expect(first.pixels == second.pixels)
        #expect(first.pixels != Scene(seed: 8, width: 160, height: 120).pixels)
    }

    @Test func boxesLieInsideAndEveryKindAppears() {
        var kinds: Set<Hardware> = []
        for seed in 0..<12 {
            let scene = Scene(seed: UInt64(seed), width: 320, height: 240)
            #expect(scene.pixels.count == 320 * 240 * 3)
            for object in scene.objects {
                kinds.insert(object.kind)
                #expect(object.box.x >= 0 && object.box.y >= 0 && object.box.right <= 320 && object.box.bottom <= 240)
                #expect(!object.box.isDegenerate)
            }
        }
        #expect(kinds == Set(Hardware.allCases))
    }
}
