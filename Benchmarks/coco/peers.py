"""COCO to YOLO in Python: `peers.py json|datumaro INPUT_FOLDER OUTPUT_FOLDER`, without pictures."""

import json
import pathlib
import sys


def plain(source, target):
    """What a script of the field does: everything in memory, a text file an image."""
    with (source / "annotations" / "instances_default.json").open() as file:
        data = json.load(file)
    index = {category["id"]: number for number, category in enumerate(data["categories"])}
    images = {image["id"]: image for image in data["images"]}
    lines = {image: [] for image in images}
    for annotation in data["annotations"]:
        image = images[annotation["image_id"]]
        x, y, w, h = annotation["bbox"]
        width, height = image["width"], image["height"]
        lines[image["id"]].append(
            f"{index[annotation['category_id']]} {(x + w / 2) / width:.6f} {(y + h / 2) / height:.6f} {w / width:.6f} {h / height:.6f}"
        )
    labels = target / "labels"
    labels.mkdir(parents=True)
    for image in data["images"]:
        (labels / f"{pathlib.Path(image['file_name']).stem}.txt").write_text("\n".join(lines[image["id"]]) + "\n")


def datumaro(source, target):
    from datumaro import Dataset

    Dataset.import_from(str(source), "coco_instances").export(str(target), "yolo", save_media=False)


if __name__ == "__main__":
    {"json": plain, "datumaro": datumaro}[sys.argv[1]](pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
