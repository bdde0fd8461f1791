"""What a run starts from: nothing, pretrained weights, or its own last checkpoint."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import weights
from ..failures import TrainerError
from ..request import Request
from . import atomic


@dataclass
class Start:
    """``weights`` is set for a pretrained start, ``resume`` for a resumed one; notes are for the user."""

    weights: Path | None = None
    resume: Path | None = None
    epochs_done: int = 0
    epochs: int = 0
    best_epoch: int = 0
    is_best: bool = False
    was_pretrained: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def is_finished(self) -> bool:
        """Every epoch of the resumed run was done: only export and evaluation remain."""
        return self.resume is not None and self.epochs_done >= self.epochs


def choose(request: Request) -> Start:
    """Decides by the request and by what is on this machine; raises ``weights`` failures."""
    if request.resume is not None:
        return _resumed(request, request.resume)
    name = weights.model_name(request.base_model, request.task) + ".pt"
    if request.pretrained is False:
        return Start(notes=["Training from scratch, as asked."])
    found = request.weights or weights.find(request.base_model, request.task)
    if found is None:
        # People on other machines read this: they are told the setting, not this machine's folders.
        missing = f"No pretrained {name} was found in FOVEA_WEIGHTS_DIR"
        if request.pretrained:
            raise TrainerError("weights", f"{missing}: put it there, or train from scratch.")
        return Start(notes=[f"{missing}: training from scratch."])
    checkpoint = _load(found, "pretrained weights")
    _same_architecture(request, checkpoint, found)
    return Start(weights=found, was_pretrained=True, notes=[f"Starting from the pretrained weights in {found.name}."])


def settle(start: Start, weights_folder: Path) -> None:
    """Makes the folder of weights fit the start: empty for a new run, with the right best.pt for a resumed one."""
    weights_folder.mkdir(parents=True, exist_ok=True)
    if start.resume is None:
        for name in ("last.pt", "best.pt", "best.onnx"):
            (weights_folder / name).unlink(missing_ok=True)
        return
    best, beside = weights_folder / "best.pt", start.resume.with_name("best.pt")
    if start.is_best:  # a kill between the two writes may have left an older best.pt
        atomic.replace(best, start.resume.read_bytes())
    elif not best.exists() and beside.exists():
        atomic.replace(best, beside.read_bytes())
    elif not best.exists():
        start.notes.append("The best weights before the resume are gone (no best.pt beside last.pt): the best from here on count.")


def _resumed(request: Request, path: Path) -> Start:
    checkpoint = _load(path, "checkpoint")
    arguments = checkpoint.get("train_args") or {}
    done = int(checkpoint.get("epoch", -1)) + 1
    if done <= 0 or checkpoint.get("optimizer") is None:
        raise TrainerError("weights", f"{path} cannot be resumed: it is a finished model, not a last.pt of a run.")
    _same_task(request, arguments.get("task"), path)
    _same_architecture(request, checkpoint, path)
    epochs = int(arguments.get("epochs", request.epochs))
    start = Start(resume=path, epochs_done=done, epochs=epochs)
    start.best_epoch = int((checkpoint.get("stopper") or {}).get("best_epoch") or done)
    fitness = (checkpoint.get("train_metrics") or {}).get("fitness")
    start.is_best = fitness is not None and fitness == checkpoint.get("best_fitness")
    start.was_pretrained = bool(arguments.get("pretrained"))
    start.notes.append(f"Resumed after epoch {done} of {epochs}.")
    asked = {
        "epochs": request.epochs,
        "img_size": request.img_size,
        "seed": request.seed,
        "batch_size": request.batch_size,
    }
    kept = {
        "epochs": epochs,
        "img_size": arguments.get("imgsz"),
        "seed": arguments.get("seed"),
        "batch_size": arguments.get("batch"),
    }
    for name, value in asked.items():
        if value is not None and kept[name] is not None and kept[name] != value:
            start.notes.append(f"{name} stays {kept[name]}, as the run began: a resumed run cannot change it to {value}.")
    return start


def _load(path: Path, what: str) -> dict[str, Any]:
    from ultralytics.nn.tasks import torch_safe_load

    try:
        checkpoint, _ = torch_safe_load(str(path))
    except Exception as error:
        first = " ".join(str(error).split())[:200]
        raise TrainerError("weights", f"The {what} {path} cannot be read: {first}") from error
    if not isinstance(checkpoint, dict) or not (checkpoint.get("ema") or checkpoint.get("model")):
        raise TrainerError("weights", f"{path} holds no Ultralytics model.")
    return checkpoint


def _same_task(request: Request, task: str | None, path: Path) -> None:
    if task and task != request.task:
        raise TrainerError("weights", f"{path} is a model for {task}, not for {request.task}.")


def _same_architecture(request: Request, checkpoint: dict[str, Any], path: Path) -> None:
    model = checkpoint.get("ema") or checkpoint.get("model")
    _same_task(request, getattr(model, "task", None), path)
    description = getattr(model, "yaml", None) or {}
    scale = description.get("scale")
    if scale and scale != request.base_model[-1]:
        raise TrainerError("weights", f"{path} is of size {scale}, but the base model is {request.base_model}.")
