"""Where pretrained weights may lie. Nothing is downloaded: a run must work without the internet."""

from __future__ import annotations

import os
from pathlib import Path

from . import BASE_MODELS, TASKS

SUFFIX = {"detect": "", "segment": "-seg", "pose": "-pose", "classify": "-cls"}


def model_name(base_model: str, task: str) -> str:
    """Ultralytics' name of the architecture with the task's head, such as ``yolov8n-seg``."""
    return base_model + SUFFIX[task]


def folders() -> list[Path]:
    """The folders that are searched, first one first."""
    found = [Path(os.environ["FOVEA_WEIGHTS_DIR"])] if os.environ.get("FOVEA_WEIGHTS_DIR") else []
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return [*found, Path(cache) / "fovea" / "weights"]


def find(base_model: str, task: str) -> Path | None:
    """The weight file that a run of this model and task would start from."""
    name = model_name(base_model, task) + ".pt"
    return next((folder / name for folder in folders() if (folder / name).is_file()), None)


def available() -> list[str]:
    """The names of all weight files that runs could start from."""
    return [found.name for base in BASE_MODELS for task in TASKS if (found := find(base, task))]
