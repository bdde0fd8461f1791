"""Ultralytics' trainer of a task with Fovea's settings, safe checkpoints and events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import weights
from ..layout import Layout
from ..recipe import Recipe
from ..request import Request
from .atomic import AtomicPath
from .progress import Progress
from .start import Start


def make_trainer(request: Request, data: Layout, chosen: Recipe, start: Start, progress: Progress, device: str, scratch: Path) -> Any:
    """A trainer ready for ``train()``; ``scratch`` gets the description of the data that Ultralytics reads."""
    base = _base(request.task)

    class FoveaTrainer(base):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.last, self.best = AtomicPath(self.last), AtomicPath(self.best)

        def final_eval(self) -> None:
            """Nothing: evaluation and export are Fovea's own, and last.pt stays fit for a resume."""

    shared = {
        "data": str(data.source(scratch)),
        "device": device,
        "patience": request.patience,
        "cache": {"none": False}.get(request.preprocessing.get("cache", "none"), request.preprocessing.get("cache")),
        "workers": 0 if device == "cpu" else 2,
        "plots": False,
        "save_dir": str(request.output),
    }
    if start.resume:
        overrides = {**shared, "model": str(start.resume), "resume": str(start.resume)}
    else:
        overrides = {
            **shared,
            **chosen.hyperparameters,
            "task": request.task,
            "mode": "train",
            "model": weights.model_name(request.base_model, request.task) + ".yaml",
            "pretrained": str(start.weights) if start.weights else False,
            "epochs": request.epochs,
            "batch": chosen.batch,
            "imgsz": request.img_size,
            "seed": request.seed,
            "deterministic": True,
            "single_cls": bool(request.preprocessing.get("single_class")),
            "rect": bool(request.preprocessing.get("rect")),
            "amp": _precision(device),
            "exist_ok": True,
        }
    trainer = FoveaTrainer(overrides=overrides)
    for event, handler in progress.handlers().items():
        trainer.add_callback(event, handler)
    return trainer


def _base(task: str) -> type:
    from ultralytics.models import yolo

    return {
        "detect": yolo.detect.DetectionTrainer,
        "segment": yolo.segment.SegmentationTrainer,
        "pose": yolo.pose.PoseTrainer,
        "classify": yolo.classify.ClassificationTrainer,
    }[task]


def _precision(device: str) -> Any:
    """bfloat16 where the GPU has it. fp16 would need Ultralytics' self-test, which downloads a model."""
    if device == "cpu":
        return False
    import torch

    return "bf16" if torch.cuda.get_device_capability(int(device))[0] >= 8 else False
