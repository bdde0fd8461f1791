"""Ingest of a folder of 1920x1080 JPEGs: hash, header, EXIF, deduplication, the store's copy, thumbnail, rows. Fovea goes its
usual way, `fovea import` beside a running server whose worker makes the thumbnails, until the last thumbnail is there;
against the same work in Python."""

import contextlib
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

from companion import Companion
from fovea_server import Fovea, binary
from measure import Series, compare, interleave, slope
from pictures import draw

HERE = pathlib.Path(__file__).resolve().parent
TITLE = "Ingest"


def run(effort):
    count = effort.size(1000, 20)
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder:
        folder = pathlib.Path(folder)
        source = folder / "photographs"
        files = draw(source, count - count // 100 - 1)
        # A hundredth of what people upload is there already.
        for number in range(count - len(files)):
            shutil.copyfile(files[number], source / f"z_again_{number:05}.jpg")
        size = sum(file.stat().st_size for file in files) / len(files)
        rounds = Rounds(folder, source, len(files), count)
        python = [sys.executable, HERE / "python_ingest.py"]
        with Companion(*python, "pillow") as pillow, Companion(*python, "opencv") as opencv:
            found = interleave(
                effort.rounds, ours=lambda: rounds.ours(count), pillow=lambda: rounds.theirs(pillow), opencv=lambda: rounds.theirs(opencv)
            )
        work = f"ingest of {count:,} JPEGs of {size / 1000:.0f} kB, s"
        best = min(("pillow", "opencv"), key=lambda name: found[name].median)
        for name, against in (("pillow", "Python, Pillow draft"), ("opencv", "Python, OpenCV reduced decode")):
            yield compare(
                work,
                against,
                found["ours"],
                found[name],
                goal=1.2 if name == best else None,
                more=False,
                note="the better one" if name == best else "",
            )
        cost = {size: Series([rounds.ours(size) for _ in range(effort.size(3, 1))]).median for size in (count // 4, count // 2)}
        yield slope("ingest, s", {**cost, count: found["ours"].median}, "s")


class Rounds:
    """Each round begins with nothing and leaves nothing; what it made is looked at."""

    def __init__(self, folder, source, new, count):
        self.folder, self.source, self.new, self.count = folder, source, new, count

    def ours(self, count):
        target = self.folder / "ours"
        server = Fovea(target, {"FOVEA_WORKERS": "1", "FOVEA_LOG_LEVEL": "warning"}).start()
        try:
            server.register()
            wanted = min(count, self.new)
            begin = time.perf_counter()
            subprocess.run(
                [binary(), "import", self.source, "--project", "bench", "--copy", "--limit", str(count)],
                env=server.environment,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            with contextlib.closing(sqlite3.connect(f"file:{target}/data/fovea.sqlite?mode=ro", uri=True, timeout=30)) as database:
                while True:
                    (done,) = database.execute("SELECT count(*) FROM images WHERE thumbnail IS NOT NULL").fetchone()
                    if done == wanted:
                        break
                    if time.perf_counter() - begin > 600:
                        raise RuntimeError(f"{done} of {wanted} thumbnails were made in ten minutes")
                    time.sleep(0.02)
                elapsed = time.perf_counter() - begin
                self.check(
                    database,
                    "SELECT count(*), count(DISTINCT digest), sum(width = 1920 AND height = 1080), sum(exif LIKE '%Benchmark%') "
                    "FROM images JOIN image_details ON image_id = id",
                    wanted,
                )
            return elapsed
        finally:
            server.stop()
            shutil.rmtree(target, ignore_errors=True)

    def theirs(self, companion):
        target = self.folder / "theirs"
        try:
            elapsed = float(companion.ask(self.source, target)) / 1000
            with contextlib.closing(sqlite3.connect(target / "peer.sqlite")) as database:
                self.check(
                    database,
                    "SELECT count(*), count(DISTINCT digest), sum(width = 1920 AND height = 1080), sum(exif LIKE '%Benchmark%') FROM images",
                    self.new,
                )
            return elapsed
        finally:
            shutil.rmtree(target, ignore_errors=True)

    @staticmethod
    def check(database, question, wanted):
        answer = database.execute(question).fetchone()
        if answer != (wanted,) * 4:
            raise RuntimeError(f"{wanted} pictures, all of 1920x1080 and with EXIF, were wanted; there are {answer}")
