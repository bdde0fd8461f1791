"""The FastAPI peer as a running program."""

import os
import pathlib
import signal
import subprocess
import sys

from measure import answers
from services import die_with_parent, free_port, stop, wait_until

PEERS = pathlib.Path(__file__).resolve().parent.parent / "peers"


class Peer:
    """FastAPI behind uvicorn with two workers, on Fovea's own database."""

    def __init__(self, url, token, folder):
        self.log = folder / "peer.log"
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, "PEER_DATABASE": url, "PEER_TOKEN": token}

        self.command = [
            sys.executable,
            "-m",
            "uvicorn",
            "fastapi_peer:app",
            "--port",
            str(self.port),
            "--workers",
            "2",
            "--log-level",
            "warning",
            "--no-access-log",
        ]
        self.process = None

    def start(self):
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                self.command, cwd=PEERS, env=self.environment, stdout=out, stderr=out, preexec_fn=die_with_parent(signal.SIGTERM)
            )
        wait_until(lambda: answers(f"{self.base}/openapi.json"), self.process, "the FastAPI peer", self.log)
        return self

    def stop(self):
        if self.process:
            stop(self.process, signal.SIGTERM)
