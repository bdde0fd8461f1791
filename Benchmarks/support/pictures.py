"""Draws JPEGs of 1920x1080 that cost what a camera's cost: shapes over a gradient, noise as a sensor makes it, EXIF. Each has
bytes of its own."""

import pathlib

import numpy as np
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1920, 1080


def draw(folder: pathlib.Path, count: int) -> list[pathlib.Path]:
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(7)
    noise = rng.normal(0, 5, (HEIGHT + 256, WIDTH + 256, 3)).astype(np.int16)
    scenes = [scene(rng) for _ in range(min(count, 12))]
    paths = []
    for number in range(count):
        top, left = rng.integers(0, 256, 2)
        pixels = scenes[number % len(scenes)] + noise[top : top + HEIGHT, left : left + WIDTH]
        # A mark of its own: two offsets may fall together.
        pixels[:8, :16, 0] = 255 * ((number >> np.arange(16)) & 1)
        path = folder / f"photograph_{number:05}.jpg"
        Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(path, quality=88, exif=exif(number))
        paths.append(path)
    return paths


def photograph(path: pathlib.Path, width: int, height: int) -> pathlib.Path:
    """One large JPEG: waves of colour, and noise that keeps its file as large as a camera's."""
    rng = np.random.default_rng(11)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    pixels = np.empty((height, width, 3), np.uint8)
    noise = rng.normal(0, 4, (height, width)).astype(np.float32)
    for channel, wave in enumerate((columns / 900, rows / 700, (columns + rows) / 1300)):
        pixels[..., channel] = np.clip(128 + 90 * np.sin(wave) + noise, 0, 255)
    Image.fromarray(pixels).save(path, quality=88)
    return path


def scene(rng):
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    pixels = np.stack([110 + 60 * np.sin(x / 331), 60 + 140 * y / HEIGHT, 120 + 60 * np.cos((x + y) / 447)], -1)
    image = Image.fromarray(pixels.astype(np.uint8))
    pen = ImageDraw.Draw(image)
    for _ in range(60):
        cx, cy, r = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(8, 140)
        pen.ellipse((cx - r, cy - r, cx + r, cy + r), fill=tuple(int(v) for v in rng.uniform(20, 235, 3)))
    return np.asarray(image, np.int16)


def exif(number):
    block = Image.Exif()
    block[0x010F], block[0x0110], block[0x0132] = "Fovea", "Benchmark", f"2026:01:01 {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"
    return block.tobytes()
