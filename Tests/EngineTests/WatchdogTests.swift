import Core
import Testing

@testable import Engine

@Suite struct WatchdogTests {
    @Test func endsTheProcessForWorkThatHangsOnly() {
        let ended = Lock(0)
        let lines = Lock<[String]>([])
        let logger = Logger { line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        let watchdog = Watchdog(limit: .seconds(120), logger: logger) { ended.withLock { $0 += 1 } }
        let now = ContinuousClock.now
        watchdog.watch("decode") {
            watchdog.check(at: now + .seconds(60))
            #expect(ended.withLock { $0 } == 0)
            #expect(watchdog.overdue(at: now + .seconds(180)) == "decode")
            watchdog.check(at: now + .seconds(180))
            #expect(ended.withLock { $0 } == 1)
        }
        watchdog.check(at: now + .seconds(1000))
        #expect(ended.withLock { $0 } == 1)
        #expect(lines.withLock { $0.first?.contains("engine work hangs") } == true)
    }

    @Test func asksWhatCanStopToStopLongBefore() {
        let asked = Lock<[String]>([])
        let watchdog = Watchdog(limit: .seconds(120), logger: .silent) { asked.withLock { $0.append("end") } }
        let now = ContinuousClock.now
        watchdog.watch("model", stop: (.seconds(20), { asked.withLock { $0.append("stop") } })) {
            watchdog.watch("decode") {
                watchdog.check(at: now + .seconds(10))
                #expect(asked.withLock { $0 } == [])
                watchdog.check(at: now + .seconds(30))
                #expect(asked.withLock { $0 } == ["stop"])
            }
        }
        watchdog.check(at: now + .seconds(30))
        #expect(asked.withLock { $0 } == ["stop"])
    }
}
