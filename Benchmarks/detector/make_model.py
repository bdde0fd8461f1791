"""Makes what the detector benchmark needs, in the trainer's environment: `make_model.py FOLDER`.

model.pt and model.onnx: yolov8n for 80 classes at 640, not trained: seeded weights, batch statistics taken from the picture,
and scores shifted so that it finds about as much as a trained one finds in a busy street. picture.jpg: 640x480.
"""

import math
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])

import surroundings  # noqa: E402

surroundings.prepare(folder)

import numpy as np  # noqa: E402
import torch  # noqa: E402
from PIL import Image  # noqa: E402
from ultralytics import YOLO  # noqa: E402
from ultralytics.nn.tasks import DetectionModel  # noqa: E402

SIDE = 640
# Anchors above the usual threshold of 0.25, before non-maximum suppression.
FOUND = 40


def picture(width=640, height=480):
    rng = np.random.default_rng(3)
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    pixels = np.stack([127 + 90 * np.sin(x / 31), 255 * y / height, 127 + 90 * np.cos((x + y) / 47)], -1)
    for _ in range(40):
        cx, cy, r = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(4, 60)
        pixels[(x - cx) ** 2 + (y - cy) ** 2 < r * r] = rng.uniform(0, 255, 3)
    return Image.fromarray(np.clip(pixels + rng.normal(0, 5, pixels.shape), 0, 255).astype(np.uint8))


def main():
    picture().save(folder / "picture.jpg", quality=90)
    torch.manual_seed(5)
    yolo = YOLO("yolov8n.yaml")
    arguments = yolo.model.args
    model = yolo.model = DetectionModel("yolov8n.yaml", nc=80, verbose=False)
    model.args, model.task, model.names = arguments, "detect", {index: f"class {index}" for index in range(80)}
    seen = Image.new("RGB", (SIDE, SIDE), (114, 114, 114))
    seen.paste(Image.open(folder / "picture.jpg"), (0, 80))
    batch = torch.from_numpy(np.asarray(seen).copy()).permute(2, 0, 1)[None].float() / 255
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = None  # a plain mean
            module.reset_running_stats()
    model.train()
    head = model.model[-1]
    with torch.no_grad():
        model(torch.cat([batch, batch.flip(3)]))
        model.eval()
        for branch in head.cv3:
            branch[-1].weight.mul_(4)
            branch[-1].bias.fill_(0)
        for branch in head.cv2:
            branch[-1].weight.mul_(3)
        scores = model(batch)[0][0, 4:].amax(0)
        lowest = scores.sort(descending=True).values[FOUND].clamp(1e-6, 1 - 1e-6)
        shift = math.log(0.25 / 0.75) - math.log(lowest / (1 - lowest))
        for branch in head.cv3:
            branch[-1].bias.fill_(shift)
    yolo.save(folder / "model.pt")
    YOLO(folder / "model.pt").export(format="onnx", imgsz=SIDE, opset=17, simplify=True, device="cpu", batch=1)


main()
