import Core
import Testing

@testable import Library

@Suite struct LivePresenceTests {
    private let start = Timestamp(seconds: 1000)
    private func at(_ seconds: Int64) -> Timestamp { start.advanced(by: .seconds(seconds)) }

    private func person(_ name: String, since seconds: Int64 = 0) -> LivePerson {
        LivePerson(connectionID: .make(), userID: .make(), username: name, color: "#112233", since: at(seconds))
    }

    @Test func whoIsSilentIsNotShownUntilHeardAgain() {
        var presence = LivePresence(silence: .seconds(10), serverSilence: .seconds(10))
        let ana = person("ana")
        presence.join(ana, at: at(0))
        #expect(presence.people(at: at(10)) == [ana])
        #expect(presence.people(at: at(11)).isEmpty)
        presence.heard(ana.connectionID, at: at(12))
        #expect(presence.people(at: at(12)) == [ana])
        presence.leave(ana.connectionID)
        presence.heard(ana.connectionID, at: at(13))
        #expect(presence.people(at: at(13)).isEmpty)
    }

    @Test func aServerThatStopsIsForgottenWithItsPeople() {
        var presence = LivePresence(silence: .seconds(10), serverSilence: .seconds(10))
        let ana = person("ana", since: 2), bob = person("bob", since: 1), server = ID.make()
        presence.join(ana, at: at(2))
        presence.heard(server: server, [bob], at: at(2))
        #expect(presence.isSeenElsewhere)
        #expect(presence.people(at: at(3)) == [bob, ana], "first come first")
        presence.expire(at: at(13))
        #expect(!presence.isSeenElsewhere)
        presence.heard(server: server, [bob], at: at(14))
        presence.heard(server: server, [], at: at(15))
        #expect(!presence.isSeenElsewhere, "it said that they have gone")
    }
}

@Suite struct LivePaceTests {
    @Test func aBurstIsHeardTheRestIsDroppedAFloodIsOne() {
        let start = Timestamp(seconds: 0)
        var pace = LivePace(perSecond: 10, burst: 20, at: start)
        let verdicts = (0..<300).map { _ in pace.message(at: start) }
        #expect(verdicts.prefix(20).allSatisfy { $0 == .heard })
        #expect(verdicts[20] == .dropped && verdicts[219] == .dropped && verdicts[220] == .flood)
        var calm = LivePace(perSecond: 10, burst: 20, at: start)
        #expect((0..<10_000).allSatisfy { calm.message(at: start.advanced(by: .milliseconds(100 * $0))) == .heard })
    }
}

@Suite struct LiveOutboxTests {
    @Test func aFullOneSaysSoAndCursorsTakeOnePlaceEach() async {
        let outbox = LiveOutbox(frameLimit: 2, byteLimit: 100), ana = ID.make()
        #expect(outbox.put("a") && outbox.put("b"))
        #expect(!outbox.put("c"))
        #expect(outbox.put("hello", first: true), "the first word always fits")
        for index in 0..<1000 { outbox.put(cursor: "cursor \(index)", of: ana) }
        var seen: [String?] = []
        for _ in 0..<4 { seen.append(await outbox.next()) }
        #expect(seen == ["hello", "a", "b", "cursor 999"])
        #expect(!outbox.put(String(repeating: "x", count: 101)))
        outbox.end()
        #expect(await outbox.next() == nil)
    }

    @Test func waitingEndsWhenTheTaskIsCancelled() async {
        let outbox = LiveOutbox(frameLimit: 2, byteLimit: 100)
        let task = Task { await outbox.next() }
        task.cancel()
        #expect(await task.value == nil)
    }
}

@Suite struct MentionNamesTests {
    @Test func namesAreFoundWhereTheyStand() {
        #expect(MentionNames.of("@ana look, @Bob_2 and (@c.d).") == ["ana", "bob_2", "c.d"])
        #expect(MentionNames.of("Ask @ana.") == ["ana.", "ana"])
        #expect(MentionNames.of("mail a@b.org, @ alone, @@ twice, grüße @ana@bob") == ["ana"])
        #expect(MentionNames.of("").isEmpty)
    }
}
