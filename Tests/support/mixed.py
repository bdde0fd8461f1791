"""Five hundred photographs of several kinds, some blurred, some copies of others: what people have before they have looked."""

import random

from copies import SINGLE
from PIL import Image, ImageFilter
from sklearn.datasets import load_sample_image

CELLS, BLURRED, COPIES, CROPS = 300, 25, 25, 75


def crops(name, seed):
    """Parts of one of scikit-learn's photographs, of many places and sizes."""
    picture = Image.fromarray(load_sample_image(name))
    choose = random.Random(seed)
    for _ in range(CROPS):
        width = choose.randrange(150, 320)
        height = width * 3 // 4
        left, top = choose.randrange(picture.width - width), choose.randrange(picture.height - height)
        yield picture.crop((left, top, left + width, top + height)).resize((320, 240), Image.Resampling.LANCZOS)


def mixed(photographs, folder):
    """Writes them as JPEGs; answers the paths by kind: `cells`, `temple`, `flower`, `blurred`, `copy`. Copies are named after what
    they are of."""
    sources = sorted((photographs / "JPEGImages").glob("*.jpg"))
    files = {kind: [] for kind in ("cells", "temple", "flower", "blurred", "copy")}

    def save(kind, name, picture):
        path = folder / f"{name}.jpg"
        picture.save(path, quality=92)
        files[kind].append(path)

    for number, source in enumerate(sources[:CELLS]):
        save("cells", f"cells {number:03}", Image.open(source).convert("RGB"))
    for number, source in enumerate(sources[CELLS : CELLS + BLURRED]):
        save("blurred", f"blurred {number:03}", Image.open(source).convert("RGB").filter(ImageFilter.GaussianBlur(6)))
    kinds = sorted(SINGLE)
    for number in range(COPIES):
        source = Image.open(sources[number * 10]).convert("RGB")
        save("copy", f"cells {number * 10:03} copy", SINGLE[kinds[number % len(kinds)]](source))
    for kind, name in [("temple", "china.jpg"), ("flower", "flower.jpg")]:
        for number, picture in enumerate(crops(name, number_of(kind))):
            save(kind, f"{kind} {number:03}", picture)
    return files


def number_of(text):
    return sum(map(ord, text))
