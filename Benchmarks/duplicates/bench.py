"""Every pair of near signatures: Fovea's search against faiss's exact index of bits."""

import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from companion import Companion
from fovea_server import binary
from measure import Series, compare, interleave, slope

HERE = pathlib.Path(__file__).resolve().parent
TITLE = "Near duplicates"
# Bits of 256 in which copies may differ.
LIMIT = 96


def run(effort):
    sizes = [effort.size(full, quick) for full, quick in ((25_000, 500), (50_000, 1_000), (100_000, 2_000))]
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder, Companion(sys.executable, HERE / "peer.py", str(LIMIT)) as faiss:
        folder = pathlib.Path(folder)
        cost = {}
        for count in sizes:
            file = folder / f"{count}.bin"
            signatures(count).tofile(file)
            ours, theirs = (lambda file=file: own(file, folder / "ours.bin")), (lambda file=file: float(faiss.ask(file, folder / "theirs.bin")))
            # Once before, to warm up and to see that both say the same.
            ours(), theirs()
            same(folder)
            if count < sizes[-1]:
                cost[count] = Series([ours() for _ in range(effort.rounds)]).median
                continue
            found = interleave(effort.rounds, ours=ours, theirs=theirs)
            cost[count] = found["ours"].median
            work, note = f"all pairs of {count:,} signatures within {LIMIT} bits, s", "all processors each; every pair and distance equal"
            yield compare(work, "faiss-cpu, IndexBinaryFlat, range search", found["ours"], found["theirs"], goal=1, more=False, note=note)
        yield slope("all pairs", cost, "s")


def signatures(count):
    """Random bits, and a tenth that are copies of others with up to 90 bits turned over."""
    rng = np.random.default_rng(11)
    bits = rng.integers(0, 2, (count, 256), dtype=np.uint8)
    for copy in range(0, count, 10):
        bits[copy] = bits[rng.integers(0, count)]
        bits[copy, rng.choice(256, rng.integers(0, 91), replace=False)] ^= 1
    return np.packbits(bits, axis=1)


def own(file, pairs):
    done = subprocess.run([binary().parent / "duplicate-bench", file, str(LIMIT), pairs], check=True, capture_output=True, text=True)
    return float(done.stdout)


def same(folder):
    ours, theirs = (np.fromfile(folder / name, np.int32).reshape(-1, 3) for name in ("ours.bin", "theirs.bin"))
    if len(ours) < 10 or not np.array_equal(ours, theirs):
        raise RuntimeError(f"{len(ours)} pairs of ours, {len(theirs)} of faiss's, and they are not the same")
