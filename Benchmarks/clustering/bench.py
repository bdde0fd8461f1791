"""HDBSCAN of vectors of 384 dimensions: `fovea cluster` against scikit-learn's exact brute force, fast_hdbscan (approximate) beside."""

import contextlib
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import numpy as np
from companion import Companion
from fovea_server import binary
from measure import Row, Series, compare, interleave, peak, slope
from services import die_with_parent

HERE = pathlib.Path(__file__).resolve().parent
TITLE = "HDBSCAN"
DIMENSION = 384
SIZE = 10
# Vectors of which scikit-learn's answer follows the order of the rows, as a part of all.
TIED = 0.001


def run(effort):
    small, middle, large = effort.size(2_000, 300), effort.size(10_000, 600), effort.size(50_000, 1_200)
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder, contextlib.ExitStack() as stack:
        folder = pathlib.Path(folder)
        for count in (small, middle, large):
            np.save(folder / f"{count}.npy", vectors(count))
        exact, quick = (stack.enter_context(Companion(sys.executable, HERE / "peers.py", who, str(SIZE))) for who in ("scikit-learn", "fast_hdbscan"))

        def theirs(companion, count):
            return float(companion.ask(folder / f"{count}.npy", folder / "theirs.npy"))

        cost, memory = {}, {}
        for count in (small, middle):
            memory[count] = Series()
            theirs(exact, count), ours(folder, count)
            same(folder, count)
            found = interleave(effort.rounds, ours=lambda n=count: ours(folder, n, memory[n]), theirs=lambda n=count: theirs(exact, n))
            cost[count] = found["ours"].median
            work, note = f"HDBSCAN of {count:,} x {DIMENSION}, s", "ours with its start, reading and writing; labels equal but for ties"
            goal = 1.5 if count == middle else None
            yield compare(work, "scikit-learn, brute", found["ours"], found["theirs"], goal=goal, more=False, note=note)
        theirs(quick, small)
        memory[large], note = Series(), f"approximate; scikit-learn's matrix of distances would take {large**2 * 8 / 1e9:.0f} GB"
        found = interleave(1, ours=lambda: ours(folder, large, memory[large]), theirs=lambda: theirs(quick, large))
        cost[large] = found["ours"].median
        yield compare(
            f"HDBSCAN of {large:,} x {DIMENSION}, s, once", "fast_hdbscan", found["ours"], found["theirs"], goal=None, more=False, note=note
        )
        yield slope("HDBSCAN", cost, "s")
        yield slope("HDBSCAN, memory at most", {count: series.median for count, series in memory.items()}, "MB")
        bound = 4 * large * DIMENSION * 4 / 1e6 + 200
        most = memory[large]
        work = f"HDBSCAN of {large:,} x {DIMENSION}, MB at most"
        yield Row(work, "-", f"<= {bound:.0f}", most.text(), met=most.median <= bound, note="four times the vectors and 200 MB")


def vectors(count):
    """Fifty clusters that overlap at their edges."""
    rng = np.random.default_rng(7)
    centres = rng.uniform(-1, 1, (50, DIMENSION))
    return (centres[rng.integers(0, 50, count)] + rng.normal(0, 1, (count, DIMENSION))).astype(np.float32)


def ours(folder, count, memory=None):
    """Seconds of a whole run; `memory` is given its megabytes at most."""
    command = [binary(), "cluster", folder / f"{count}.npy", "--min-cluster-size", str(SIZE), "--output", folder / "ours.npy"]
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=die_with_parent(signal.SIGKILL))
    most = 0
    while process.poll() is None:
        most = max(most, peak(process.pid))
        time.sleep(0.005)
    elapsed = time.perf_counter() - begin
    if process.returncode:
        raise RuntimeError(f"fovea cluster ended with {process.returncode}")
    if memory:
        memory.values.append(most / 1e6)
    return elapsed


def same(folder, count):
    """Both find the same clusters: each of ours is the one of theirs that shares most with it."""
    mine, other = np.load(folder / "ours.npy"), np.load(folder / "theirs.npy")
    pairs, shared = np.unique(np.stack([mine, other]), axis=1, return_counts=True)
    partner = {}
    for (a, b), _ in sorted(zip(pairs.T.tolist(), shared.tolist()), key=lambda pair: pair[1]):
        partner[a] = b
    different = sum(partner[a] != b or (a < 0) != (b < 0) for a, b in zip(mine.tolist(), other.tolist()))
    if different > TIED * count or len(set(mine)) != len(set(other)) or len(set(mine)) < 3:
        raise RuntimeError(f"{different} of {count} vectors are in other clusters ({len(set(mine))} of ours, {len(set(other))} of theirs)")
