"""The detector's peers in one process of the trainer's environment: `in_process.py FOLDER THREADS`.

Reads a line for each thing wanted and answers a line of JSON: `time WHO COUNT`, milliseconds each took from the bytes of the
picture to the boxes (the session: from the prepared array to its raw answer); `boxes WHO`, what was found.
"""

import json
import os
import pathlib
import sys
import time

folder, threads = pathlib.Path(sys.argv[1]), int(sys.argv[2])
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # Ultralytics talks on standard output

import surroundings  # noqa: E402

surroundings.prepare(folder, threads)

import cv2  # noqa: E402
import numpy as np  # noqa: E402
import onnxruntime  # noqa: E402
import torch  # noqa: E402
from ultralytics import YOLO  # noqa: E402

torch.set_num_threads(threads)
picture = (folder / "picture.jpg").read_bytes()
weights = {"ultralytics": YOLO(folder / "model.pt"), "ultralytics_onnx": YOLO(folder / "model.onnx", task="detect")}
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = threads
session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])


def decode():
    return cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)


def prepared():
    canvas = np.full((640, 640, 3), 114, np.uint8)
    canvas[80:560] = decode()
    return np.ascontiguousarray(canvas[..., ::-1].transpose(2, 0, 1)[None].astype(np.float32) / 255)


def predict(who, **more):
    found = weights[who].predict(decode(), imgsz=640, device="cpu", verbose=False, **more)[0].boxes
    # On the CPU and as plain numbers, as whoever answers a request needs them.
    return found.xyxy.cpu().numpy(), found.conf.cpu().numpy(), found.cls.cpu().numpy()


array = prepared()
run = {
    "ultralytics": lambda: predict("ultralytics"),
    "ultralytics_onnx": lambda: predict("ultralytics_onnx"),
    "session": lambda: session.run(None, {"images": array}),
}


def timed(who, count):
    out = []
    for _ in range(count):
        begin = time.perf_counter()
        run[who]()
        out.append((time.perf_counter() - begin) * 1000)
    return out


def boxes(who):
    # By itself Ultralytics pads pictures less for its own weights; the same pixels are needed to find the same boxes.
    square = {"rect": False} if who == "square" else {}
    found = predict("ultralytics" if who == "square" else who, **square)
    return [[*map(float, box), float(score), int(index)] for box, score, index in zip(*found)]


for line in sys.stdin:
    what, who, *rest = line.split()
    print(json.dumps(timed(who, int(rest[0])) if what == "time" else boxes(who)), file=answers, flush=True)
