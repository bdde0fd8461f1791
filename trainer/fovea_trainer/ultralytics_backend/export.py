"""The best weights as an ONNX file that was run and compared before anybody hears of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..failures import TrainerError
from ..layout import Layout
from ..request import Request
from . import atomic, verify
from .progress import Progress

DEFAULT_OPSET = 17


@dataclass
class Exported:
    """``checkpoint`` is the stripped best.pt; ``fields`` are those of the ``exported`` event."""

    checkpoint: Path
    fields: dict[str, Any]


def export(request: Request, data: Layout, trainer: Any, progress: Progress, scratch: Path) -> Exported:
    """Strips best.pt, exports it without NMS at the training size, verifies it and puts both in place atomically."""
    weights = Path(trainer.best).parent
    best = weights / "best.pt"
    stripped = _strip(best if best.exists() else Path(trainer.last), scratch / "best.pt")
    atomic.replace(best, stripped.read_bytes())
    progress.check()

    opset = request.export.get("opset", DEFAULT_OPSET)
    dynamic = request.export.get("dynamic_batch", True)
    size = int(trainer.args.imgsz)
    names = [str(name) for name in trainer.data["names"].values()]
    progress.events.log("info", f"Exporting the weights of epoch {progress.best_epoch} to ONNX (opset {opset}).")
    path = _to_onnx(stripped, data.task, size, opset, dynamic)
    progress.check()
    inputs, outputs = _label(path, request, names, size)
    verified = verify.verify(path, stripped, data, size, dynamic)
    onnx = weights / "best.onnx"
    content = path.read_bytes()
    atomic.replace(onnx, content)
    path.unlink()
    fields = {
        "path": onnx,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "task": data.task,
        "img_size": size,
        "class_names": names,
        "opset": opset,
        "dynamic_batch": dynamic,
        "inputs": inputs,
        "outputs": outputs,
        "verified": verified,
        "weights": {"path": best, "sha256": hashlib.sha256(best.read_bytes()).hexdigest(), "size": best.stat().st_size},
    }
    return Exported(best, fields)


def _strip(source: Path, target: Path) -> Path:
    from ultralytics.utils.torch_utils import strip_optimizer

    if not source.exists():
        raise TrainerError("export", "The run left no checkpoint to export.")
    strip_optimizer(str(source), str(target))
    return target


def _to_onnx(checkpoint: Path, task: str, size: int, opset: int, dynamic: bool) -> Path:
    from ultralytics import YOLO

    try:
        with _batch_axis(dynamic):
            model = YOLO(str(checkpoint), task=task)
            return Path(model.export(format="onnx", imgsz=size, opset=opset, simplify=True, device="cpu", batch=1))
    except MemoryError:
        raise
    except Exception as error:
        raise TrainerError("export", f"The model could not be exported to ONNX: {' '.join(str(error).split())[:300]}") from error


@contextmanager
def _batch_axis(dynamic: bool) -> Iterator[None]:
    """Frees the batch axis alone. Ultralytics' own ``dynamic`` frees height and width too, which costs the constant
    folding of anchors and makes its predictor pad pictures to another shape than the model was trained on."""
    from ultralytics.utils.export import engine

    original = engine.torch2onnx

    def with_batch(model: Any, image: Any, file: Any, **options: Any) -> str:
        outputs = options.get("output_names") or ["output0"]
        options["dynamic"] = {name: {0: "batch"} for name in ("images", *outputs)} if dynamic else None
        return original(model, image, file, **options)

    engine.torch2onnx = with_batch
    try:
        yield
    finally:
        engine.torch2onnx = original


def _label(path: Path, request: Request, names: list[str], size: int) -> tuple[list[dict], list[dict]]:
    """Sets the file's metadata and returns its inputs and outputs as the event tells them."""
    import onnx

    model = onnx.load(str(path))
    wanted = {
        # Ultralytics puts the path of the data there, which is nobody's business outside this machine
        "description": f"{request.base_model} for {request.task}, trained with Ultralytics by Fovea",
        "fovea": json.dumps({"task": request.task, "base_model": request.base_model, "img_size": size, "class_names": names}),
    }
    for entry in model.metadata_props:
        if entry.key in wanted:
            entry.value = wanted.pop(entry.key)
    for key, value in wanted.items():
        model.metadata_props.add(key=key, value=value)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
    return [_shape(v) for v in model.graph.input], [_shape(v) for v in model.graph.output]


def _shape(value: Any) -> dict[str, Any]:
    dimensions = value.type.tensor_type.shape.dim
    return {"name": value.name, "shape": [d.dim_value if d.HasField("dim_value") else None for d in dimensions]}
