import Core
import HTTPServer
import Testing

@Suite struct RouterTests {
    @Test(arguments: Way.allCases) func answersJSON(_ way: Way) async throws {
        try await withClient(way) { client in
            let answer = try await client.send(.get, "/api/echo?text=a%20b&times=2")
            #expect(answer.status == 200 && answer.json["text"]?.string == "a ba b")
            #expect(answer.headers["Content-Type"] == "application/json")
            #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
            #expect(answer.headers["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
            #expect(answer.headers["X-Request-Id"]?.isEmpty == false)
            for same in ["/api/v1/echo?text=x", "/api/echo/?text=x"] {
                #expect(try await client.send(.get, same).json["text"]?.string == "x")
            }
            #expect(try await client.send(.get, "/api/things/latest").json["text"]?.string == "latest")
            #expect(try await client.send(.get, "/files/a/b%20c/d").text == "a/b c/d")
            let head = try await client.send(.head, "/api/echo")
            #expect(head.status == 200 && head.bytes.isEmpty)
        }
    }

    @Test(arguments: Way.allCases) func makesThingsAndNamesEveryProblem(_ way: Way) async throws {
        try await withClient(way) { client in
            let made = try await client.send(.post, "/api/things", as: "viewer", json: ["name": "a", "size": 2])
            #expect(made.status == 201 && made.headers["Location"] == "/api/things/1")
            let wrong = try await client.send(.post, "/api/things", as: "viewer", json: ["name": "", "size": 10])
            #expect(wrong.status == 422 && wrong.headers["Content-Type"] == "application/problem+json")
            #expect(wrong.json["errors"]?.array?.compactMap { $0["field"]?.string } == ["name", "size"])
            #expect(wrong.json["request_id"]?.string == wrong.headers["X-Request-Id"])
            let broken = try await client.send(
                .post, "/api/things", as: "viewer", headers: ["Content-Type": "application/json"], body: Array("{".utf8))
            #expect(broken.status == 400)
            let plain = try await client.send(.post, "/api/things", as: "viewer", headers: ["Content-Type": "text/plain"], body: Array("{}".utf8))
            #expect(plain.status == 415)
            let form = try await client.send(
                .post, "/api/form", headers: ["Content-Type": "application/x-www-form-urlencoded"], body: Array("name=b+c&size=3".utf8))
            #expect(form.json["name"]?.string == "b c" && form.json["size"]?.int == 3)
            let query = try await client.send(.get, "/api/echo?times=1000")
            #expect(query.status == 422 && query.json["errors"]?.array?.first?["field"]?.string == "times")
            let gone = try await client.send(.delete, "/api/things/\(ID.make())", as: "viewer")
            #expect(gone.status == 204 && gone.bytes.isEmpty)
            #expect(try await client.send(.get, "/api/things/not-an-id", as: "viewer").status == 404)
        }
    }

    @Test(arguments: Way.allCases) func refusesByRole(_ way: Way) async throws {
        try await withClient(way) { client in
            let path = "/api/projects/\(TableAuthorizer.project)"
            let id = JSON.string(TableAuthorizer.project.description)
            let named: JSON = ["project_id": id]
            let cases: [(HTTPMethod, String, String?, JSON?, Int)] = [
                (.get, path, nil, nil, 401),
                (.get, path, "forged", nil, 401),
                (.get, path, "stranger", nil, 404),
                (.get, path, "viewer", nil, 200),
                (.get, "/api/projects/\(ID.make())", "owner", nil, 404),
                (.get, "/api/projects/x", "owner", nil, 404),
                (.patch, path, "viewer", ["name": "a"], 403),
                (.patch, path, "annotator", ["name": "a"], 200),
                (.patch, path, "stranger", ["name": ""], 404),
                (.get, "/api/users", "owner", nil, 403),
                (.get, "/api/users", "admin", nil, 200),
                (.get, path, "reader", nil, 200),
                (.patch, path, "reader", ["name": "a"], 403),
                (.post, "/api/named", "annotator", named, 200),
                (.post, "/api/named", "viewer", named, 403),
                (.post, "/api/named", "stranger", named, 404),
                // A handler that forgot to ask does not get its answer out.
                (.post, "/api/named", "annotator", ["project_id": id, "ask": false], 500),
            ]
            for (method, path, user, json, expected) in cases {
                let status = try await client.send(method, path, as: user, json: json).status
                #expect(status == expected, "\(method) \(path) as \(user ?? "nobody")")
            }
        }
    }

