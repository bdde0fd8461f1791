"""Interleaved measurement: A B A B ..., at least five times, median and spread, as GOALS demands."""

import contextlib
import os
import pathlib
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "support"))


@dataclass(frozen=True)
class Effort:
    """How hard to measure. `quick` only shows that a benchmark works: once, with small sizes, its figures mean nothing."""

    quick: bool = False

    @property
    def rounds(self) -> int:
        return 1 if self.quick else 5

    @property
    def seconds(self) -> int:
        return 1 if self.quick else 4

    def size(self, full: int, quick: int) -> int:
        return quick if self.quick else full


@dataclass
class Series:
    """Figures of one side, a round each."""

    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def text(self, digits: int = 4) -> str:
        def short(value: float) -> str:
            return f"{value:.0f}" if abs(value) >= 10 ** (digits - 1) else f"{value:.{digits}g}"

        return f"{short(self.median)} ({short(min(self.values))}-{short(max(self.values))})"


@dataclass
class Row:
    """One line of RESULTS.md. `ratio` says how much better ours is; `met` is None where nothing was promised."""

    work: str
    against: str
    goal: str
    ours: str
    theirs: str = ""
    ratio: str = ""
    met: bool | None = None
    note: str = ""


def interleave(count: int, **sides: Callable[[], float]) -> dict[str, Series]:
    """Runs all sides in turn, `count` times; each call answers one figure."""
    found = {name: Series() for name in sides}
    for _ in range(count):
        for name, side in sides.items():
            found[name].values.append(side())
    return found


def compare(
    work: str,
    against: str,
    ours: Series,
    theirs: Series,
    *,
    goal: float | None,
    more: bool,
    note: str = "",
    goal_text: str | None = None,
) -> Row:
    """`more`: whether a larger figure is the better one. The goal is the least that ours may be, as a multiple of theirs;
    rounds are compared with their neighbours, so the spread of the ratio is that of the pairs."""
    ratios = Series([a / b if more else b / a for a, b in zip(ours.values, theirs.values)])
    met = None if goal is None else ratios.median >= goal
    text = goal_text or ("" if goal is None else f">= {goal:g}x")
    spread = f"{ratios.median:.2f}x ({min(ratios.values):.2f}-{max(ratios.values):.2f})"
    return Row(work, against, text, ours.text(), theirs.text(), spread, met, note)


def slope(work: str, figures: dict[int, float], unit: str) -> Row:
    """Cost at three sizes; the slope is the exponent of growth between the smallest and the largest (1: in proportion)."""
    import math

    sizes = sorted(figures)
    low, high = sizes[0], sizes[-1]
    exponent = math.log(figures[high] / figures[low]) / math.log(high / low)
    text = ", ".join(f"{size:,}: {figures[size]:.3g} {unit}" for size in sizes)
    return Row(work, "-", "", text, note=f"grows with the size to the power of {exponent:.2f}")


def memory_of(pid: int) -> int:
    """Proportional set size of a process and its descendants, in bytes (shared pages are counted once)."""
    return sum(own_memory(child) for child in [pid, *descendants(pid)])


def own_memory(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            return sum(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
    except OSError:
        return 0


def peak(pid: int) -> int:
    """The most memory that a process has held so far, in bytes."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/status") as file:
        return next((int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:")), 0)
    return 0


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


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=1).read()
    except OSError:
        return False
    return True


def wrk(url: str, *, connections: int, seconds: int, script: str | None = None, headers: dict[str, str] | None = None) -> "Load":
    """Load over keep-alive connections; refuses figures with failed requests in them."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", script]
    out = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise RuntimeError(f"requests failed:\n{out}")
    rate = next(line.split(":")[1] for line in out.splitlines() if line.startswith("Requests/sec"))
    count = next(line.split()[0] for line in out.splitlines() if "requests in" in line)
    return Load(float(rate), int(count))


@dataclass(frozen=True)
class Load:
    per_second: float
    requests: int
