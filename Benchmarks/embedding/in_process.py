"""ResNet50 in Python, in one process of the trainer's environment: `in_process.py FOLDER THREADS PICTURE...`.

Reads a line for each thing wanted and answers one: `time`, the seconds for all pictures from their files to unit vectors;
`vector N`, the vector of a picture, float32 in base 64.
"""

import base64
import os
import pathlib
import sys
import tempfile
import time

folder, threads, pictures = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "trainer"))

from fovea_trainer import environment  # noqa: E402
from fovea_trainer.torchvision_shim import install  # noqa: E402

with tempfile.TemporaryDirectory() as scratch:
    environment.prepare(pathlib.Path(scratch))
    install()

import numpy as np  # noqa: E402
import onnxruntime  # noqa: E402
import torch  # noqa: E402
from PIL import Image, ImageOps  # noqa: E402
from torchvision import transforms  # noqa: E402

torch.set_num_threads(threads)
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = threads
session = onnxruntime.InferenceSession(folder / "resnet50.onnx", options, providers=["CPUExecutionProvider"])
steps = [
    transforms.Resize(232),
    transforms.CenterCrop(224),
    transforms.ToTensor(),
    transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
]
prepare = transforms.Compose(steps)


def vector(path):
    pixels = prepare(ImageOps.exif_transpose(Image.open(path)).convert("RGB")).numpy()[None]
    out = session.run(None, {"pixels": pixels})[0][0]
    return out / np.linalg.norm(out)


for line in sys.stdin:
    what, *more = line.split()
    if what == "time":
        begin = time.perf_counter()
        for picture in pictures:
            vector(picture)
        answer = str(time.perf_counter() - begin)
    else:
        answer = base64.b64encode(vector(pictures[int(more[0])]).astype("<f4").tobytes()).decode()
    print(answer, file=answers, flush=True)
