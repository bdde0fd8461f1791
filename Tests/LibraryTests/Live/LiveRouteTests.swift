import Core
import Events
import HTTPServer
import TestSupport
import Testing

@testable import Library

@Suite struct LiveRouteTests {
    @Test(arguments: TestEngine.available) func peopleComeAndGoAcrossServers(_ engine: TestEngine) async throws {
        try await LiveFixture.with(engine) { fixture in
            let place = try await fixture.place()
            let ana = try await fixture.open("ana", place.image)
            let hello = try #require(await ana.frame("hello"))
            #expect(shows("ana")(hello))
            #expect(hello["annotations"]?["count"]?.int == 0)
            let bob = try await fixture.open("bob", place.image, server: 1)
            #expect(await ana.frame("presence", where: shows("ana", "bob")) != nil)
            #expect(await bob.frame("presence", where: shows("ana", "bob")) != nil)
            await bob.leave()
            #expect(await ana.frame("presence", where: shows("ana")) != nil)
            await ana.leave()
        }
    }

    @Test(arguments: TestEngine.available) func changesAreToldWithTheirVersions(_ engine: TestEngine) async throws {
        try await LiveFixture.with(engine) { fixture in
            let place = try await fixture.place(), path = "/api/images/\(place.image)/annotations", id = ID.make()
            let bob = try await fixture.open("bob", place.image, server: 1)
            #expect(await bob.frame("hello") != nil)
            _ = await fixture.images.call("ana", .patch, path, ["ops": [create(id, label: place.labels[0], box(1, 2))]])
            let made = try #require(await bob.frame("annotations"))
            #expect(made["resync"] == false && made["username"] == "ana")
            #expect(made["annotations"]?.array?.first?["id"]?.string == id.description)
            #expect(made["annotations"]?.array?.first?["version"]?.int == 1)

            _ = await fixture.images.call(
                "ana", .patch, path, ["ops": [["action": "delete", "id": .string(id.description), "version": 1]]])
            let deleted = try #require(await bob.frame("annotations"))
            #expect(deleted["annotations"]?.array?.first?["version"]?.int == 2)
            #expect(deleted["annotations"]?.array?.first?["deleted_at"]?.string != nil)

            let many = (0..<200).map { create(.make(), label: place.labels[0], box(Double($0), 0)) }
            _ = await fixture.images.call("ana", .patch, path, ["ops": .array(many)])
            #expect(await bob.frame("annotations") == ["resync": true])
            await bob.leave()
        }
    }

    @Test(arguments: TestEngine.available) func cursorsReachTheOthersAndNotOneself(_ engine: TestEngine) async throws {
        try await LiveFixture.with(engine) { fixture in
            let place = try await fixture.place()
            let ana = try await fixture.open("ana", place.image), here = try await fixture.open("bob", place.image)
            let there = try await fixture.open("bob", place.image, server: 1)
            #expect(await ana.frame("presence", where: shows("ana", "bob", "bob")) != nil)
            #expect(await there.frame("presence", where: shows("ana", "bob", "bob")) != nil)
            try await ana.point(12, 34)
            for client in [here, there] {
                let cursor = try #require(await client.frame("cursor"))
                #expect(cursor["point"] == [12, 34])
            }
            try await here.point(1, 1)
            let seen = try #require(await ana.frame("cursor"))
            #expect(seen["point"] == [1, 1], "the first cursor that ana sees is not her own")
            for client in [ana, here, there] { await client.leave() }
        }
    }

    @Test(arguments: TestEngine.available) func commentsAndTheImageAreTold(_ engine: TestEngine) async throws {
        try await LiveFixture.with(engine) { fixture in
            let place = try await fixture.place()
            let bob = try await fixture.open("bob", place.image, server: 1)
            #expect(await bob.frame("hello") != nil)
            let made = await fixture.images.call("ana", .post, "/api/images/\(place.image)/comments", ["body": "Look"])
            let told = try #require(await bob.frame("comments"))
            #expect(told["comment_id"] == made.json["id"] && told["action"] == "create")
            let tag = await fixture.images.call("ana", .post, "/api/projects/\(place.project)/tags", ["name": "odd", "color": "#112233"])
            let change: JSON = ["image_ids": [.string(place.image)], "add": [tag.json["id"] ?? .null], "remove": []]
            #expect(await fixture.images.call("ana", .patch, "/api/images/tags", change).status == 200)
            #expect(await bob.frame("image") != nil)
            await bob.leave()
        }
    }

