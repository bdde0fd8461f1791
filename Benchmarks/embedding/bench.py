"""Describing a project's images by ResNet50: from the job's start to its end, decoding and storing included, against Python doing
the same with Pillow, torchvision and ONNX Runtime. The same file with the same random weights, the same runtime, all threads."""

import base64
import json
import os
import pathlib
import struct
import subprocess
import tempfile
import time

from companion import Companion
from fovea_server import ROOT, Fovea, binary
from machine import trainer_python
from measure import compare, interleave
from pictures import draw

HERE = pathlib.Path(__file__).resolve().parent
TITLE = "Describing images (embeddings)"


def run(effort):
    threads = os.cpu_count()
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder:
        folder = pathlib.Path(folder)
        files = draw(folder / "pictures", effort.size(160, 8))
        export(folder)
        server = Fovea(folder / "fovea", {"FOVEA_WORKERS": "1", "FOVEA_LOG_LEVEL": "warning", "FOVEA_ONNXRUNTIME": str(runtime())}).start()
        try:
            ada = server.register()
            project = ada("POST", "/api/projects", {"name": "Bench", "task_type": "DETECTION"})["id"]
            ada.upload(project, files)
            wait(lambda: not any(job["status"] in ("QUEUED", "RUNNING") for job in ada("GET", "/api/jobs?kind=ingest")["items"]))
            with Companion(trainer_python(), HERE / "in_process.py", folder, str(threads), *files) as peer:
                same = check(server, ada, project, folder, files, peer)
                found = interleave(
                    effort.rounds,
                    ours=lambda: len(files) / describe(server, ada, project, folder),
                    theirs=lambda: len(files) / float(peer.ask("time")),
                )
        finally:
            server.stop()
    note = f"{len(files)} JPEGs of 1920x1080; {threads} threads; vectors equal within {same:.1e}"
    yield compare(
        "ResNet50, random weights, images/s, from stored JPEGs to stored vectors",
        "Pillow, torchvision and ONNX Runtime in Python, one after the other",
        found["ours"],
        found["theirs"],
        goal=1.2,
        more=True,
        note=note,
    )


def export(folder):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "trainer")}
    command = [trainer_python(), "-m", "fovea_trainer.embedders", "resnet50", folder, "--random-weights"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def runtime():
    """The library of the Python package that the peer uses, so that both sides run the same one."""
    ask = "import onnxruntime, pathlib; print(next((pathlib.Path(onnxruntime.__file__).parent / 'capi').glob('libonnxruntime.so.*')))"
    return subprocess.run([trainer_python(), "-c", ask], check=True, capture_output=True, text=True).stdout.strip()


def describe(server, ada, project, folder):
    """Adds the model anew, so that no image has a vector of it, and answers the seconds that its job took."""
    added = subprocess.run([binary(), "models", "add", folder / "resnet50.onnx", "--json"], env=server.environment, check=True, capture_output=True)
    state = ada("PUT", f"/api/projects/{project}/embedding", {"model_id": json.loads(added.stdout)["id"]})
    job = state["job_id"]
    wait(lambda: ada("GET", f"/api/jobs/{job}")["status"] not in ("QUEUED", "RUNNING"))
    done = ada("GET", f"/api/jobs/{job}")
    if done["status"] != "SUCCEEDED" or done["result"]["images"] == 0:
        raise RuntimeError(f"the job ended {done['status']}: {done['error_message']}")
    return seconds(done["finished_at"]) - seconds(done["started_at"])


def seconds(text):
    from datetime import datetime

    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def check(server, ada, project, folder, files, peer):
    """The largest difference of a number between the two sides' vectors of the first pictures."""
    describe(server, ada, project, folder)
    import sqlite3

    worst = 0.0
    with sqlite3.connect(f"file:{server.directory}/data/fovea.sqlite?mode=ro", uri=True) as database:
        for number, file in enumerate(files[:4]):
            sql = "SELECT v.vector FROM image_vectors v JOIN images i ON i.id = v.image_id WHERE i.filename = ? ORDER BY v.embedder_id DESC"
            (vector,) = database.execute(sql, (file.name,)).fetchone()
            mine = struct.unpack(f"<{len(vector) // 4}f", vector)
            theirs = struct.unpack(f"<{len(mine)}f", base64.b64decode(peer.ask("vector", str(number))))
            worst = max(worst, max(abs(a - b) for a, b in zip(mine, theirs)))
    return worst


def wait(done, limit=900):
    deadline = time.monotonic() + limit
    while not done():
        if time.monotonic() > deadline:
            raise RuntimeError("it took too long")
        time.sleep(0.1)
