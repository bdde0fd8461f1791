"""``predict``: what Ultralytics itself makes of an ONNX file. Fovea's own inference is tested against it."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from . import environment
from .events import EventWriter, plain


def predict(model: str, images: list[str], confidence: float, iou: float) -> int:
    """Prints one JSON line; 1 if the model cannot be loaded."""
    descriptor = os.dup(1)
    EventWriter.take_stdout()
    with tempfile.TemporaryDirectory(prefix="fovea-predict-") as scratch:
        environment.prepare(Path(scratch))
        from .torchvision_shim import install

        install()
        from ultralytics import YOLO

        from .ultralytics_backend.nms import lift_time_limit

        lift_time_limit()
        try:
            metadata = _metadata(model)
            yolo = YOLO(model, task=metadata["task"])
        except Exception as error:
            print(f"{model} cannot be loaded: {error}", file=sys.stderr)
            return 1
        size = metadata["img_size"]
        answers = [_answer(yolo, path, size, confidence, iou, scratch) for path in images]
    line = json.dumps(plain({"model": model, **metadata, "images": answers}), ensure_ascii=False)
    os.write(descriptor, line.encode() + b"\n")
    return 0


def _metadata(path: str) -> dict[str, Any]:
    import ast

    import onnx

    entries = {entry.key: entry.value for entry in onnx.load(path, load_external_data=False).metadata_props}
    return {"task": entries["task"], "img_size": int(ast.literal_eval(entries["imgsz"])[0])}


def _answer(yolo: Any, path: str, size: int, confidence: float, iou: float, scratch: str) -> dict[str, Any]:
    try:
        result = yolo.predict(
            path,
            imgsz=size,
            conf=confidence,
            iou=iou,
            max_det=300,
            device="cpu",
            verbose=False,
            save=False,
            project=scratch,
        )[0]
    except Exception as error:
        return {"path": path, "width": None, "height": None, "predictions": [], "error": str(error)[:300]}
    height, width = result.orig_shape
    answer: dict[str, Any] = {"path": path, "width": width, "height": height, "predictions": [], "error": None}
    if result.probs is not None:
        answer["probabilities"] = {result.names[i]: float(p) for i, p in enumerate(result.probs.data)}
        return answer
    for index, box in enumerate(result.boxes):
        x1, y1, x2, y2 = (float(v) for v in box.xyxy[0])
        found = {
            "class_id": int(box.cls),
            "class_name": result.names[int(box.cls)],
            "confidence": float(box.conf),
            "box": {"x": x1, "y": y1, "width": x2 - x1, "height": y2 - y1},
        }
        if result.masks is not None:
            found["polygon"] = result.masks.xy[index].tolist()
        if result.keypoints is not None:
            found["keypoints"] = result.keypoints.data[index].tolist()
        answer["predictions"].append(found)
    return answer
