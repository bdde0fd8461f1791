import Core
import Database
import Glibc

extension Command {
    static let doctor = Command(
        "doctor", "Show the settings in force and check what Fovea needs",
        options: [.setting("host", "ADDRESS", .host), .setting("port", "PORT", .port), .setting("database", "URL", .database)]
    ) { invocation in
        let settings = try Settings.load(invocation)
        let checks = await Doctor(settings: settings).examine()
        let failed = checks.filter { !$0.isFine }
        invocation.report(
            .object([
                "ok": .bool(failed.isEmpty), "settings": .array(Doctor.settings(settings.configuration).map(\.json)),
                "checks": .array(checks.map(\.json)),
            ]),
            text: Doctor.text(settings.configuration, checks))
        if !failed.isEmpty { throw FoveaError(.unavailable, "\(failed.count) of \(checks.count) checks failed.") }
    }
}

/// Looks at everything that a server needs; each finding says what to do.
struct Doctor: Sendable {
    struct Check: Sendable {
        var name: String
        var isFine: Bool
        var detail: String
        var json: JSON { ["name": .string(name), "ok": .bool(isFine), "detail": .string(detail)] }
    }

    struct Shown: Sendable {
        var name: String
        var value: String
        var source: String
        var json: JSON { ["name": .string(name), "value": .string(value), "source": .string(source)] }
    }

    let settings: Settings

    func examine() async -> [Check] {
        var checks = [
            await check("data directory") { "\(settings.dataDirectory) can be written" },
            await check("port") { try portIsFree() },
        ]
        do {
            let foundations = try Foundations.open(settings, publicURL: "")
            checks.append(
                await check("database") {
                    let missing = try await Migrator(foundations.database, Schema.migrations).missing()
                    return missing == 0 ? "reachable, schema up to date" : "reachable; \(missing) migrations will be applied at start"
                })
            checks.append(
                await check("store") {
                    try await foundations.blobs.prepare()
                    try await foundations.blobs.health()
                    return "\(foundations.blobs.kind), reachable and writable"
                })
            foundations.database.close()
        } catch {
            checks.append(Check(name: "settings", isFine: false, detail: "\(error)"))
        }
        checks.append(await check("models") { try Doctor.onnxRuntime(settings) })
        checks.append(await check("image quality") { try Doctor.quality(settings) })
        checks.append(await check("training") { try await Doctor.trainer(settings) })
        return checks
    }

    private func check(_ name: String, _ body: () async throws -> String) async -> Check {
        do { return Check(name: name, isFine: true, detail: try await body()) } catch {
            return Check(name: name, isFine: false, detail: (error as? FoveaError)?.message ?? "\(error)")
        }
    }

    /// Binding tells more than asking: rights and addresses that are not ours, too.
    private func portIsFree() throws -> String {
        let host = settings.configuration[.host] ?? "127.0.0.1"
        let port = try settings.configuration.int(.port, in: 0...65_535)
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let address = found else {
            throw FoveaError(.invalid, "FOVEA_HOST \(host) is no address of this machine.")
        }
        defer { freeaddrinfo(found) }
        let descriptor = socket(address.pointee.ai_family, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 else {
            let reason = String(cString: strerror(errno))
            throw FoveaError(.unavailable, "\(host):\(port) cannot be used: \(reason). Is Fovea running already? Choose another with --port.")
        }
        return "\(host):\(port) is free"
    }

    static func settings(_ configuration: Configuration) -> [Shown] {
        Setting.all.map { setting in
            Shown(
                name: setting.name, value: configuration.shown(setting),
                source: configuration.source(of: setting)?.rawValue ?? "not set")
        }
    }

    static func text(_ configuration: Configuration, _ checks: [Check]) -> String {
        let shown = settings(configuration)
        let width = shown.map(\.name.count).max() ?? 0
        func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
        let lines = shown.map { "  \(pad($0.name, width))  \(pad($0.source, 11))  \($0.value)" }
        let findings = checks.map { "  \($0.isFine ? "ok  " : "FAIL")  \(pad($0.name, 15))  \($0.detail)" }
        return "Settings\n\(lines.joined(separator: "\n"))\n\nChecks\n\(findings.joined(separator: "\n"))"
    }
}
