import Core
import Glibc

/// What the kernel says of this process, under the names that Prometheus clients use.
enum ProcessFigures {
    static func render(into text: inout MetricsText) {
        var processor = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &processor)
        text.begin("process_cpu_seconds_total", "counter", "Processor time used.")
        text.add("process_cpu_seconds_total", [], Double(processor.tv_sec) + Double(processor.tv_nsec) / 1e9)
        text.gauge("process_resident_memory_bytes", "Memory in use.", Double(residentPages() * Int(sysconf(Int32(_SC_PAGESIZE)))))
        text.gauge("process_open_fds", "Open files and sockets.", Double(openDescriptors()))
        executors(into: &text)
    }

    /// Where blocking calls wait: a pool whose queue grows is what requests are slow for.
    private static func executors(into text: inout MetricsText) {
        let loads = ExecutorRegister.loads()
        let columns: [(String, String, @Sendable (ExecutorRegister.Load) -> Int)] = [
            ("fovea_executor_threads", "Threads for blocking calls.", \.threads),
            ("fovea_executor_running", "Blocking calls at work.", \.running),
            ("fovea_executor_waiting", "Blocking calls that wait for a thread.", \.waiting),
        ]
        for (name, help, figure) in columns {
            text.begin(name, "gauge", help)
            for load in loads { text.add(name, [("executor", load.name)], Double(figure(load))) }
        }
    }

    private static func residentPages() -> Int {
        let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &bytes, bytes.count)
        let fields = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
        return fields.count > 1 ? Int(fields[1]) ?? 0 : 0
    }

    private static func openDescriptors() -> Int {
        guard let listing = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(listing) }
        var count = 0
        while readdir(listing) != nil { count += 1 }
        return max(0, count - 3)
    }
}
