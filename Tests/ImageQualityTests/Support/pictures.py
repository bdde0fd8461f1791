"""Photographs and what happens to them, from fixed seeds: `pictures.py FOLDER [PHOTOGRAPHS]` writes PNG files."""

import io
import pathlib
import sys

import numpy as np
from PIL import Image, ImageFilter
from skimage.data import astronaut, chelsea, coffee, immunohistochemistry, stereo_motorcycle

# Each in steps that grow.
STEPS = {
    "blur": [0.8, 1.6, 3.0],
    "noise": [4, 12, 30],
    "jpeg": [60, 25, 8],
}


SIZES = [(352, 288), (320, 240), (333, 247), (301, 222), (256, 256)]


def brought():
    """Where there are no other photographs: those that scikit-image brings. None is flat anywhere: on flat ground the sign of a
    difference of nothing, which the measures count, is that of somebody's rounding."""
    photographs = [coffee(), astronaut(), chelsea(), *stereo_motorcycle()[:2], immunohistochemistry()]
    return [Image.fromarray(photograph).convert("RGB") for photograph in photographs]


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
    else:
        sources = brought()[:count]
    # One whole; parts of the others, because the references take seconds for a whole one. Odd lengths go other ways through
    # half sizes and rims.
    sources[1:] = [source.crop((40, 60, 40 + width, 60 + height)) for source, (width, height) in zip(sources[1:], SIZES)]
    for number, image in enumerate(sources):
        image.save(folder / f"{number}-plain-0.png", compress_level=1)
        for kind, steps in STEPS.items():
            for step, value in enumerate(steps, 1):
                distorted(image, kind, value, 100 * number + step).save(folder / f"{number}-{kind}-{step}.png", compress_level=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
