"""One run, read from top to bottom: hello, data, settings, training, export, evaluation, completed."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from .. import PROTOCOL, environment, layout, recipe, torchvision_shim
from ..events import EventWriter
from ..failures import TrainerError
from ..lifetime import Lifetime
from ..request import Request


def use_threads(count: int) -> None:
    """Lets PyTorch use so many threads, also after Ultralytics has chosen a device.

    With every choice of the CPU it sets one thread less than there are cores: on two cores half of the machine idles.
    """
    import torch
    from ultralytics.utils import torch_utils

    torch.set_num_threads(count)
    torch_utils.NUM_THREADS = count


def run(request: Request, events: EventWriter, lifetime: Lifetime, scratch: Path, threads: int) -> None:
    """Emits every event from ``hello`` to ``completed``; raises what goes wrong."""
    began = time.monotonic()
    torchvision_shim.install()
    lifetime.check()

    from . import evaluate, export, logs, nms, start
    from .progress import Progress
    from .trainer import make_trainer

    use_threads(threads)
    nms.lift_time_limit()
    forward = logs.Forward(events).install()
    device = _device(request.device)
    events.emit(
        "hello",
        protocol=PROTOCOL,
        backend="ultralytics",
        license="AGPL-3.0",
        pid=os.getpid(),
        versions=environment.versions(),
        device=_described(device),
        threads=threads,
    )
    data = layout.scan(request.data, request.task, lifetime.check)
    forward.knows(data)
    beginning = start.choose(request)
    chosen = recipe.choose(
        images=data.splits["train"].images,
        classes=1 if request.preprocessing.get("single_class") else len(data.class_names),
        epochs=request.epochs,
        pretrained=beginning.weights is not None,
        batch=request.batch_size,
        learning_rate=request.learning_rate,
        augmentation=request.augmentation,
    )
    progress = Progress(events, lifetime, request, data, chosen, beginning)
    lifetime.describe = progress.describe
    start.settle(beginning, request.output / "weights")
    events.log("info", f"Reading {data.splits['train'].images} training and {data.splits['val'].images} validation images.")
    trainer = make_trainer(request, data, chosen, beginning, progress, device["id"], scratch)
    if beginning.is_finished:
        progress.adopt(trainer.epochs, beginning)
        progress.started(trainer)
    else:
        trainer.train()
    lifetime.check()
    trained = time.monotonic()

    exported = export.export(request, data, trainer, progress, scratch)
    events.emit("exported", **exported.fields)
    lifetime.check()
    results = evaluate.evaluate(data, trainer, exported.checkpoint, progress, scratch)
    events.emit(
        "completed",
        best_epoch=progress.best_epoch,
        epochs_done=progress.epoch,
        stopped_early=progress.epoch < trainer.epochs,
        metrics=results.metrics,
        per_class=results.per_class,
        training_seconds=round(trained - began, 3),
        total_seconds=round(time.monotonic() - began, 3),
    )
    shutil.rmtree(scratch, ignore_errors=True)


def _device(wanted: str) -> dict:
    found = {device["id"]: device for device in environment.devices()}
    if wanted == "auto":
        return found.get("0", found["cpu"])
    if wanted not in found:
        gpus = len(found) - 1
        raise TrainerError("device", f"There is no GPU {wanted} here ({gpus or 'no'} usable): choose auto or cpu.")
    return found[wanted]


def _described(device: dict) -> dict:
    index = None if device["id"] == "cpu" else int(device["id"])
    return {
        "kind": "cpu" if index is None else "cuda",
        "index": index,
        "name": device["name"],
        "memory": device["memory"],
    }