    @Test(arguments: Way.allCases) func saysWhatIsPossible(_ way: Way) async throws {
        try await withClient(way) { client in
            #expect(try await client.send(.get, "/api/nowhere").status == 404)
            let method = try await client.send(.put, "/api/echo")
            #expect(method.status == 405 && method.headers["Allow"] == "GET, HEAD, OPTIONS")
            #expect(try await client.send(.get, "/api/%zz").status == 400)
            let options = try await client.send(.options, "/api/things")
            #expect(options.status == 204 && options.headers["Allow"]?.contains("POST") == true)
        }
    }

    @Test(arguments: Way.allCases) func neverTellsWhatFailedInside(_ way: Way) async throws {
        try await withClient(way) { client in
            let answer = try await client.send(.get, "/api/fails")
            #expect(answer.status == 500 && !answer.text.contains("hunter2"))
        }
    }

    @Test func strangersSendLittle() async throws {
        let router = try TestRoutes.router()
        let large = JSON.object(["name": .string(String(repeating: "a", count: 70_000))])
        #expect(await router.test(.post, "/api/form", json: large).status == 413)
        #expect(await router.test(.post, "/api/things", headers: ["Authorization": "Bearer viewer"], json: large).status == 422)
    }

    @Test func throttlesWithRetryAfter() async throws {
        let router = try TestRoutes.router()
        #expect(await router.test(.get, "/api/limited").status == 200)
        #expect(await router.test(.get, "/api/limited").status == 200)
        let third = await router.test(.get, "/api/limited")
        #expect(third.status == 429 && third.headers["Retry-After"].flatMap { Int($0) } ?? 0 > 1)
        #expect(await router.test(.get, "/api/limited", remoteAddress: "10.0.0.1").status == 200)
    }

