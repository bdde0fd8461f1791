import Core
import Glibc
import Processes
import Testing

@Suite struct ChildProcessTests {
    private func shell(_ script: String, input: ChildInputMode = .none) async throws -> ChildProcess {
        try await ChildProcess.start(
            executable: "/bin/sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"], stdin: input)
    }

    @Test func readsBothStreamsAndTheExitStatus() async throws {
        let child = try await shell("echo one; echo two; printf three; echo problem >&2; exit 7")
        async let errors = child.errors.collect()
        #expect(await child.output.collect() == ["one", "two", "three"])
        #expect(await errors == ["problem"])
        let status = await child.wait()
        #expect(status.code == 7)
        #expect(!status.succeeded)
        #expect(status.peakMemory > 0)
        #expect(child.signal(SIGTERM) == false)
    }

    @Test func givesBytesToStandardInput() async throws {
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 300_000)
        let child = try await shell("wc -c", input: .bytes(bytes))
        #expect(await child.output.collect().map { $0.filter(\.isNumber) } == ["300000"])
        #expect(await child.wait().succeeded)
    }

    @Test func keepsAnInputPipeOpenUntilClosed() async throws {
        let child = try await shell("while read line; do echo got $line; done; echo end", input: .pipe)
        var lines = child.output.makeAsyncIterator()
        try await child.input?.write(Array("first\n".utf8))
        #expect(await lines.next() == "got first")
        #expect(child.status == nil)
        child.input?.close()
        #expect(await lines.next() == "end")
        #expect(await child.wait().succeeded)
    }

    @Test func writingToAChildThatEndedIsAnError() async throws {
        let child = try await shell("exit 0", input: .pipe)
        _ = await child.wait()
        await #expect(throws: FoveaError.self) { try await child.input?.write([1, 2, 3]) }
    }

    @Test func passesOnlyTheGivenEnvironmentAndDirectory() async throws {
        let child = try await ChildProcess.start(
            executable: "/usr/bin/env", arguments: [], environment: ["A": "1", "B": "two words"], directory: "/")
        #expect(await child.output.collect() == ["A=1", "B=two words"])
        let place = try await ChildProcess.start(executable: "/bin/pwd", arguments: [], environment: [:], directory: "/usr")
        #expect(await place.output.collect() == ["/usr"])
    }

    @Test func leaksNoDescriptor() async throws {
        let secret = open("/etc/hostname", O_RDONLY)
        defer { close(secret) }
        let child = try await shell("ls /proc/$$/fd")
        let open = await child.output.collect()
        // 0, 1, 2 and whatever the shell itself opened; ours is not among them.
        #expect(open.allSatisfy { (Int($0) ?? 0) < 3 || $0 != "\(secret)" })
        #expect(!open.contains("\(secret)"))
    }

    @Test func saysWhyItCouldNotStart() async throws {
        for (options, step) in [
            (ChildOptions("/nowhere/program"), "execute"),
            (ChildOptions("/bin/sh", directory: "/nowhere"), "directory"),
        ] {
            let error = await #expect(throws: FoveaError.self) { _ = try await ChildProcess.start(options) }
            #expect(error?.message.contains(step) == true)
            #expect(error?.message.contains("No such file or directory") == true)
        }
    }

    @Test func terminatesGracefullyThenKills() async throws {
        let polite = try await shell("trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.05; done")
        var lines = polite.output.makeAsyncIterator()
        #expect(await lines.next() == "ready")
        #expect(await polite.terminate(grace: .seconds(60)).code == 3)
        #expect(await lines.next() == "bye")

        let stubborn = try await shell("trap '' TERM; echo ready; while :; do sleep 0.05; done")
        var more = stubborn.output.makeAsyncIterator()
        #expect(await more.next() == "ready")
        #expect(await stubborn.terminate(grace: .milliseconds(100)).signal == SIGKILL)
    }

    @Test func killsWhatTheChildLeavesBehind() async throws {
        let child = try await shell("sleep 1000 & echo $!; exit 0")
        var lines = child.output.makeAsyncIterator()
        let grandchild = try #require(Int32(await lines.next() ?? ""))
        #expect(await child.wait().succeeded)
        // The pipe ends only when the grandchild, which holds it too, is gone.
        #expect(await lines.next() == nil)
        #expect(grandchild > 0)
    }

    @Test func isKilledWithItsParent() async throws {
        let script = "import ctypes; s = ctypes.c_int(); ctypes.CDLL(None).prctl(2, ctypes.byref(s), 0, 0, 0); print(s.value)"
        let child = try await ChildProcess.start(
            executable: "/usr/bin/python3", arguments: ["-c", script], environment: ["PATH": "/usr/bin"])
        #expect(await child.output.collect() == ["\(SIGKILL)"])
    }

    @Test func holdsTheChildToItsLimits() async throws {
        var options = ChildOptions("/bin/sh", ["-c", "ulimit -v; ulimit -n"], environment: ["PATH": "/usr/bin:/bin"])
        options.limits = [.addressSpace(512 << 20), .openFiles(64)]
        let child = try await ChildProcess.start(options)
        #expect(await child.output.collect() == ["\(512 << 10)", "64"])
    }

    @Test func takesAllPrivilegesAway() async throws {
        var options = ChildOptions("/bin/grep", ["-E", "^(CapEff|CapBnd|NoNewPrivs)", "/proc/self/status"])
        options.unprivileged = true
        let child = try await ChildProcess.start(options)
        #expect(await child.output.collect() == ["CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1"])
    }

    @Test func pausesAWriterThatNobodyReads() async throws {
        // 8 MB of lines: all arrive, though only 1 MB may wait at a time.
        let child = try await shell("yes 0123456789012345678901234567890123456789 | head -n 200000")
        var count = 0
        for await line in child.output { count += line.utf8.count == 40 ? 1 : 0 }
        #expect(count == 200_000)
        #expect(await child.wait().succeeded)
    }

    @Test func manyTasksWaitForOneEnd() async throws {
        let child = try await shell("read line; exit 5", input: .pipe)
        let codes = await withTaskGroup(of: Int32?.self) { group in
            for _ in 0..<10 { group.addTask { await child.wait().code } }
            child.input?.close()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes == Array(repeating: 5, count: 10))
    }
}
