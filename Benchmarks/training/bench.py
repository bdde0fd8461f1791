"""An epoch of training: a Fovea run against Ultralytics by hand with the same data, settings and seed (compare.py), on drawn
pictures whose discs and squares are to be told apart."""

import json
import pathlib
import random
import subprocess
import tempfile

from machine import trainer_python
from measure import Row
from PIL import Image, ImageDraw

HERE = pathlib.Path(__file__).resolve().parent
TITLE = "Training"
CLASSES = ("disc", "square")


def run(effort):
    epochs, side = effort.size(4, 2), effort.size(320, 64)
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder:
        folder = pathlib.Path(folder)
        pictures = effort.size(120, 8)
        draw(folder, {"train": pictures, "val": pictures // 4}, side)
        command = [
            trainer_python(),
            HERE / "compare.py",
            folder,
            "--pairs",
            str(effort.rounds),
            "--epochs",
            str(epochs),
            "--img-size",
            str(side),
        ]
        out = subprocess.run(command, capture_output=True, text=True)
    if not out.stdout.strip():
        raise RuntimeError(f"compare.py ended with {out.returncode}: {out.stderr[-2000:]}")
    found = json.loads(out.stdout.splitlines()[-1])
    if not found["equal"]:
        raise RuntimeError(f"losses or scores of the two sides differ: {found}")
    seconds, ratio = found["seconds_an_epoch"], found["ratio"]
    yield Row(
        f"an epoch of yolov8n, {pictures} pictures at {side}, s",
        "Ultralytics run by hand, the same settings",
        f"<= {found['goal']}x its time",
        str(seconds["fovea"]),
        str(seconds["by_hand"]),
        f"{1 / ratio['median']:.3f}x ({1 / ratio['most']:.3f}-{1 / ratio['least']:.3f})",
        found["met"],
        "losses and scores of both sides equal to the last digit; the first epoch of a run is left out",
    )


def draw(folder, counts, side):
    """A YOLO folder."""
    rng = random.Random(4)
    for split, count in counts.items():
        for kind in ("images", "labels"):
            (folder / kind / split).mkdir(parents=True)
        for number in range(count):
            image = Image.effect_noise((side, side), 40).convert("RGB")
            pen, lines = ImageDraw.Draw(image), []
            for _ in range(rng.randint(2, 6)):
                index, radius = rng.randrange(2), rng.uniform(side / 20, side / 8)
                x, y = rng.uniform(radius, side - radius), rng.uniform(radius, side - radius)
                shape = pen.ellipse if index == 0 else pen.rectangle
                shape((x - radius, y - radius, x + radius, y + radius), fill=tuple(rng.randrange(256) for _ in range(3)))
                lines.append(f"{index} {x / side:.6f} {y / side:.6f} {2 * radius / side:.6f} {2 * radius / side:.6f}")
            image.save(folder / "images" / split / f"{number:04}.jpg", quality=92)
            (folder / "labels" / split / f"{number:04}.txt").write_text("\n".join(lines) + "\n")
    names = "\n".join(f"  {index}: {name}" for index, name in enumerate(CLASSES))
    (folder / "data.yaml").write_text(f"train: images/train\nval: images/val\nnames:\n{names}\n")
