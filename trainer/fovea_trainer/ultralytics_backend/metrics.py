"""Ultralytics' names of metrics and losses, made plain."""

from __future__ import annotations

from typing import Any

_NAMES = {"precision": "precision", "recall": "recall", "mAP50": "map50", "mAP50-95": "map", "mAP75": "map75"}
_MAIN = {"detect": "B", "segment": "M", "pose": "P"}


def flat_losses(losses: dict[str, Any] | None) -> dict[str, float]:
    """Losses by name as numbers."""
    return {name: round(float(value), 6) for name, value in (losses or {}).items()}


def flat_validation(metrics: dict[str, Any], task: str) -> dict[str, float]:
    """``metrics/mAP50(B)`` and ``val/box_loss`` as ``map50`` and ``box_loss``; box scores of masks as ``box_map50``."""
    flat: dict[str, float] = {}
    for key, value in metrics.items():
        group, _, name = key.partition("/")
        if group == "val":
            flat[name] = float(value)
        elif name.startswith("accuracy_"):
            flat[name.removeprefix("accuracy_")] = float(value)
        elif group == "metrics":
            plain, _, kind = name.rstrip(")").partition("(")
            if plain in _NAMES:
                flat[("" if kind == _MAIN.get(task) else "box_") + _NAMES[plain]] = float(value)
    return {name: round(value, 6) for name, value in flat.items()}
