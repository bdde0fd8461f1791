import Core
import Database
import Events
import Testing
import TestSupport

@Suite struct EventsTests {
    private func first(_ subscription: Subscription) async -> Event? {
        for await event in subscription where !event.isResync { return event }
        return nil
    }

    @Test(arguments: TestEngine.available) func eventsFollowTheCommit(_ engine: TestEngine) async throws {
        struct Stop: Error {}
        try await withDatabase(engine, migrations: EventsSchema.migrations) { db async throws in
            let events = Events(db)
            let subscription = events.subscribe("a")
            try? await db.write { c throws in
                try events.publish(Event("a", "lost"), in: c)
                throw Stop()
            }
            try await db.write { c throws in
                try events.publish(Event("b", "other topic"), in: c)
                try events.publish(Event("a", "kept", ["n": 1]), in: c)
            }
            #expect(await first(subscription) == Event("a", "kept", ["n": 1]))
        }
    }

    /// Two servers: each hears the other, and itself once.
    @Test(arguments: TestEngine.available) func eventsReachOtherServers(_ engine: TestEngine) async throws {
        try await withDatabaseURL(engine) { url in
            let (one, two) = (try Database(url), try Database(url))
            defer { one.close(); two.close() }
            try await Migrator(one, EventsSchema.migrations).up()
            let (here, there) = (Events(one), Events(two))
            defer { here.stop(); there.stop() }
            let mine = here.subscribe("t")
            let theirs = there.subscribe("t")
            try await here.start()
            try await there.start()
            // PostgreSQL's listeners say when they hear: only then is nothing lost.
            if engine == .postgres {
                for await event in theirs where event.isResync { break }
                for await event in mine where event.isResync { break }
            }
            try await one.write { c throws in try here.publish(Event("t", "1"), in: c) }
            #expect(await first(theirs)?.kind == "1")
            try await two.write { c throws in try there.publish(Event("t", "2"), in: c) }
            let heard = [await first(mine)?.kind, await first(mine)?.kind]
            #expect(heard == ["1", "2"])
        }
    }

    @Test(arguments: TestEngine.available) func aLargeBodyArrivesAsNull(_ engine: TestEngine) async throws {
        try await withDatabaseURL(engine) { url in
            let (one, two) = (try Database(url), try Database(url))
            defer { one.close(); two.close() }
            try await Migrator(one, EventsSchema.migrations).up()
            let (here, there) = (Events(one), Events(two))
            defer { here.stop(); there.stop() }
            let theirs = there.subscribe("t")
            try await there.start()
            if engine == .postgres { for await event in theirs where event.isResync { break } }
            try await one.write { c throws in try here.publish(Event("t", "big", .string(String(repeating: "x", count: 20000))), in: c) }
            #expect(await first(theirs) == Event("t", "big", .null))
        }
    }

    @Test func aSlowListenerIsToldThatItMissedSome() async throws {
        try await withDatabase(.sqlite) { db async throws in
            let events = Events(db)
            let slow = events.subscribe(["t"], buffer: 4)
            for index in 0..<6 { events.publishHere(Event("t", "\(index)")) }
            events.stop()
            var kinds: [String] = []
            for await event in slow { kinds.append(event.kind) }
            #expect(kinds == ["resync", "5"])
            #expect(slow.isEnded)
        }
    }

    @Test func aWaitGivenUpLosesNothing() async throws {
        try await withDatabase(.sqlite) { db async throws in
            let events = Events(db)
            let subscription = events.subscribe("t")
            #expect(await subscription.next(within: .milliseconds(1)) == nil)
            let cancelled = Task { await subscription.next() }
            cancelled.cancel()
            #expect(await cancelled.value == nil)
            events.publishHere(Event("t", "kept"))
            #expect(await subscription.next()?.kind == "kept")
            #expect(!subscription.isEnded)
        }
    }

    @Test func pruningKeepsTheNewest() async throws {
        try await withDatabase(.sqlite, migrations: EventsSchema.migrations) { db async throws in
            let events = Events(db)
            for index in 0..<5 { try await db.write { c throws in try events.publish(Event("t", "\(index)"), in: c) } }
            try await events.prune(olderThan: .seconds(-60))
            #expect(try await db.read { c throws in try c.query("SELECT kind FROM events") { try $0.text(0) } } == ["4"])
        }
    }

    @Test(arguments: TestEngine.available) func theSchemaIsWhatTheCodeExpects(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: EventsSchema.migrations) { db async throws in
            #expect(try await db.read { c throws in try SchemaInspector.differences(EventsSchema.tables, c) } == [])
        }
    }
}
