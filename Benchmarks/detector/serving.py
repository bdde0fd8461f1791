"""Uvicorn with the detector behind FastAPI, in the trainer's environment with FastAPI added to it."""

import importlib.util
import os
import pathlib
import signal
import subprocess

from machine import trainer_python
from measure import answers
from services import die_with_parent, free_port, stop, wait_until

PEERS = pathlib.Path(__file__).resolve().parent.parent / "peers"
# Added behind the trainer's own packages, so that those keep their versions.
START = "import os, sys; sys.path.append(os.environ['BENCH_PACKAGES']); import uvicorn; sys.exit(uvicorn.main())"


class DetectorServer:
    def __init__(self, folder, weights, workers, threads):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.name = f"{workers} workers of {threads} threads" if workers > 1 else f"one worker of {threads} threads"
        packages = str(pathlib.Path(importlib.util.find_spec("fastapi").origin).parent.parent)
        environment = {
            **os.environ,
            "BENCH_PACKAGES": packages,
            "DETECTOR_FOLDER": str(folder),
            "DETECTOR_WEIGHTS": weights,
            "DETECTOR_THREADS": str(threads),
        }
        command = [
            trainer_python(),
            "-c",
            START,
            "fastapi_detector:app",
            "--port",
            str(self.port),
            "--workers",
            str(workers),
            "--log-level",
            "warning",
            "--no-access-log",
        ]
        log = folder / f"peer-{self.port}.log"
        with log.open("wb") as out:
            self.process = subprocess.Popen(command, cwd=PEERS, env=environment, stdout=out, stderr=out, preexec_fn=die_with_parent(signal.SIGTERM))
        try:
            wait_until(lambda: answers(f"{self.base}/ready"), self.process, "Ultralytics behind FastAPI", log, 120)
        except BaseException:
            self.stop()
            raise

    def stop(self):
        stop(self.process, signal.SIGTERM)
