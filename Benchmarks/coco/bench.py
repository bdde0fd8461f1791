"""A COCO file without pictures to YOLO: `fovea convert` against Datumaro and against plain Python."""

import pathlib
import signal
import subprocess
import sys
import tempfile
import time

from fovea_server import binary
from instances import EACH, write
from measure import Row, Series, compare, interleave, peak, slope
from services import die_with_parent

HERE = pathlib.Path(__file__).resolve().parent
TITLE = "COCO to YOLO"
MEMORY_MB = 300


def run(effort):
    full = effort.size(1_000_000, 5_000)
    # Datumaro takes minutes and gigabytes for the million.
    part = effort.size(200_000, 2_000)
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder:
        folder = pathlib.Path(folder)
        sizes = sorted({full // 10, part, full})
        for size in sizes:
            write(folder / str(size) / "annotations" / "instances_default.json", size)
        yield from measure(folder, full, sizes, effort)
        yield from against_datumaro(folder, part, effort)


def measure(folder, full, sizes, effort):
    sides = Sides(folder, full)
    sides.check("fovea", "json")
    memory = Series()
    found = interleave(effort.rounds, ours=lambda: sides.run("fovea", memory), json=lambda: sides.run("json"))
    work = f"COCO to YOLO, {full:,} annotations, s"
    yield compare(work, "plain Python json", found["ours"], found["json"], goal=None, more=False, note="reported")
    yield Row(f"COCO to YOLO, {full:,} annotations, MB at most", "-", f"<= {MEMORY_MB}", memory.text(), met=memory.median <= MEMORY_MB)
    cost = {size: Sides(folder, size).run("fovea") for size in sizes[:-1]}
    yield slope("COCO to YOLO", {**cost, full: found["ours"].median}, "s")


def against_datumaro(folder, count, effort):
    sides = Sides(folder, count)
    sides.check("fovea", "datumaro")
    found = interleave(effort.rounds, ours=lambda: sides.run("fovea"), theirs=lambda: sides.run("datumaro"))
    yield compare(f"COCO to YOLO, {count:,} annotations, s", "Datumaro", found["ours"], found["theirs"], goal=10, more=False)


class Sides:
    def __init__(self, folder, count):
        self.folder, self.source, self.count = folder, folder / str(count), count

    def run(self, who, memory=None):
        """Seconds of a whole run, start of the program and all; `memory` is given its megabytes at most."""
        # A new folder each time, all deleted at the end: for seconds after files were deleted ext4 makes new ones ten times
        # slower, as it passes over inodes that have just become free.
        self.target = pathlib.Path(tempfile.mkdtemp(dir=self.folder)) / "out"
        if who == "fovea":
            file = self.source / "annotations" / "instances_default.json"
            command = [binary(), "convert", file, self.target, "--from", "coco", "--to", "yolo", "--no-images"]
        else:
            command = [sys.executable, HERE / "peers.py", who, self.source, self.target]
        log = self.source / f"{who}.log"
        with log.open("w") as said:
            begin = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, preexec_fn=die_with_parent(signal.SIGKILL))
            most = 0
            # Not asked of wait4: there a child begins with what its parent held.
            while process.poll() is None:
                most = max(most, peak(process.pid))
                time.sleep(0.002)
            elapsed = time.perf_counter() - begin
        if process.returncode:
            raise RuntimeError(f"{who} ended with {process.returncode}: {log.read_text()[-1500:]}")
        if memory:
            memory.values.append(most / 1e6)
        return elapsed

    def check(self, *sides):
        """Both write the same boxes for the same images."""
        boxes = []
        for who in sides:
            self.run(who)
            boxes.append(self.written())
        if len(boxes[0]) != self.count // EACH or sum(map(len, boxes[0].values())) != self.count:
            raise RuntimeError(f"{sides[0]} wrote {len(boxes[0])} files with {sum(map(len, boxes[0].values()))} boxes")
        if boxes[0].keys() != boxes[1].keys():
            raise RuntimeError(f"{sides[0]} and {sides[1]} write other files")
        for name, mine in boxes[0].items():
            for a, b in zip(mine, boxes[1][name], strict=True):
                if a[0] != b[0] or any(abs(p - q) > 2e-6 for p, q in zip(a[1:], b[1:], strict=True)):
                    raise RuntimeError(f"{name}: {sides[0]} wrote {a}, {sides[1]} {b}")

    def written(self):
        found = {}
        for path in self.target.rglob("*.txt"):
            rows = [line.split() for line in path.read_text().splitlines()]
            # Lists of files and names stand beside the labels.
            if rows and len(rows[0]) == 5:
                found[path.stem] = sorted((int(row[0]), *map(float, row[1:])) for row in rows)
        return found