    @Test(arguments: TestEngine.available) func strangersStayOutsideAndWhoeverLosesTheirPlaceGoes(_ engine: TestEngine) async throws {
        try await LiveFixture.with(engine) { fixture in
            let place = try await fixture.place()
            #expect(await fixture.asked(nil, place.image).status == 401)
            #expect(await fixture.asked("eve", place.image).status == 404)
            #expect(await fixture.asked("ana", ID.make().description).status == 404)
            #expect(await fixture.asked("ana", "nonsense").status == 404)
            let ana = try await fixture.open("ana", place.image), bob = try await fixture.open("bob", place.image, server: 1)
            #expect(await ana.frame("presence", where: shows("ana", "bob")) != nil)
            let members = await fixture.images.call("ana", .get, "/api/projects/\(place.project)/members").json["items"]?.array
            let id = try #require(members?.first { $0["username"] == "bob" }?["user_id"]?.string)
            #expect(await fixture.images.call("ana", .delete, "/api/projects/\(place.project)/members/\(id)").status == 204)
            #expect(await bob.ended() == .policy)
            #expect(await ana.frame("presence", where: shows("ana")) != nil)
            await ana.leave()
        }
    }

    @Test(arguments: TestEngine.available) func anotherImagesNewsIsNotTold(_ engine: TestEngine) async throws {
        try await LiveFixture.with(engine) { fixture in
            let place = try await fixture.place(), other = try await fixture.images.image(in: place.project, 7)
            let bob = try await fixture.open("bob", place.image, server: 1)
            #expect(await bob.frame("hello") != nil)
            for (image, x) in [(other, 5.0), (place.image, 9.0)] {
                let op = create(.make(), label: place.labels[0], box(x, 0))
                _ = await fixture.images.call("ana", .patch, "/api/images/\(image)/annotations", ["ops": [op]])
            }
            let told = try #require(await bob.frame("annotations"))
            #expect(told["annotations"]?.array?.first?["geometry"]?["x"]?.double == 9)
            await bob.leave()
        }
    }
}

/// What a client may not do; one server and engine are enough, for nothing of it reaches the database.
@Suite struct LiveAbuseTests {
    private func ended(
        _ options: LiveOptions = LiveFixture.quick, _ abuse: @escaping @Sendable (LiveClient) async throws -> Void
    ) async throws -> WebSocket.CloseCode? {
        let code = Lock<WebSocket.CloseCode?>(nil)
        try await LiveFixture.with(.sqlite, options: options) { fixture in
            let place = try await fixture.place()
            let client = try await fixture.open("ana", place.image)
            #expect(await client.frame("hello") != nil)
            try? await abuse(client)
            let found = await client.ended()
            code.withLock { $0 = found }
        }
        return code.withLock { $0 }
    }

    @Test func aFloodOfCursorsIsCutOff() async throws {
        #expect(try await ended { client in for index in 0..<3000 { try await client.point(Double(index % 600), 1) } } == .policy)
    }

    @Test func aGiantFrameIsCutOff() async throws {
        #expect(try await ended { try await $0.socket.send(.text(String(repeating: "x", count: 20_000))) } == .tooLarge)
    }

    @Test func whatIsNoMessageIsRefused() async throws {
        #expect(try await ended { try await $0.socket.send(.text("not json")) } == .policy)
        #expect(try await ended { try await $0.say(["type": "cursor", "data": ["point": [1, 2, 3]]]) } == .policy)
        #expect(try await ended { try await $0.say(["type": "shout"]) } == .policy)
        #expect(try await ended { try await $0.socket.send(.binary([1, 2, 3])) } == .unsupported)
    }

    @Test func oneUserHasSoManyWindows() async throws {
        var options = LiveFixture.quick
        options.connectionsPerUser = 2
        try await LiveFixture.with(.sqlite, options: options) { fixture in
            let place = try await fixture.place()
            let first = try await fixture.open("ana", place.image), second = try await fixture.open("ana", place.image)
            #expect(await second.frame("hello") != nil)
            let third = try await fixture.open("ana", place.image)
            #expect(await third.ended() == .tryLater)
            await first.leave()
            let fourth = try await fixture.open("ana", place.image)
            #expect(await fourth.frame("hello") != nil)
            await second.leave()
            await fourth.leave()
        }
    }
}
