"""Small data folders, drawn from a seed: discs and boxes on a flat ground, each labelled as it is drawn."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageDraw

CLASSES = ("disc", "box")
COLOURS = ((40, 70, 220), (220, 50, 50))
WIDTH, HEIGHT = 128, 96


def draw_detection(root: Path, train: int, val: int, test: int, task: str = "detect") -> Path:
    """Writes pictures, rows for ``task`` and data.yaml under ``root``."""
    source = random.Random(7)
    for split, count in (("train", train), ("val", val), ("test", test)):
        for number in range(count):
            picture, rows = _scene(source, task)
            _save(root, split, f"{number:03}", picture, rows)
    extra = "kpt_shape: [2, 3]\nflip_idx: [1, 0]\n" if task == "pose" else ""
    (root / "data.yaml").write_text(f"names: {{0: {CLASSES[0]}, 1: {CLASSES[1]}}}\n{extra}")
    return root


def draw_classes(root: Path, train: int, val: int) -> Path:
    """One shape a picture, in a folder of its class."""
    source = random.Random(7)
    for split, count in (("train", train), ("val", val)):
        for number in range(count):
            for index, name in enumerate(CLASSES):
                picture = _ground(source)
                _shape(source, picture, index)
                path = root / "images" / split / name / f"{number:03}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                picture.save(path)
    return root


def _ground(source: random.Random) -> Image.Image:
    return Image.new("RGB", (WIDTH, HEIGHT), tuple(source.randrange(90, 150) for _ in range(3)))


def _shape(source: random.Random, picture: Image.Image, index: int) -> tuple[int, int, int]:
    side = source.randrange(24, 56)
    x, y = source.randrange(WIDTH - side), source.randrange(HEIGHT - side)
    draw = ImageDraw.Draw(picture)
    (draw.rectangle if index else draw.ellipse)((x, y, x + side, y + side), fill=COLOURS[index])
    return x, y, side


def _scene(source: random.Random, task: str) -> tuple[Image.Image, list[str]]:
    picture, rows = _ground(source), []
    for _ in range(source.randrange(1, 3)):
        index = source.randrange(2)
        x, y, side = _shape(source, picture, index)
        left, top, right, bottom = x / WIDTH, y / HEIGHT, (x + side) / WIDTH, (y + side) / HEIGHT
        box = [(left + right) / 2, (top + bottom) / 2, right - left, bottom - top]
        if task == "segment":
            numbers = [left, top, right, top, right, bottom, left, bottom]
        elif task == "pose":
            numbers = [*box, left, box[1], 2, right, box[1], 2]
        else:
            numbers = box
        rows.append(" ".join([str(index), *(f"{n:.6f}" for n in numbers)]))
    return picture, rows


def _save(root: Path, split: str, name: str, picture: Image.Image, rows: list[str]) -> None:
    for kind in ("images", "labels"):
        (root / kind / split).mkdir(parents=True, exist_ok=True)
    picture.save(root / "images" / split / f"{name}.png")
    (root / "labels" / split / f"{name}.txt").write_text("\n".join(rows))
