"""Interleaved measurement: A B A B ..., at least five pairs, median and spread, as GOALS demands."""

import json
import os
import platform
import statistics
import subprocess
import time
from dataclasses import dataclass, field


@dataclass
class Series:
    name: str
    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def spread(self) -> str:
        return f"{min(self.values):.4g}-{max(self.values):.4g}"


@dataclass
class Row:
    """One line of RESULTS.md. `ratio` is ours over theirs in the direction in which more is better."""

    work: str
    against: str
    goal: str
    ours: str
    theirs: str
    ratio: float | None
    met: bool | None
    note: str = ""


def pairs(ours, theirs, count: int = 5):
    """Runs both sides alternately; each call answers one figure."""
    a, b = Series("ours"), Series("theirs")
    for _ in range(count):
        a.values.append(ours())
        b.values.append(theirs())
    return a, b


def memory_of(pid: int) -> int:
    """Proportional set size of a process and its descendants, in bytes (shared pages are counted once)."""
    total = 0
    for child in [pid, *descendants(pid)]:
        try:
            with open(f"/proc/{child}/smaps_rollup") as file:
                total += sum(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
        except OSError:
            pass
    return total


def descendants(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):  # a child is listed under the thread that started it
            with open(f"/proc/{pid}/task/{task}/children") as file:
                for child in map(int, file.read().split()):
                    found += [child, *descendants(child)]
    except OSError:
        pass
    return found


def wait_for(url: str, seconds: float = 30) -> None:
    import urllib.request

    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=1).read()
            return
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.005)


def machine() -> str:
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores of {model}, {memory:.0f} GiB, {platform.system()} {platform.release()}"


def wrk(url: str, *, connections: int = 32, seconds: int = 4, script: str | None = None, headers: dict[str, str] | None = None):
    """Requests a second over keep-alive connections; refuses figures with failed requests in them."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", script]
    out = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise RuntimeError(f"requests failed:\n{out}")
    return float(next(line.split(":")[1] for line in out.splitlines() if line.startswith("Requests/sec")))


def write(rows: list[Row], path: str) -> None:
    with open(path, "w") as file:
        json.dump([row.__dict__ for row in rows], file, indent=1)
