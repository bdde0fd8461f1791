"""API reads, writes, memory, cold start and idle memory: Fovea against FastAPI, on the same rows, interleaved."""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support"), str(ROOT / "Tests" / "support")]

from fovea_server import Fovea  # noqa: E402
from measure import Row, memory_of, pairs, wait_for, wrk  # noqa: E402
from seed import seed  # noqa: E402

CONNECTIONS = 32


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Peer:
    """FastAPI behind uvicorn with two workers, on Fovea's own database."""

    def __init__(self, url, token):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.token = token
        self.environment = {**os.environ, "PEER_DATABASE": url, "PEER_TOKEN": token}

    def start(self):
        command = [sys.executable, "-m", "uvicorn", "fastapi_peer:app", "--port", str(self.port), "--workers", "2", "--log-level", "warning", "--no-access-log"]
        self.process = subprocess.Popen(command, cwd=HERE.parent / "peers", env=self.environment)
        wait_for(f"{self.base}/openapi.json", 60)
        return self

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def cold_start(start, address):
    """Milliseconds from starting a process to its first answered request."""
    begin = time.perf_counter()
    process = start()
    wait_for(address)
    elapsed = (time.perf_counter() - begin) * 1000
    process.send_signal(signal.SIGTERM)
    process.wait()
    return elapsed


def run(seconds=4, count=5):
    rows = []
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder:
        folder = pathlib.Path(folder)
        server = Fovea(folder, {"FOVEA_WORKERS": "0", "FOVEA_LOG_LEVEL": "warning"})
        ada = server.start().register()
        owner = uuid.UUID(ada("GET", "/api/auth/me")["id"])
        database = folder / "data" / "fovea.sqlite"
        server.stop()
        images = folder / "images.txt"
        project = seed(f"sqlite:{database}", owner, str(images))
        first = images.read_text().split()[0]
        idle = measure_start(server, rows, count)
        server.start()
        peer = Peer(f"sqlite:///{database}", ada.token).start()
        headers = {"Authorization": f"Bearer {ada.token}"}
        for work, path, goal in (
            ("GET 50 images", f"/api/projects/{project}/images?limit=50&sort=-created_at", 10),
            ("GET 20 annotations of an image", f"/api/images/{first}/annotations", 10),
        ):
            check_same(server.base + path, peer.base + path, headers)
            ours, theirs = pairs(
                lambda: wrk(server.base + path, connections=CONNECTIONS, seconds=seconds, headers=headers),
                lambda: wrk(peer.base + path, connections=CONNECTIONS, seconds=seconds, headers=headers), count)
            rows.append(rate(work, ours, theirs, goal))
        used = (memory_of(server.process.pid), memory_of(peer.process.pid))
        rows.append(Row("memory under load, MB", "FastAPI, two workers", "<= 1/3", f"{used[0] / 1e6:.0f}", f"{used[1] / 1e6:.0f}", used[1] / used[0], used[0] * 3 <= used[1]))
        rows.append(writes(server, peer, database, images, ada.token, seconds, count))
        rows.append(Row("idle memory of the server, MB", "-", "< 60", f"{idle / 1e6:.0f}", "", None, idle < 60e6, "the server process alone; the engine is a process of its own"))
        peer.stop()
        server.stop()
    return rows


def measure_start(server, rows, count):
    """Cold start to the first answered request, and the idle server's memory."""
    values = []
    for _ in range(count):
        begin = time.perf_counter()
        server.process = subprocess.Popen([os.environ["FOVEA_BIN"], "serve"], env=server.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(f"{server.base}/api/health")
        values.append((time.perf_counter() - begin) * 1000)
        time.sleep(1)
        with open(f"/proc/{server.process.pid}/smaps_rollup") as file:
            idle = sum(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
        server.stop()
    values.sort()
    middle = values[len(values) // 2]
    rows.append(Row("cold start to first answer, ms", "-", "< 150", f"{middle:.0f} ({values[0]:.0f}-{values[-1]:.0f})", "", None, middle < 150))
    return idle


def check_same(ours, theirs, headers):
    """Both answer the same rows in the same order, or the comparison means nothing."""
    import json

    ids = []
    for url in (ours, theirs):
        request = urllib.request.Request(url, headers=headers)
        ids.append([item["id"] for item in json.load(urllib.request.urlopen(request))["items"]])
    if ids[0] != ids[1]:
        raise RuntimeError(f"{ours} and {theirs} answer different rows")


def rate(work, ours, theirs, goal):
    ratio = ours.median / theirs.median
    return Row(
        f"{work}, requests/s", "FastAPI + SQLAlchemy, SQLite", f">= {goal}x", f"{ours.median:.0f} ({ours.spread})",
        f"{theirs.median:.0f} ({theirs.spread})", ratio, ratio >= goal)


def writes(server, peer, database, images, token, seconds, count):
    """PATCH of 20 annotations. Versions go on from where the side before left them."""
    import sqlite3

    def version():
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            lowest, highest = connection.execute("SELECT min(version), max(version) FROM annotations").fetchone()
        return lowest, highest

    def reset():
        with sqlite3.connect(database, timeout=30) as connection:
            connection.execute("UPDATE annotations SET version = 1")

    def measure(base):
        reset()
        os.environ.update(BENCH_IMAGES=str(images), BENCH_VERSION="0", BENCH_AUTH=f"Bearer {token}")
        return wrk(base, connections=CONNECTIONS, seconds=seconds, script=str(HERE / "patch.lua"))

    ours, theirs = pairs(lambda: measure(server.base), lambda: measure(peer.base), count)
    assert version()[1] > 1, "nothing was written"
    return rate("PATCH of 20 annotations", ours, theirs, 3)
