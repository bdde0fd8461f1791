"""Thumbnails alone, on one thread, from 1920x1080 JPEGs in memory to JPEGs of 512 pixels: Fovea against Pillow's draft mode and
OpenCV's reduced decode, and against libjpeg-turbo's scaled decode alone."""

import pathlib
import sys
import tempfile

import numpy as np
from companion import Companion
from fovea_server import binary
from measure import compare, interleave
from pictures import draw
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
TITLE = "Thumbnails alone"
# Mean difference of a pixel between two good ways of making a thumbnail of these pictures, in levels of 255.
ALIKE = 4


def run(effort):
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder:
        folder = pathlib.Path(folder)
        files = draw(folder / "pictures", effort.size(48, 4))
        size = sum(file.stat().st_size for file in files) / len(files)
        python = [sys.executable, HERE / "in_process.py"]
        with (
            Companion(binary().parent / "thumbnail-bench", *files) as ours,
            Companion(*python, "pillow", *files) as pillow,
            Companion(*python, "opencv", *files) as opencv,
        ):
            check_same(folder, {"fovea": ours, "pillow": pillow, "opencv": opencv})

            def rate(companion, *words):
                return 1000 * len(files) / float(companion.ask(*words))

            for companion in (ours, pillow, opencv):
                rate(companion, "thumbnail")
            found = interleave(
                effort.rounds,
                ours=lambda: rate(ours, "thumbnail"),
                pillow=lambda: rate(pillow, "thumbnail"),
                opencv=lambda: rate(opencv, "thumbnail"),
                decode=lambda: rate(ours, "decode"),
            )
    work = "thumbnails, pictures/s, one thread"
    note = f"1920x1080, {size / 1000:.0f} kB each; all sides equal within {ALIKE} levels on average"
    yield compare(work, "Pillow, draft", found["ours"], found["pillow"], goal=1, more=True, note=note)
    yield compare(work, "OpenCV, reduced decode", found["ours"], found["opencv"], goal=1, more=True)
    yield compare(
        work,
        "scaled decode alone by libjpeg-turbo",
        found["ours"],
        found["decode"],
        goal=0.9,
        more=True,
        goal_text=">= 90 %",
        note="the floor: no resampling and no encoding",
    )


def check_same(folder, companions):
    """All sides make pictures of one size that look alike."""
    made = {}
    for name, companion in companions.items():
        target = folder / name
        target.mkdir()
        companion.ask("write", target)
        made[name] = [np.asarray(Image.open(path).convert("RGB"), np.int16) for path in sorted(target.iterdir())]
    for name in ("pillow", "opencv"):
        for mine, other in zip(made["fovea"], made[name], strict=True):
            if mine.shape != other.shape:
                raise RuntimeError(f"Fovea's thumbnail is {mine.shape}, {name}'s {other.shape}")
            difference = np.abs(mine - other).mean()
            if difference > ALIKE:
                raise RuntimeError(f"Fovea's thumbnail differs from {name}'s by {difference:.1f} levels")
