"""The surroundings that Ultralytics needs to run offline, silent and on all cores. To be set before it is imported."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
from pathlib import Path
from typing import Any

PACKAGES = ("torch", "torchvision", "ultralytics", "onnx", "onnxslim", "onnxruntime")


def prepare(scratch: Path, threads: int | None = None) -> int:
    """Sets the environment of this process, with ``scratch`` as Ultralytics' configuration folder.

    Returns the number of threads. Unset, PyTorch's count would follow the launcher's OMP_NUM_THREADS, which is 1 under
    many supervisors.
    """
    count = threads or len(os.sched_getaffinity(0))
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(count)
    configuration = scratch / "config"
    os.environ.update(
        YOLO_CONFIG_DIR=str(configuration),
        YOLO_OFFLINE="1",
        YOLO_AUTOINSTALL="false",
        ULTRALYTICS_SAFE_LOAD="1",  # checkpoints are read as weights, never as arbitrary pickles
        MPLBACKEND="Agg",
        MPLCONFIGDIR=str(scratch / "matplotlib"),
        WANDB_DISABLED="true",
        NO_ALBUMENTATIONS_UPDATE="1",
    )
    for name in ("ULTRALYTICS_API_KEY", "RANK", "LOCAL_RANK", "WORLD_SIZE"):
        os.environ.pop(name, None)
    _provide_fonts(configuration / "Ultralytics")
    return count


def _provide_fonts(folder: Path) -> None:
    # Without these files Ultralytics tries to download them, even when it draws nothing.
    folder.mkdir(parents=True, exist_ok=True)
    missing = [folder / name for name in ("Arial.ttf", "Arial.Unicode.ttf") if not (folder / name).exists()]
    font = _any_font() if missing else None
    for target in missing if font else []:
        shutil.copyfile(font, target)


def _any_font() -> Path | None:
    spec = importlib.util.find_spec("matplotlib")
    candidates = []
    if spec and spec.origin:
        candidates.append(Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf")
    candidates += sorted(Path("/usr/share/fonts").rglob("*.ttf"))[:1]
    return next((path for path in candidates if path.is_file()), None)


def versions() -> dict[str, str]:
    """Installed versions by package name, without importing any; a missing package is absent."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def processor() -> str:
    """The processor's name as the kernel tells it."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith(("model name", "Model")):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine() or sys.platform


def devices() -> list[dict[str, Any]]:
    """Where a run could compute: the CPU and every CUDA device, memory in bytes. Imports torch."""
    import torch

    found: list[dict[str, Any]] = [{"id": "cpu", "name": processor(), "memory": None}]
    if torch.cuda.is_available():
        for index in range(torch.cuda.device_count()):
            properties = torch.cuda.get_device_properties(index)
            found.append({"id": str(index), "name": properties.name, "memory": properties.total_memory})
    return found
