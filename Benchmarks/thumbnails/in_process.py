"""Thumbnails from JPEGs in memory as Python makes them, on one thread: `in_process.py WHO FILE...` with WHO `pillow` (draft) or
`opencv` (reduced decode). Each line of standard input is one pass through all files; the answer is its milliseconds. `write
FOLDER` puts the thumbnails there."""

import io
import pathlib
import sys
import time

SIDE, QUALITY = 512, 82


def pillow():
    from PIL import Image

    def make(data):
        image = Image.open(io.BytesIO(data))
        # Asked for by itself, thumbnail() would keep a margin for quality and decode this size whole.
        image.draft("RGB", (SIDE, SIDE))
        image.thumbnail((SIDE, SIDE), Image.Resampling.BICUBIC, reducing_gap=None)
        out = io.BytesIO()
        image.save(out, "JPEG", quality=QUALITY)
        return out.getvalue()

    return make


def opencv():
    import cv2
    import numpy as np

    cv2.setNumThreads(1)

    def make(data):
        # 1920 wide: a half is the smallest of the reduced scales that is no smaller than the thumbnail.
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_REDUCED_COLOR_2)
        height, width = image.shape[:2]
        scale = SIDE / max(width, height)
        small = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
        return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()

    return make


def main():
    make = {"pillow": pillow, "opencv": opencv}[sys.argv[1]]()
    paths = [pathlib.Path(path) for path in sys.argv[2:]]
    files = [path.read_bytes() for path in paths]
    for line in sys.stdin:
        words = line.split()
        begin = time.perf_counter()
        if words[0] == "write":
            for path, data in zip(paths, files):
                (pathlib.Path(words[1]) / path.name).write_bytes(make(data))
        else:
            for data in files:
                make(data)
        print((time.perf_counter() - begin) * 1000, flush=True)


if __name__ == "__main__":
    main()
