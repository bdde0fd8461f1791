"""An exported file must say what PyTorch says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..failures import TrainerError
from ..layout import Layout

ABSOLUTE, RELATIVE = 1e-2, 1e-3  # outputs mix pixels (up to the image size) and scores (up to 1)


def verify(path: Path, checkpoint: Path, data: Layout, size: int, dynamic: bool) -> dict[str, Any]:
    """Runs the file in ONNX Runtime and the checkpoint in PyTorch on one picture, and compares every number.

    With a free batch axis the picture is also run twice in one batch. Raises an ``export`` failure if they differ.
    """
    import numpy
    import onnxruntime

    picture = data.splits["val"].first or data.splits["train"].first
    image = letterbox(picture, size)
    batch = numpy.concatenate([image, image[:, :, :, ::-1]]) if dynamic else image
    expected = _torch_outputs(checkpoint, batch)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    actual = session.run(None, {session.get_inputs()[0].name: numpy.ascontiguousarray(batch)})
    if len(expected) != len(actual):
        raise TrainerError("export", f"The ONNX file has {len(actual)} outputs where PyTorch has {len(expected)}.")
    largest = 0.0
    for number, (wanted, got) in enumerate(zip(expected, actual)):
        if wanted.shape != got.shape:
            raise TrainerError("export", f"Output {number} of the ONNX file is {got.shape}, but PyTorch's is {wanted.shape}.")
        difference = float(numpy.abs(wanted - got).max())
        largest = max(largest, difference)
        if not numpy.allclose(wanted, got, atol=ABSOLUTE, rtol=RELATIVE):
            raise TrainerError("export", f"The ONNX file and PyTorch differ by {difference:.3g} on {picture.name}.")
    return {"image": str(picture.relative_to(data.root)), "max_abs_difference": largest}


def letterbox(path: Path, size: int) -> Any:
    """A picture as ``[1, 3, size, size]`` float32, RGB, 0...1, scaled to fit and padded with 114 in the middle."""
    import numpy
    from PIL import Image, ImageOps

    with Image.open(path) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    scale = size / max(picture.size)
    fitted = picture.resize([max(1, round(side * scale)) for side in picture.size], Image.Resampling.BILINEAR)
    canvas = Image.new("RGB", (size, size), (114, 114, 114))
    canvas.paste(fitted, ((size - fitted.width) // 2, (size - fitted.height) // 2))
    return numpy.asarray(canvas, dtype=numpy.float32).transpose(2, 0, 1)[None] / 255


def _torch_outputs(checkpoint: Path, batch: Any) -> list[Any]:
    import numpy
    import torch
    from ultralytics.nn.modules import Classify, Detect
    from ultralytics.nn.tasks import load_checkpoint

    model = load_checkpoint(str(checkpoint), device="cpu")[0].float().eval()
    for module in model.modules():
        if isinstance(module, (Classify, Detect)):
            module.export, module.format = True, "onnx"
    with torch.inference_mode():
        outputs = model(torch.from_numpy(numpy.ascontiguousarray(batch)))
    return [tensor.numpy() for tensor in _tensors(outputs)]


def _tensors(value: Any) -> list[Any]:
    if isinstance(value, (list, tuple)):
        return [tensor for member in value for tensor in _tensors(member)]
    return [value]
