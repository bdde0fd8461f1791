import Core
import Glibc

/// Where ONNX Runtime's shared library lies on this machine.
public enum RuntimeLibrary {
    /// The places looked at, in order: `FOVEA_ONNXRUNTIME` (a file, or a folder that holds it), the application's folder and
    /// its `lib`, the virtual environments beside the application and in the working directory, `VIRTUAL_ENV`, the system's.
    public static func candidates(environment: [String: String], application: String, workingDirectory: String) -> [String] {
        if let chosen = environment["FOVEA_ONNXRUNTIME"], !chosen.isEmpty { return [chosen] }
        var folders = [application, application + "/lib", application + "/../lib"]
        var roots = [workingDirectory, application]
        // A binary in .build/release lies three folders below the checkout.
        for up in ["/..", "/../..", "/../../.."] { roots.append(application + up) }
        for root in roots {
            for name in [".venv", ".venv-trainer"] { folders.append("\(root)/\(name)/lib/python3*/site-packages/onnxruntime/capi") }
        }
        if let active = environment["VIRTUAL_ENV"] { folders.append(active + "/lib/python3*/site-packages/onnxruntime/capi") }
        return folders + ["/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"]
    }

    /// The first library found. Throws `FoveaError.unavailable`, saying how to get one.
    public static func find(environment: [String: String] = currentEnvironment(), application: String = applicationFolder()) throws -> String {
        let places = candidates(environment: environment, application: application, workingDirectory: currentFolder())
        for place in places {
            for pattern in [place, place + "/libonnxruntime.so.*", place + "/libonnxruntime.so"] {
                if let file = glob(pattern).last(where: isFile) { return file }
            }
        }
        throw FoveaError(
            .unavailable,
            "ONNX Runtime is not installed: install the package onnxruntime from PyPI (scripts/setup does), or name its library in FOVEA_ONNXRUNTIME.",
            underlying: "looked in \(places.joined(separator: ", "))")
    }

    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private static func glob(_ pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard Glibc.glob(pattern, 0, nil, &found) == 0 else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
    }

    public static func currentEnvironment() -> [String: String] {
        var values: [String: String] = [:]
        for name in ["FOVEA_ONNXRUNTIME", "VIRTUAL_ENV"] {
            if let value = getenv(name) { values[name] = String(cString: value) }
        }
        return values
    }

    /// The folder of the running program.
    public static func applicationFolder() -> String {
        let path = link("/proc/self/exe")
        return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    static func currentFolder() -> String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(cString: path)
    }

    private static func link(_ path: String) -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(path, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
