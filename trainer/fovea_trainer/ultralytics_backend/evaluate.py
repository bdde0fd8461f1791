"""The scores of the best weights on the validation and the test split."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..layout import Layout
from .metrics import flat_validation
from .progress import Progress


@dataclass
class Results:
    """``metrics`` and ``per_class`` by split; None for a split that does not exist."""

    metrics: dict[str, Any] = field(default_factory=lambda: {"val": None, "test": None})
    per_class: dict[str, Any] = field(default_factory=lambda: {"val": None, "test": None})


def evaluate(data: Layout, trainer: Any, checkpoint: Path, progress: Progress, scratch: Path) -> Results:
    """Validates ``checkpoint`` with the settings of the training's own validation."""
    from ultralytics import YOLO

    results = Results()
    for split in ("val", "test"):
        if split == "test" and data.splits["test"].images == 0:
            continue
        model = YOLO(str(checkpoint), task=data.task)
        model.add_callback("on_val_batch_start", lambda _: progress.check())
        progress.events.log("info", f"Evaluating the best weights on the {split} split.")
        measured = model.val(
            data=trainer.args.data,
            split=split,
            imgsz=trainer.args.imgsz,
            batch=trainer.batch_size * (1 if data.task == "classify" else 2),
            device=str(trainer.args.device),
            single_cls=trainer.args.single_cls,
            workers=trainer.args.workers,
            plots=False,
            save_dir=str(scratch / f"evaluation-{split}"),
        )
        results.metrics[split] = _overall(measured, data.task)
        results.per_class[split] = _classification(measured) if data.task == "classify" else _detection(measured, data.task)
    return results


def _overall(measured: Any, task: str) -> dict[str, float]:
    overall = flat_validation(measured.results_dict, task)
    if task != "classify":
        overall["map75"] = round(float(_main(measured, task).map75), 6)
    overall.pop("fitness", None)
    return overall


def _main(measured: Any, task: str) -> Any:
    return getattr(measured, {"detect": "box", "segment": "seg", "pose": "pose"}[task])


def _detection(measured: Any, task: str) -> list[dict[str, Any]]:
    scores = _main(measured, task)
    places = {int(index): place for place, index in enumerate(scores.ap_class_index)}
    rows = []
    for index, name in measured.names.items():
        row = {
            "class_id": int(index),
            "class_name": name,
            "images": int(measured.nt_per_image[index]),
            "instances": int(measured.nt_per_class[index]),
        }
        if index in places:  # a class without instances in the split has no scores
            precision, recall, map50, mean = scores.class_result(places[index])
            row |= {
                "precision": round(float(precision), 6),
                "recall": round(float(recall), 6),
                "map50": round(float(map50), 6),
                "map": round(float(mean), 6),
            }
        rows.append(row)
    return rows


def _classification(measured: Any) -> list[dict[str, Any]]:
    matrix = measured.confusion_matrix.matrix  # [predicted, true]
    rows = []
    for index, name in measured.confusion_matrix.names.items():
        right, predicted, true = matrix[index, index], matrix[index].sum(), matrix[:, index].sum()
        row = {"class_id": int(index), "class_name": name, "images": int(true), "instances": int(true)}
        if true:
            row |= {
                "recall": round(float(right / true), 6),
                "precision": round(float(right / predicted), 6) if predicted else 0.0,
            }
        rows.append(row)
    return rows
