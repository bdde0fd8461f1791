"""Makes a YOLO detector and pictures in a folder, and says what Ultralytics, running the same ONNX file, finds in them.

    oracle.py FOLDER TRAINER [REAL_PHOTOGRAPH...]

The network is not trained: seeded weights, batch statistics taken from the pictures, and class scores spread out, so that
hundreds of boxes of every size come out, far more than a trained model's. Prints one JSON line.
"""

import json
import os
import sys

folder, trainer, photographs = sys.argv[1], sys.argv[2], sys.argv[3:]
sys.path.insert(0, trainer)
os.chdir(folder)
from pathlib import Path

from fovea_trainer import environment

real_stdout = os.dup(1)
os.dup2(2, 1)
environment.prepare(Path(folder))
from fovea_trainer.torchvision_shim import install

install()
import numpy as np
import torch
from PIL import Image
from ultralytics import YOLO
from ultralytics.nn.tasks import DetectionModel

rng = np.random.default_rng(3)


def scene(width, height):
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    picture = np.stack([127 + 90 * np.sin(x / 31), 255 * y / height, 127 + 90 * np.cos((x + y) / 47)], -1)
    for _ in range(25):
        cx, cy, r = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(4, 60)
        picture[(x - cx) ** 2 + (y - cy) ** 2 < r * r] = rng.uniform(0, 255, 3)
    return Image.fromarray(np.clip(picture + rng.normal(0, 4, picture.shape), 0, 255).astype(np.uint8))


def exif(orientation):
    block = Image.Exif()
    block[0x112] = orientation
    return block


pictures = []


def save(name, image, **options):
    path = os.path.join(folder, name)
    image.save(path, **options)
    pictures.append(path)


save("landscape.jpg", scene(640, 480), quality=90)
save("odd.jpg", scene(333, 517), quality=80)
save("large.jpg", scene(1280, 721), quality=75)
save("small.png", scene(61, 47))
save("turned6.jpg", scene(500, 300), quality=92, exif=exif(6))
save("turned3.jpg", scene(320, 240), quality=92, exif=exif(3))
save("exact.png", scene(320, 320))
for index, path in enumerate(photographs):
    target = os.path.join(folder, f"photograph{index}.jpg")
    with open(path, "rb") as source, open(target, "wb") as out:
        out.write(source.read())
    pictures.append(target)

torch.manual_seed(5)
names = {0: "RBC", 1: "it's", 2: "Plättchen"}
yolo = YOLO("yolov8n.yaml")
arguments = yolo.model.args
yolo.model = DetectionModel("yolov8n.yaml", nc=3, verbose=False)
yolo.model.args, yolo.model.task = arguments, "detect"
yolo.model.names = names
batch = [np.asarray(Image.open(p).convert("RGB").resize((320, 320))) for p in pictures]
batch = torch.from_numpy(np.stack(batch)).permute(0, 3, 1, 2).float() / 255
for module in yolo.model.modules():
    if isinstance(module, torch.nn.BatchNorm2d):
        module.momentum = None  # a plain mean
        module.reset_running_stats()
yolo.model.train()
with torch.no_grad():
    yolo.model(batch)
yolo.model.eval()
head = yolo.model.model[-1]
with torch.no_grad():
    for branch in head.cv3:
        branch[-1].weight.mul_(2)
        branch[-1].bias.fill_(-2.5)
    for branch in head.cv2:
        branch[-1].weight.mul_(3)
model = yolo.export(format="onnx", imgsz=320, opset=17, simplify=True, device="cpu", batch=1)

from fovea_trainer.ultralytics_backend.nms import lift_time_limit

lift_time_limit()
runner = YOLO(model, task="detect")
answers = []
for path in pictures:
    for confidence, iou in ((0.25, 0.7), (0.02, 0.45)):
        result = runner.predict(path, imgsz=320, conf=confidence, iou=iou, max_det=300, device="cpu", verbose=False, save=False)[0]
        answers.append(
            {
                "path": path,
                "confidence": confidence,
                "iou": iou,
                "width": result.orig_shape[1],
                "height": result.orig_shape[0],
                "boxes": [[*map(float, b.xyxy[0]), float(b.conf), int(b.cls)] for b in result.boxes],
            }
        )
os.write(real_stdout, json.dumps({"model": os.path.abspath(model), "answers": answers}).encode() + b"\n")
