"""Lets Ultralytics be imported offline and beside a CPU build of PyTorch; nothing here touches how it predicts."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "trainer"))

from fovea_trainer import environment  # noqa: E402
from fovea_trainer.torchvision_shim import install  # noqa: E402


def prepare(folder: Path, threads: int | None = None):
    environment.prepare(folder, threads)
    install()
