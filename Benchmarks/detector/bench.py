"""The detector: latency of one request from the bytes of a 640x480 JPEG over HTTP, against Ultralytics in process and the raw
ONNX Runtime session; throughput at 16 clients, against Ultralytics behind FastAPI. The same weights and threads everywhere."""

import http.client
import json
import os
import pathlib
import subprocess
import tempfile
import time
import urllib.parse

from companion import Companion
from fovea_server import Fovea
from machine import trainer_python
from measure import Series, compare, interleave, wrk
from serving import DetectorServer

HERE = pathlib.Path(__file__).resolve().parent
TITLE = "Detector: latency and throughput"
CLIENTS = 16
BOUNDARY = "benchmark7d1f"


def run(effort):
    threads = os.cpu_count()
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder:
        folder = pathlib.Path(folder)
        # On standard output Ultralytics tells of its export.
        subprocess.run([trainer_python(), HERE / "make_model.py", folder], check=True, stdout=subprocess.DEVNULL)
        server = Fovea(
            folder / "fovea",
            {
                "FOVEA_WORKERS": "1",
                "FOVEA_LOG_LEVEL": "warning",
                "FOVEA_TRAINER_PYTHON": str(trainer_python()),
                "FOVEA_ONNXRUNTIME": str(runtime()),
            },
        ).start()
        try:
            ada = server.register()
            model = deploy(ada, folder / "model.onnx")
            yield from latency(server, ada, model, folder, threads, effort)
            yield from throughput(server, ada, model, folder, threads, effort)
        finally:
            server.stop()


def runtime():
    """The library of the Python package that the peers use, so that both sides run the same one."""
    ask = "import onnxruntime, pathlib; print(next((pathlib.Path(onnxruntime.__file__).parent / 'capi').glob('libonnxruntime.so.*')))"
    return subprocess.run([trainer_python(), "-c", ask], check=True, capture_output=True, text=True).stdout.strip()


def deploy(ada, file):
    model = ada("POST", "/api/models", {"name": "bench"})["id"]
    ticket = ada("POST", "/api/models/versions", {"model_id": model, "version_number": "1"})
    ada("PUT", ticket["upload_url"], raw=file.read_bytes())
    ada("POST", f"/api/models/versions/{ticket['version_id']}/build")
    deadline = time.monotonic() + 60
    while (version := ada("GET", f"/api/models/versions/{ticket['version_id']}"))["status"] != "READY":
        if version["status"] == "FAILED" or time.monotonic() > deadline:
            raise RuntimeError(f"the model is {version['status']}: {version['error_message']}")
        time.sleep(0.1)
    ada("POST", f"/api/models/{model}/deploy", {})
    return model


class InProcess(Companion):
    """The peers that need no server, in a process of their own environment."""

    def __init__(self, folder, threads):
        super().__init__(trainer_python(), HERE / "in_process.py", folder, str(threads))

    def boxes(self, who):
        return json.loads(self.ask("boxes", who))

    def median(self, who, count):
        return Series(json.loads(self.ask("time", who, count))).median


class Client:
    """One keep-alive connection that asks Fovea for boxes."""

    def __init__(self, server, ada, model, picture):
        address = urllib.parse.urlsplit(server.base)
        self.connection = http.client.HTTPConnection(address.hostname, address.port)
        self.headers = {"Authorization": f"Bearer {ada.token}", "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        self.body = b"".join(
            [
                f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="model_id"\r\n\r\n{model}\r\n'.encode(),
                f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="p.jpg"\r\n'.encode(),
                b"Content-Type: image/jpeg\r\n\r\n",
                picture,
                f"\r\n--{BOUNDARY}--\r\n".encode(),
            ]
        )

    def ask(self):
        self.connection.request("POST", "/api/predictions/infer", self.body, self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {content.decode(errors='replace')}")
        return json.loads(content)

    def median(self, count):
        times = []
        for _ in range(count):
            begin = time.perf_counter()
            self.ask()
            times.append((time.perf_counter() - begin) * 1000)
        return Series(times).median


def latency(server, ada, model, folder, threads, effort):
    count = effort.size(30, 3)
    client = Client(server, ada, model, (folder / "picture.jpg").read_bytes())
    with InProcess(folder, threads) as peers:
        mine = client.ask()["predictions"]
        for who in ("ultralytics_onnx", "square"):
            check_same(mine, peers.boxes(who), who)
        for who in ("ultralytics", "ultralytics_onnx", "session"):
            peers.median(who, 3)
        client.median(3)
        found = interleave(
            effort.rounds,
            ours=lambda: client.median(count),
            **{who: lambda who=who: peers.median(who, count) for who in ("ultralytics", "ultralytics_onnx", "session")},
        )
    work = f"one 640x480 JPEG over HTTP, yolov8n at 640, ms, {threads} threads"
    yield compare(
        work,
        "Ultralytics predict in process, its own weights",
        found["ours"],
        found["ultralytics"],
        goal=2,
        more=False,
        note=f"{len(mine)} boxes, equal to Ultralytics' within a pixel and 0.001; Ultralytics computes 640x480 pixels, Fovea the 640x640 of the file",
    )
    yield compare(
        work, "Ultralytics predict in process, the same ONNX file", found["ours"], found["ultralytics_onnx"], goal=None, more=False, note="reported"
    )
    yield compare(work, "the raw ONNX Runtime session", found["ours"], found["session"], goal=0.8, more=False, goal_text="<= 1.25x its time")


def check_same(mine, theirs, who):
    """Each box of one side is among the other's, within a pixel and a thousandth of the score."""
    if not mine or len(mine) != len(theirs):
        raise RuntimeError(f"{len(mine)} boxes, {who} finds {len(theirs)}")
    left = list(theirs)
    for found in mine:
        box = found["box"]
        corners = (box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])
        match = next(
            (
                other
                for other in left
                if other[5] == found["class_id"]
                and abs(other[4] - found["confidence"]) < 1e-3
                and all(abs(a - b) < 1 for a, b in zip(corners, other))
            ),
            None,
        )
        if match is None:
            raise RuntimeError(f"{who} does not find {found}")
        left.remove(match)


def throughput(server, ada, model, folder, threads, effort):
    peers = []
    try:
        peers.append(DetectorServer(folder, "model.pt", 1, threads))
        if threads > 1:
            peers.append(DetectorServer(folder, "model.pt", threads, 1))

        def load(url, **environment):
            os.environ.update(BENCH_PICTURE=str(folder / "picture.jpg"), BENCH_AUTH=f"Bearer {ada.token}", **environment)
            return wrk(url, connections=CLIENTS, seconds=2 * effort.seconds, script=str(HERE / "infer.lua")).per_second

        found = interleave(
            effort.rounds,
            ours=lambda: load(f"{server.base}/api/predictions/infer", BENCH_MODEL=model),
            **{peer.name: lambda peer=peer: load(f"{peer.base}/infer", BENCH_MODEL="") for peer in peers},
        )
    finally:
        for peer in peers:
            peer.stop()
    # Which is the faster way to serve depends on the machine: it is held against the better one.
    best = max((peer.name for peer in peers), key=lambda name: found[name].median)
    others = "; ".join(f"{name} {series.text()}" for name, series in found.items() if name not in ("ours", best))
    yield compare(
        f"{CLIENTS} clients, pictures/s",
        f"Ultralytics behind FastAPI, {best}",
        found["ours"],
        found[best],
        goal=3,
        more=True,
        note=f"{others}" if others else "",
    )
