"""Turns Ultralytics' callbacks into events, and remembers how far the run is."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..events import EventWriter
from ..layout import Layout
from ..lifetime import Lifetime
from ..recipe import Recipe
from ..request import Request
from .metrics import flat_losses, flat_validation
from .start import Start

BATCH_SECONDS = 0.5
FEW_STEPS = 300
SHOWN = (
    "optimizer", "lr0", "lrf", "momentum", "weight_decay", "nbs", "warmup_epochs", "cos_lr", "amp", "box",
    "cls", "dfl", "mosaic", "close_mosaic", "mixup", "cutmix", "copy_paste", "hsv_h", "hsv_s", "hsv_v",
    "degrees", "translate", "scale", "shear", "perspective", "flipud", "fliplr", "erasing", "rect",
    "single_cls", "cache", "patience", "seed", "deterministic",
)  # fmt: skip


class Progress:
    """The state of one run as the events tell it. ``epoch`` is the last finished one."""

    def __init__(self, events: EventWriter, lifetime: Lifetime, request: Request, data: Layout, chosen: Recipe, start: Start) -> None:
        self.events = events
        self.check = lifetime.check
        self._request, self._data, self._recipe, self._start = request, data, chosen, start
        self.epoch = start.epochs_done
        self.best_epoch = start.best_epoch
        self.checkpoint: Path | None = start.resume
        self._batch = 0
        self._last_batch_event = 0.0

    def describe(self) -> dict[str, Any]:
        """Where the run stands, for ``cancelled`` and ``failed``."""
        return {"epoch": self.epoch, "checkpoint": str(self.checkpoint) if self.checkpoint else None}

    def handlers(self) -> dict[str, Callable[[Any], None]]:
        """Callbacks by Ultralytics' name of the occasion."""
        return {
            "on_train_start": self.started,
            "on_train_epoch_start": self._epoch_start,
            "on_train_batch_start": lambda _: self.check(),
            "on_train_batch_end": self._batch_end,
            "on_val_batch_start": lambda _: self.check(),
            "on_model_save": self._saved,
            "on_fit_epoch_end": self._epoch_end,
        }

    def adopt(self, epochs: int, start: Start) -> None:
        """Takes over a run whose epochs are all done."""
        self.epoch = min(start.epochs_done, epochs)

    def started(self, trainer: Any) -> None:
        splits = {name: split.counts() if split.images else None for name, split in self._data.splits.items()}
        self._correct(splits, "train", getattr(trainer, "train_loader", None))
        if not self._data.validates_on_training:
            self._correct(splits, "val", getattr(trainer, "test_loader", None))
        notes = list(self._start.notes)
        if self._data.validates_on_training:
            notes.append("There are no validation images: the training images are used, so the scores are too good.")
        if trainer.batch_size != (self._request.batch_size or trainer.batch_size) and not self._start.resume:
            notes.append(f"batch_size lowered to {trainer.batch_size}, the number of training images.")
        steps = self._batches(trainer, splits) * trainer.epochs
        if steps < FEW_STEPS and not self._start.was_pretrained:
            notes.append(
                f"This run has only {steps} training steps; from scratch a model needs some hundreds before it finds"
                " anything. More images or more epochs help."
            )
        self.events.emit(
            "started",
            task=self._request.task,
            base_model=self._request.base_model,
            pretrained=self._start.was_pretrained,
            resumed_from=self._start.epochs_done if self._start.resume else None,
            epochs=trainer.epochs,
            batch_size=trainer.batch_size,
            img_size=trainer.args.imgsz,
            batches=self._batches(trainer, splits),
            recipe=self._recipe.name,
            class_names=list(trainer.data["names"].values()),
            data=splits,
            hyperparameters={name: getattr(trainer.args, name) for name in SHOWN if hasattr(trainer.args, name)},
            notes=notes,
        )

    @staticmethod
    def _correct(splits: dict[str, Any], name: str, loader: Any) -> None:
        # What the loader kept is the truth: it has opened every picture, the scan only read label files.
        if loader is None or splits.get(name) is None:
            return
        kept = len(loader.dataset)
        splits[name]["rejected"] = max(splits[name]["images"] - kept, 0)
        splits[name]["images"] = kept
        splits[name]["labelled"] = min(splits[name]["labelled"], kept)

    @staticmethod
    def _batches(trainer: Any, splits: dict[str, Any]) -> int:
        loader = getattr(trainer, "train_loader", None)
        return len(loader) if loader is not None else -(-splits["train"]["images"] // trainer.batch_size)

    def _epoch_start(self, trainer: Any) -> None:
        self._batch = 0

    def _batch_end(self, trainer: Any) -> None:
        self._batch += 1
        now = time.monotonic()
        if now - self._last_batch_event >= BATCH_SECONDS:
            self._last_batch_event = now
            self.events.emit(
                "batch",
                epoch=trainer.epoch + 1,
                epochs=trainer.epochs,
                batch=self._batch,
                batches=len(trainer.train_loader),
                losses=flat_losses(trainer.tloss),
            )
        self.check()

    def _saved(self, trainer: Any) -> None:
        is_best = trainer.best_fitness == trainer.fitness
        if is_best:
            self.best_epoch = trainer.epoch + 1
        self.checkpoint = Path(trainer.last)
        best = Path(trainer.best)
        self.events.emit(
            "checkpoint",
            path=self.checkpoint,
            epoch=trainer.epoch + 1,
            is_best=is_best,
            best_path=best if best.exists() else None,
        )

    def _epoch_end(self, trainer: Any) -> None:
        if trainer.epoch + 1 <= self.epoch:  # Ultralytics calls once more after its own final evaluation
            return
        self.epoch = trainer.epoch + 1
        self.events.emit(
            "epoch",
            epoch=self.epoch,
            epochs=trainer.epochs,
            train=flat_losses(trainer.tloss),
            val=flat_validation(trainer.metrics or {}, self._request.task),
            lr=float(trainer.lr["lr/pg0"]),
            seconds=round(trainer.epoch_time, 3),
            is_best=self.best_epoch == self.epoch,
        )
        self.check()
