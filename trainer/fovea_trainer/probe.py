"""``probe``: one JSON line that says whether this machine can train."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from . import BASE_MODELS, PROTOCOL, TASKS, environment, weights
from .events import EventWriter, plain


def probe() -> int:
    """Prints the line; always 0, since "not ready" is an answer."""
    descriptor = os.dup(1)
    EventWriter.take_stdout()
    with tempfile.TemporaryDirectory(prefix="fovea-probe-") as scratch:
        threads = environment.prepare(Path(scratch))
        reason, devices = _attempt()
    versions = environment.versions()
    answer = {
        "ready": reason is None,
        "reason": reason,
        "protocol": PROTOCOL,
        "backend": "ultralytics",
        "license": "AGPL-3.0",
        "versions": versions,
        "devices": devices,
        "threads": threads,
        "base_models": list(BASE_MODELS),
        "tasks": list(TASKS),
        "pretrained": weights.available(),
    }
    os.write(descriptor, json.dumps(plain(answer)).encode() + b"\n")
    return 0


def _attempt() -> tuple[str | None, list[dict]]:
    for name, title in (
        ("torch", "PyTorch"),
        ("ultralytics", "Ultralytics"),
        ("onnx", "ONNX"),
        ("onnxruntime", "ONNX Runtime"),
    ):
        if name not in environment.versions():
            return f"{title} is not installed: run scripts/setup-trainer", []
    try:
        from .torchvision_shim import install

        install()
        import onnxruntime  # noqa: F401
        import ultralytics  # noqa: F401

        return None, environment.devices()
    except Exception as error:
        first = " ".join(str(error).split())[:300]
        return f"The training environment cannot be loaded ({first}): run scripts/setup-trainer", []
