"""Settings that learn, by the size of the training set. The table and its reasons are in docs/trainer-protocol.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SMALL, MEDIUM = 1_000, 10_000


@dataclass(frozen=True)
class Recipe:
    """Resolved settings: ``batch`` images a step, and ``hyperparameters`` under Ultralytics' names."""

    name: str
    batch: int
    hyperparameters: dict[str, Any]


def choose(
    images: int,
    classes: int,
    epochs: int,
    pretrained: bool,
    batch: int | None = None,
    learning_rate: float | None = None,
    augmentation: dict[str, float] | None = None,
) -> Recipe:
    """The recipe for ``images`` training images of ``classes`` classes, under the request's overrides."""
    name = "small" if images < SMALL else "medium" if images < MEDIUM else "large"
    size = min(batch or (8 if name == "small" else 16), max(images, 1))
    settings: dict[str, Any]
    if name == "large":
        settings = {"optimizer": "SGD", "lr0": 0.01, "momentum": 0.937, "nbs": max(64, size), "warmup_epochs": 3.0}
    else:
        rate = round(0.002 * 5 / (4 + classes), 6) if pretrained else 0.002
        settings = {"optimizer": "AdamW", "lr0": rate, "momentum": 0.937, "nbs": size, "warmup_epochs": 1.0}
    settings["mosaic"] = 0.0 if name == "small" else 1.0
    settings["close_mosaic"] = 0 if name == "small" else min(10, max(1, epochs // 5))
    if learning_rate is not None:
        settings["lr0"] = learning_rate
    overrides = dict(augmentation or {})
    if overrides.get("mosaic", 0) and "close_mosaic" not in overrides:
        overrides["close_mosaic"] = min(10, max(1, epochs // 5))
    settings.update(overrides)
    return Recipe(name, size, settings)
