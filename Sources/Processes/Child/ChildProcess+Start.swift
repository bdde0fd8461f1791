import CProcess
import Core
import Glibc

extension ChildProcess {
    /// Starts a program. Throws `FoveaError` with the step that failed: no such file, no such directory, no right to run it.
    public static func start(_ options: ChildOptions) async throws -> ChildProcess {
        try await Spawner.executor.run { try startBlocking(options) }
    }

    /// The same with the commonest options in one line.
    public static func start(
        executable: String, arguments: [String], environment: [String: String], directory: String? = nil,
        stdin: ChildInputMode = .none, group: Bool = true
    ) async throws -> ChildProcess {
        var options = ChildOptions(executable, arguments, environment: environment, directory: directory)
        options.input = stdin
        options.group = group
        return try await start(options)
    }

    private static func startBlocking(_ options: ChildOptions) throws -> ChildProcess {
        let input = try Pipe.forInput(options.input)
        defer { close(input.child) }
        let output: Pipe
        let errors: Pipe
        do {
            output = try Pipe.forOutput(options.output)
        } catch {
            input.closeOurs()
            throw error
        }
        defer { close(output.child) }
        do {
            errors = try Pipe.forOutput(options.errors)
        } catch {
            input.closeOurs()
            output.closeOurs()
            throw error
        }
        defer { close(errors.child) }

        let pid: Int32
        do {
            pid = try spawn(options, [input.child, output.child, errors.child])
        } catch {
            for pipe in [input, output, errors] { pipe.closeOurs() }
            throw error
        }
        let child = ChildProcess(
            pid: pid, group: options.group, output: LineStream(descriptor: output.ours),
            errors: LineStream(descriptor: errors.ours), input: input.ours.map { ChildInput(descriptor: $0) })
        if case .bytes(let bytes) = options.input { child.input?.writeAllAndClose(bytes) }
        child.watch()
        return child
    }

    private static func spawn(_ options: ChildOptions, _ descriptors: [Int32]) throws -> Int32 {
        let limits = options.limits.map { cprocess_limit(resource: $0.resource, value: $0.value) }
        let environment = options.environment.map { "\($0.key)=\($0.value)" }.sorted()
        var pid: pid_t = 0
        var stage: UnsafePointer<CChar>?
        let error: Int32 = withCStrings([options.executable] + options.arguments) { arguments in
            withCStrings(environment) { environment in
                limits.withUnsafeBufferPointer { limits in
                    withOptionalCString(options.directory) { directory in
                        withFiles(options.files) { files in
                            options.executable.withCString { executable in
                                var spec = cprocess_spec(
                                    executable: executable, arguments: arguments, environment: environment, directory: directory,
                                    descriptors: (descriptors[0], descriptors[1], descriptors[2]), own_group: options.group ? 1 : 0,
                                    parent_death_signal: options.diesWithParent ? SIGKILL : 0,
                                    unprivileged: options.unprivileged ? 1 : 0, offline: options.offline ? 1 : 0, files: files,
                                    limits: limits.baseAddress,
                                    limit_count: Int32(limits.count))
                                return cprocess_spawn(&spec, &pid, &stage)
                            }
                        }
                    }
                }
            }
        }
        guard error == 0 else {
            let step = stage.map { String(cString: $0) } ?? "start"
            let name = options.executable.split(separator: "/").last.map(String.init) ?? options.executable
            throw FoveaError(
                .internal, "The program \(name) could not be started: \(String(cString: strerror(error))) (\(step)).",
                underlying: "\(options.executable) in \(options.directory ?? ".")")
        }
        return pid
    }
}

/// The two ends of a pipe, or a child's end alone.
private struct Pipe {
    var ours: Int32?
    var child: Int32

    func closeOurs() { if let ours { close(ours) } }

    private static func make(childReads: Bool) throws -> Pipe {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw FoveaError(.unavailable, "No more pipes can be opened on this machine.", retryAfter: 1)
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return childReads ? Pipe(ours: ends[1], child: ends[0]) : Pipe(ours: ends[0], child: ends[1])
    }

    private static func null(_ flags: Int32) throws -> Pipe {
        let descriptor = open("/dev/null", flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw FoveaError(.unavailable, "/dev/null cannot be opened.") }
        return Pipe(ours: nil, child: descriptor)
    }

    static func forInput(_ mode: ChildInputMode) throws -> Pipe {
        switch mode {
        case .none: try null(O_RDONLY)
        case .bytes, .pipe: try make(childReads: true)
        }
    }

    static func forOutput(_ mode: ChildOutputMode) throws -> Pipe {
        switch mode {
        case .lines: return try make(childReads: false)
        case .discard: return try null(O_WRONLY)
        case .inherit:
            let copy = fcntl(2, F_DUPFD_CLOEXEC, 3)
            return copy >= 0 ? Pipe(ours: nil, child: copy) : try null(O_WRONLY)
        case .descriptor(let descriptor):
            let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
            guard copy >= 0 else { throw FoveaError(.unavailable, "No more files can be opened on this machine.", retryAfter: 1) }
            return Pipe(ours: nil, child: copy)
        }
    }
}

private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("the list ends in a null and is never empty") }
        return body(UnsafePointer(base))
    }
}

private func withFiles<Result>(_ files: FileAccess?, _ body: (UnsafePointer<cprocess_files>?) -> Result) -> Result {
    guard let files else { return body(nil) }
    return withCStrings(files.readable) { paths in
        withOptionalCString(files.sockets) { sockets in
            paths.withMemoryRebound(to: UnsafePointer<CChar>?.self, capacity: files.readable.count + 1) { paths in
                var spec = cprocess_files(readable: paths, readable_count: Int32(files.readable.count), sockets: sockets)
                return withUnsafePointer(to: &spec, body)
            }
        }
    }
}

private func withOptionalCString<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
    guard let text else { return body(nil) }
    return text.withCString { body($0) }
}