    @Test func cookiesNeedTheirOwnOrigin() async throws {
        let router = try TestRoutes.router()
        func post(_ headers: Headers) async -> Int {
            var headers = headers
            headers["Cookie"] = "a=b; session=viewer"
            return await router.test(.post, "/api/things", headers: headers, json: ["name": "a"]).status
        }
        #expect(await post(["Origin": "http://localhost:8000"]) == 201)
        #expect(await post(["Origin": "http://evil.example"]) == 403)
        #expect(await post(["Origin": "null"]) == 403)
        #expect(await post(["Sec-Fetch-Site": "cross-site"]) == 403)
        #expect(
            await router.test(.get, "/api/things/\(ID.make())", headers: ["Cookie": "session=viewer", "Origin": "http://evil.example"]).status == 200)
    }

    @Test func corsAnswersOnlyNamedOrigins() async throws {
        var configuration = RouterConfiguration()
        configuration.corsOrigins = ["https://lab.example"]
        let router = try TestRoutes.router(configuration)
        let preflight = await router.test(
            .options, "/api/things", headers: ["Origin": "https://lab.example", "Access-Control-Request-Method": "POST"])
        #expect(preflight.status == 204 && preflight.headers["Access-Control-Allow-Origin"] == "https://lab.example")
        let other = await router.test(.get, "/api/echo", headers: ["Origin": "https://evil.example"])
        #expect(other.headers["Access-Control-Allow-Origin"] == nil && other.headers["Vary"] == "Origin")
    }

    @Test(arguments: Way.allCases) func compressesForThoseWhoTakeIt(_ way: Way) async throws {
        try await withClient(way) { client in
            let path = "/api/echo?times=100&text=" + String(repeating: "abcdefgh", count: 10)
            let plain = try await client.send(.get, path)
            let packed = try await client.send(.get, path, headers: ["Accept-Encoding": "br, gzip;q=0.8"])
            #expect(plain.headers["Content-Encoding"] == nil && plain.bytes.count > 8000)
            #expect(packed.headers["Content-Encoding"] == "gzip" && packed.bytes.count < 1000)
            #expect(packed.bytes.prefix(2) == [0x1F, 0x8B])
        }
    }

    @Test(arguments: Way.allCases) func servesRangesAndConditions(_ way: Way) async throws {
        try await withClient(way) { client in
            func range(_ text: String) async throws -> TestResponse { try await client.send(.get, "/api/file", headers: ["Range": text]) }
            let middle = try await range("bytes=10-19")
            #expect(middle.status == 206 && middle.bytes == Array(TestRoutes.pattern[10...19]))
            #expect(middle.headers["Content-Range"] == "bytes 10-19/65536")
            #expect(try await range("bytes=-5").bytes == Array(TestRoutes.pattern.suffix(5)))
            #expect(try await range("bytes=65530-").bytes.count == 6)
            #expect(try await range("bytes=0-99999999").bytes.count == 65536)
            #expect(try await range("bytes=65536-").status == 416)
            #expect(try await range("bytes=5-4").status == 200)
            #expect(try await range("bytes=0-1,3-4").status == 200)
            #expect(try await range("lines=0-1").status == 200)
            #expect(try await client.send(.get, "/api/file", headers: ["If-None-Match": "\"v0\", W/\"v1\""]).status == 304)
            #expect(try await client.send(.get, "/api/file", headers: ["Range": "bytes=0-1", "If-Range": "\"v0\""]).status == 200)
            #expect(try await client.send(.get, "/api/file", headers: ["Range": "bytes=0-1", "If-Range": "\"v1\""]).status == 206)
        }
    }

    @Test func describesItself() async throws {
        let router = try TestRoutes.router()
        let document = await router.test(.get, "/openapi.json").json
        #expect(document["openapi"]?.string == "3.1.0")
        let make = document["paths"]?["/api/things"]?["post"]
        #expect(make?["requestBody"]?["content"]?["application/json"]?["schema"]?["$ref"]?.string == "#/components/schemas/Thing")
        #expect(make?["responses"]?["201"] != nil)
        let one = document["paths"]?["/api/things/{id}"]?["get"]?["parameters"]?.array?.first
        #expect(one?["schema"]?["format"]?.string == "uuid")
        #expect(document["components"]?["schemas"]?["Thing"]?["properties"]?["size"]?["maximum"]?.int == 9)
        #expect(OpenAPI.conflicts(TestRoutes.all).isEmpty)
        for path in ["/docs", "/docs/docs.js", "/docs/docs.css"] { #expect(await router.test(.get, path).status == 200) }
        #expect(throws: FoveaError.self) { try Router(TestRoutes.all + [TestRoutes.all[0]], authorizer: TableAuthorizer()) }
    }

    @Test func showsFiguresToThisMachineAndAdministrators() async throws {
        var configuration = RouterConfiguration()
        configuration.figures = [{ $0.gauge("fovea_jobs_waiting", "Jobs that wait.", 3) }]
        let router = try TestRoutes.router(configuration)
        _ = await router.test(.get, "/api/echo")
        _ = await router.test(.get, "/api/nowhere")
        let figures = await router.test(.get, "/metrics").text
        #expect(figures.contains("fovea_http_requests_total{method=\"GET\",route=\"/api/echo\",status=\"200\"} 1\n"))
        #expect(figures.contains("route=\"none\",status=\"404\"} 1\n"))
        #expect(figures.contains("fovea_http_request_duration_seconds_bucket{method=\"GET\",route=\"/api/echo\",le=\"+Inf\"} 1\n"))
        #expect(figures.contains("fovea_jobs_waiting 3\n") && figures.contains("process_resident_memory_bytes "))
        #expect(await router.test(.get, "/metrics", isLoopback: false).status == 401)
        #expect(await router.test(.get, "/metrics", headers: ["Authorization": "Bearer owner"], isLoopback: false).status == 403)
        #expect(await router.test(.get, "/metrics", headers: ["Authorization": "Bearer admin"], isLoopback: false).status == 200)
    }

    @Test(arguments: Way.allCases) func refusesSecretsInAddresses(_ way: Way) async throws {
        try await withClient(way) { client in
            for path in ["/api/form?password=x", "/api/echo?access_token=x", "/api/echo?Password=x"] {
                let answer = try await client.send(.get, path)
                #expect(answer.status == 400 && answer.json["detail"]?.string?.contains("never in the address") == true)
            }
        }
    }
}
