"""Writes pictures of every kind that Fovea takes into a folder, and beside each what Pillow shows of it upright in RGB.

corpus.py FOLDER [REAL_PHOTOGRAPH...]     prints a JSON list: file, width, height, tolerance, orientation
"""

import json
import os
import struct
import sys
import zlib

import numpy as np
from PIL import Image, ImageOps

folder, photographs = sys.argv[1], sys.argv[2:]
rng = np.random.default_rng(7)
entries = []


def scene(width, height):
    """Smooth colours, a few hard edges and a little noise: no two corners alike."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    red = 127 + 120 * np.sin(x / width * 5 + y / height)
    green = 255 * y / height
    blue = 127 + 120 * np.cos((x + 2 * y) / (width + height) * 7)
    picture = np.stack([red, green, blue], -1)
    picture[: height // 4, : width // 3] = (250, 20, 30)
    picture[height // 2 : height // 2 + 3] = (10, 240, 60)
    return np.clip(picture + rng.normal(0, 3, picture.shape), 0, 255).astype(np.uint8)


def note(name, expected=None, tolerance=0):
    path = os.path.join(folder, name)
    if expected is None:
        with Image.open(path) as image:
            expected = np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    with open(path + ".rgb", "wb") as out:
        out.write(np.ascontiguousarray(expected).tobytes())
    entries.append({"file": name, "width": expected.shape[1], "height": expected.shape[0], "tolerance": tolerance})


def save(name, image, tolerance=0, expected=None, **options):
    image.save(os.path.join(folder, name), **options)
    note(name, expected, tolerance)


def exif(orientation):
    block = Image.Exif()
    block[0x112] = orientation
    return block


def png(name, width, height, depth, color, rows, expected, interlace=0, before=b""):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace))
    with open(os.path.join(folder, name), "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n" + header + before + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    note(name, expected)


rgb = Image.fromarray(scene(123, 77))
for quality, sampling in [(95, 0), (90, 1), (75, 2)]:
    save(f"q{quality}-s{sampling}.jpg", rgb, 1, quality=quality, subsampling=sampling)
save("progressive.jpg", rgb, 1, quality=85, progressive=True)
save("grey.jpg", rgb.convert("L"), 1, quality=90)
save("cmyk.jpg", rgb.convert("CMYK"), 2, quality=95)
save("one.jpg", rgb.crop((0, 0, 1, 1)), 1)
save("thin.jpg", rgb.crop((0, 0, 1, 77)), 1)
for orientation in range(1, 9):
    save(f"turned{orientation}.jpg", rgb, 1, quality=92, exif=exif(orientation))
save("restart.jpg", rgb, 1, quality=90, restart_marker_rows=1)

save("rgb.png", rgb)
save("alpha.png", Image.merge("RGBA", (*rgb.split(), rgb.convert("L"))))
save("palette.png", rgb.quantize(200))
save("palette-clear.png", rgb.quantize(16), transparency=3)
save("grey.png", rgb.convert("L"))
save("grey-alpha.png", rgb.convert("LA"))
save("bits.png", rgb.convert("1"))
save("turned6.png", rgb, exif=exif(6))
deep = rng.integers(0, 65536, (31, 45, 3), dtype=np.uint16)
lines = b"".join(b"\0" + row.astype(">u2").tobytes() for row in deep)
png("deep.png", 45, 31, 16, 2, lines, (deep >> 8).astype(np.uint8))
grey = deep[..., 0]
lines = b"".join(b"\0" + row.astype(">u2").tobytes() for row in grey)
png("deep-grey.png", 45, 31, 16, 0, lines, np.repeat((grey >> 8).astype(np.uint8)[..., None], 3, -1))
small = scene(9, 11)
passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
lines = b"".join(b"\0" + row.tobytes() for x, y, dx, dy in passes for row in small[y::dy, x::dx] if row.size)
png("interlaced.png", 9, 11, 8, 2, lines, small, interlace=1)

save("lossy.webp", rgb, 0, quality=80)
save("lossless.webp", rgb, lossless=True)
save("alpha.webp", Image.merge("RGBA", (*rgb.split(), rgb.convert("L"))), lossless=True, exact=True)
save("turned8.webp", rgb, lossless=True, exif=exif(8))

for name, options in [("raw", {}), ("lzw", {"compression": "tiff_lzw"}), ("deflate", {"compression": "tiff_adobe_deflate"})]:
    save(f"{name}.tif", rgb, **options)
save("grey.tif", rgb.convert("L"))
save("palette.tif", rgb.quantize(64))
save("bits.tif", rgb.convert("1"), compression="group4")
save("jpeg.tif", rgb, 2, compression="jpeg", quality=95)
for orientation in (3, 6, 7):
    save(f"turned{orientation}.tif", rgb, tiffinfo={274: orientation})
save("big.tif", rgb, big_tiff=True)
Image.fromarray(grey).save(os.path.join(folder, "deep-grey.tif"))
note("deep-grey.tif", np.repeat((grey >> 8).astype(np.uint8)[..., None], 3, -1), 1)

save("rgb.bmp", rgb)
save("palette.bmp", rgb.quantize(256))
save("grey.bmp", rgb.convert("L"))
save("bits.bmp", rgb.convert("1"))
save("32.bmp", rgb.convert("RGBA"))


def bmp(name, width, height, bits, compression, body, palette=b"", masks=b"", expected=None):
    at = 54 + len(masks) + len(palette)
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(body), 0, 0, len(palette) // 4, 0)
    with open(os.path.join(folder, name), "wb") as out:
        out.write(b"BM" + struct.pack("<IHHI", at + len(body), 0, 0, at) + info + masks + palette + body)
    note(name, expected)


colors = [(0, 0, 0), (255, 0, 0), (0, 255, 0), (0, 0, 255)]
palette = b"".join(bytes((b, g, r, 0)) for r, g, b in colors)
runs = bytes([3, 1, 0, 3, 2, 3, 2, 0, 0, 0, 2, 3, 0, 2, 1, 0, 3, 2, 0, 1])
# By the format's own rules: Pillow reads the two bytes of a move twice and so loses what follows.
rows = [[3, 3, 0, 2, 2, 2], [1, 1, 1, 2, 3, 2]]
bmp("runs.bmp", 6, 2, 8, 1, runs, palette, expected=np.array(colors, np.uint8)[rows])
top_down = scene(5, 3)
body = b"".join(row[:, ::-1].tobytes() + b"\0" for row in top_down)
bmp("top-down.bmp", 5, -3, 24, 0, body, expected=top_down)
words = rng.integers(0, 65536, (4, 6), dtype=np.uint16)
bmp("565.bmp", 6, -4, 16, 3, words.astype("<u2").tobytes(), masks=struct.pack("<III", 0xF800, 0x07E0, 0x001F))

for index, path in enumerate(photographs):
    with open(path, "rb") as source, open(os.path.join(folder, f"photograph{index}.jpg"), "wb") as target:
        target.write(source.read())
    note(f"photograph{index}.jpg", tolerance=1)

print(json.dumps(entries))
