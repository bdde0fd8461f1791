"""Exports models that describe pictures, with random weights, and says what Python's ONNX Runtime makes of some pictures that
torchvision prepared.

    embedding_oracle.py FOLDER TRAINER

ResNet50 comes from the exporter that operators use; a small vision transformer and a text tower are made here. Prints one JSON
line; prepared inputs lie beside the pictures as float32.
"""

import json
import os
import sys
from pathlib import Path

folder, trainer = Path(sys.argv[1]), sys.argv[2]
sys.path.insert(0, trainer)
said = os.dup(1)
os.dup2(2, 1)
import numpy as np  # noqa: E402
import torch  # noqa: E402
from fovea_trainer import embedders  # noqa: E402

torch.manual_seed(5)
embedders.prepare()
embedders.resnet50(folder, random=True)

import onnxruntime  # noqa: E402
from PIL import Image  # noqa: E402
from torchvision import transforms  # noqa: E402
from torchvision.models.vision_transformer import VisionTransformer  # noqa: E402

BICUBIC, BILINEAR = transforms.InterpolationMode.BICUBIC, transforms.InterpolationMode.BILINEAR


class Tokens(torch.nn.Module):
    """A transformer's whole last layer: the first of its tokens stands for the picture."""

    def __init__(self):
        super().__init__()
        self.vit = VisionTransformer(96, 16, num_layers=2, num_heads=4, hidden_dim=64, mlp_dim=128)

    def forward(self, pixels):
        rows = self.vit._process_input(pixels)
        return self.vit.encoder(torch.cat([self.vit.class_token.expand(rows.shape[0], -1, -1), rows], 1))


class Words(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(600, 64)
        self.layer = torch.nn.TransformerEncoderLayer(64, 4, 128, batch_first=True)

    def forward(self, tokens):
        return self.layer(self.embedding(tokens)).mean(1)


class Features(torch.nn.Module):
    def forward(self, pixels):
        return torch.nn.functional.avg_pool2d(pixels * 2 + 1, 7, stride=5)


embedders.export(Tokens(), torch.zeros(1, 3, 96, 96), folder / "vit.onnx", "pixels")
embedders.export(Features(), torch.zeros(1, 3, 64, 64), folder / "map.onnx", "pixels")
embedders.export(Words(), torch.zeros((1, 20), dtype=torch.int64), folder / "words.onnx", "tokens")

rng = np.random.default_rng(3)


def scene(width, height):
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    picture = np.stack([127 + 90 * np.sin(x / 31), 255 * y / height, 127 + 90 * np.cos((x + y) / 17)], -1)
    return Image.fromarray(np.clip(picture + rng.normal(0, 30, picture.shape), 0, 255).astype(np.uint8))


pictures = {}
for name, size in {"wide.png": (640, 427), "tall.png": (333, 517), "small.png": (57, 40), "square.jpg": (300, 300)}.items():
    scene(*size).save(folder / name)
    pictures[name] = Image.open(folder / name).convert("RGB")

RECIPES = {
    "resnet50.onnx": {"resize": 232, "crop": 224},
    "vit.onnx": {
        "resize": 96,
        "crop": 96,
        "filter": "bicubic",
        "mean": [0.48145466, 0.4578275, 0.40821073],
        "std": [0.26862954, 0.26130258, 0.27577711],
    },
    "map.onnx": {"resize": 64, "crop": 64, "fit": "exact", "mean": [0, 0, 0], "std": [1, 1, 1], "pooling": "mean"},
}


def prepared(recipe, picture):
    side = recipe["resize"]
    size = (side, side) if recipe.get("fit") == "exact" else side
    mean, std = recipe.get("mean", [0.485, 0.456, 0.406]), recipe.get("std", [0.229, 0.224, 0.225])
    steps = [
        transforms.Resize(size, BICUBIC if recipe.get("filter") == "bicubic" else BILINEAR),
        transforms.CenterCrop(recipe["crop"]),
        transforms.ToTensor(),
        transforms.Normalize(mean, std),
    ]
    return transforms.Compose(steps)(picture).numpy()[None]


def unit(vector):
    vector = vector.astype(np.float64)
    return (vector / np.linalg.norm(vector)).tolist()


answer = {"models": {}}
for model, recipe in RECIPES.items():
    session = onnxruntime.InferenceSession(str(folder / model), providers=["CPUExecutionProvider"])
    vectors = {}
    for name, picture in pictures.items():
        pixels = prepared(recipe, picture)
        pixels.astype("<f4").tofile(folder / f"{model}.{name}.f32")
        (out,) = session.run(None, {"pixels": pixels})
        vectors[name] = unit(out[0] if out.ndim == 2 else out[0, 0] if out.ndim == 3 else out[0].mean((1, 2)))
    answer["models"][model] = {"recipe": recipe, "vectors": vectors}
tokens = rng.integers(0, 600, (1, 20))
(out,) = onnxruntime.InferenceSession(str(folder / "words.onnx"), providers=["CPUExecutionProvider"]).run(None, {"tokens": tokens})
answer["words"] = {"tokens": tokens[0].tolist(), "vector": unit(out[0])}
os.write(said, (json.dumps(answer) + "\n").encode())
