"""Photographs and what happens to them, from fixed seeds: `pictures.py FOLDER [PHOTOGRAPHS]` writes PNG files."""

import io
import pathlib
import sys

import numpy as np
from PIL import Image, ImageFilter

# Each in steps that grow.
STEPS = {
    "blur": [0.8, 1.6, 3.0],
    "noise": [4, 12, 30],
    "jpeg": [60, 25, 8],
}


SIZES = [(352, 288), (320, 240), (333, 247), (301, 222), (256, 256)]


def drawn(seed, width=320, height=256):
    """Where there are no photographs: discs that hide each other, whose sizes follow a power law, are the simplest picture with
    the statistics of natural scenes (Lee, Mumford and Huang 2001)."""
    rng = np.random.default_rng(seed)
    image = np.zeros((height, width, 3))
    y, x = np.mgrid[:height, :width]
    for _ in range(600):
        radius = 4 / rng.random() ** 0.6
        inside = (x - rng.uniform(0, width)) ** 2 + (y - rng.uniform(0, height)) ** 2 < min(radius, 120) ** 2
        shade = rng.normal(0, 4, inside.sum())[:, None]
        image[inside] = rng.uniform(20, 235, 3) + shade
    smooth = Image.fromarray(np.clip(image, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.7))
    noisy = np.asarray(smooth, float) + rng.normal(0, 1.5, (height, width, 1))
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def distorted(image, kind, step, seed):
    if kind == "blur":
        return image.filter(ImageFilter.GaussianBlur(step))
    if kind == "noise":
        values = np.asarray(image, float)
        return Image.fromarray(np.clip(values + np.random.default_rng(seed).normal(0, step, values.shape), 0, 255).astype(np.uint8))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=step)
    return Image.open(buffer).convert("RGB")


def main(folder, photographs=None, count=6):
    folder = pathlib.Path(folder)
    if photographs:
        paths = sorted(pathlib.Path(photographs).glob("*.jpg"))
        sources = [Image.open(path).convert("RGB") for path in paths[:: max(1, len(paths) // count)][:count]]
        # One whole; parts of the others, because the references take seconds for a whole one. Odd lengths go other ways through
        # half sizes and rims.
        sources[1:] = [source.crop((40, 60, 40 + width, 60 + height)) for source, (width, height) in zip(sources[1:], SIZES)]
    else:
        sources = [drawn(seed) for seed in range(count)]
    for number, image in enumerate(sources):
        image.save(folder / f"{number}-plain-0.png", compress_level=1)
        for kind, steps in STEPS.items():
            for step, value in enumerate(steps, 1):
                distorted(image, kind, value, 100 * number + step).save(folder / f"{number}-{kind}-{step}.png", compress_level=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
