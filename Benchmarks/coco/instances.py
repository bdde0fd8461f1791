"""Writes a COCO instances file without pictures: `count` annotations, fifty to an image of 640x480, 80 classes."""

import json
import random

EACH = 50
CLASSES = 80


def write(path, count):
    rng = random.Random(9)
    images = count // EACH
    path.parent.mkdir(parents=True)
    # Datumaro asks for a folder of pictures, if an empty one.
    (path.parent.parent / "images").mkdir()
    with path.open("w") as file:
        file.write('{"info":{},"licenses":[],"images":[')
        file.write(",".join(json.dumps({"id": n + 1, "file_name": f"{n:012}.jpg", "width": 640, "height": 480}) for n in range(images)))
        file.write('],"categories":[')
        file.write(",".join(json.dumps({"id": n + 1, "name": f"class_{n}", "supercategory": ""}) for n in range(CLASSES)))
        file.write('],"annotations":[')
        for n in range(count):
            w, h = round(rng.uniform(4, 200), 2), round(rng.uniform(4, 200), 2)
            x, y = round(rng.uniform(0, 640 - w), 2), round(rng.uniform(0, 480 - h), 2)
            annotation = {
                "id": n + 1,
                "image_id": n // EACH + 1,
                "category_id": rng.randint(1, CLASSES),
                "bbox": [x, y, w, h],
                "area": round(w * h, 2),
                "segmentation": [],
                "iscrowd": 0,
            }
            file.write(("," if n else "") + json.dumps(annotation))
        file.write("]}")
