"""Shared parts: drawn data folders and trainer processes whose every line is held against the schema.

Nothing is mocked: each run is the real program, in a process of its own, with real (tiny) trainings.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from drawing import draw_detection

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "trainer"
sys.path.insert(0, str(PACKAGE))

from trainer_process import Trainer  # noqa: E402


@pytest.fixture(scope="session")
def detection_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """24 training, 6 validation and 6 test pictures of discs and boxes."""
    return draw_detection(tmp_path_factory.mktemp("detection"), train=24, val=6, test=6)


@pytest.fixture
def request_for(tmp_path: Path):
    """Makes a request; keyword arguments replace or add fields."""

    def make(data: Path, **fields) -> dict:
        base = {
            "task": "detect", "base_model": "yolov8n", "data": str(data), "output": str(tmp_path / "run"),
            "epochs": 2, "img_size": 64, "device": "cpu", "seed": 1, "threads": 1,
        }  # fmt: skip
        return {**base, **fields}

    return make


@pytest.fixture
def trainer(tmp_path: Path):
    """Starts trainers; those still alive at the end of the test are killed."""
    started: list[Trainer] = []

    def start(request: dict | str, *flags: str, **environment: str) -> Trainer:
        file = tmp_path / f"request-{len(started)}.json"
        file.write_text(request if isinstance(request, str) else json.dumps(request))
        process = Trainer(["train", "--request", str(file), *flags], environment)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()


def fovea_trainer(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a short command of the program to its end."""
    return subprocess.run(
        [sys.executable, "-m", "fovea_trainer", *arguments],
        env={**os.environ, "PYTHONPATH": str(PACKAGE), **environment},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip


@pytest.fixture
def command():
    return fovea_trainer
