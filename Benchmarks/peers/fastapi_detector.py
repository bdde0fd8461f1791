"""The detector behind HTTP as the field serves it: FastAPI and one Ultralytics model a worker, asked from its thread pool.

Runs in the trainer's environment; `BENCH_PACKAGES` is where FastAPI lies, `DETECTOR_FOLDER` holds the weights that
`DETECTOR_WEIGHTS` names, `DETECTOR_THREADS` is how many threads a worker computes with. Ultralytics locks its predictor, so a
worker answers one request at a time.
"""

import os
import pathlib
import sys

FOLDER, THREADS = pathlib.Path(os.environ["DETECTOR_FOLDER"]), int(os.environ["DETECTOR_THREADS"])
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "detector"))

import surroundings  # noqa: E402

surroundings.prepare(FOLDER, THREADS)

import cv2  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402
from fastapi import FastAPI, File  # noqa: E402
from ultralytics import YOLO  # noqa: E402

torch.set_num_threads(THREADS)
model = YOLO(FOLDER / os.environ["DETECTOR_WEIGHTS"], task="detect")
model.predict(np.zeros((480, 640, 3), np.uint8), imgsz=640, device="cpu", verbose=False)
app = FastAPI()


@app.post("/infer")
def infer(file: bytes = File()):
    picture = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_COLOR)
    found = model.predict(picture, imgsz=640, device="cpu", verbose=False)[0].boxes
    return {
        "predictions": [
            {"box": box, "confidence": score, "class_id": int(index)}
            for box, score, index in zip(found.xyxy.tolist(), found.conf.tolist(), found.cls.tolist())
        ]
    }


@app.get("/ready")
def ready():
    return {}
