"""Label Studio's own converter as the oracle: its COCO of our tasks equals our COCO, and its masks are ours."""

import json
import logging
import subprocess

import numpy
from fovea_server import binary
from label_studio_sdk.converter import Converter, brush
from PIL import Image

WIDTH, HEIGHT = 80, 60


def convert(source, target, to, *options):
    done = subprocess.run(
        [binary(), "convert", str(source), str(target), "--to", to, "--json", *options], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def coco(path, annotations):
    (path / "images").mkdir(parents=True)
    for name in ("a", "b"):
        Image.new("RGB", (WIDTH, HEIGHT), (9, 8, 7)).save(path / "images" / f"{name}.png")
    images = [{"id": n + 1, "file_name": f"images/{name}.png", "width": WIDTH, "height": HEIGHT} for n, name in enumerate("ab")]
    rows = [{"id": n + 1, "image_id": 1, "category_id": 1 + n % 2, "iscrowd": 0, **one} for n, one in enumerate(annotations)]
    held = {"images": images, "annotations": rows, "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}]}
    (path / "instances.json").write_text(json.dumps(held))


def test_its_converter_reads_our_tasks_to_equal_values(tmp_path):
    ring = [1, 2, 40, 5.5, 30, 50]
    coco(tmp_path / "in", [{"bbox": [3, 4.5, 20, 30]}, {"bbox": [1, 2, 39, 48], "segmentation": [ring]}, {"bbox": [0, 0, 80, 60]}])
    report = convert(tmp_path / "in", tmp_path / "ls", "labelstudio")
    assert report["losses"] == [] and report["images"] == 2, report
    converter = Converter((tmp_path / "ls/label_config.xml").read_text(), str(tmp_path), download_resources=False)
    logging.disable(logging.ERROR)
    converter.convert_to_coco(str(tmp_path / "ls/tasks.json"), str(tmp_path / "theirs"), is_dir=False)
    logging.disable(logging.NOTSET)
    theirs = json.loads((tmp_path / "theirs/result.json").read_text())
    names = {one["id"]: one["name"] for one in theirs["categories"]}
    found = sorted(
        (names[a["category_id"]], [round(v, 4) for v in a["bbox"]], [round(v, 4) for s in a["segmentation"] for v in s])
        for a in theirs["annotations"]
    )
    assert found == [("cat", [0, 0, 80, 60], []), ("cat", [3, 4.5, 20, 30], []), ("dog", [1, 2, 39, 48], ring)]

    convert(tmp_path / "ls", tmp_path / "ours", "coco")
    held = json.loads((tmp_path / "ours/annotations/instances_default.json").read_text())
    names = {one["id"]: one["name"] for one in held["categories"]}
    ours = sorted(
        (names[a["category_id"]], [round(v, 4) for v in a["bbox"]], [round(v, 4) for s in a["segmentation"] for v in s]) for a in held["annotations"]
    )
    assert ours == found


def test_masks_are_the_same_both_ways(tmp_path):
    drawn = numpy.random.default_rng(3).random((HEIGHT, WIDTH)) < 0.3
    drawn[10:40, 5:60] = True
    pixels = (drawn * 255).astype(numpy.uint8)
    rle = brush.mask2rle(pixels)
    region = {
        "id": "r", "type": "brushlabels", "from_name": "brush", "to_name": "image", "original_width": WIDTH, "original_height": HEIGHT,
        "value": {"format": "rle", "rle": [int(v) for v in rle], "brushlabels": ["cat"]},
    }  # fmt: skip
    (tmp_path / "in").mkdir()
    Image.new("RGB", (WIDTH, HEIGHT)).save(tmp_path / "in/a.png")
    (tmp_path / "in/tasks.json").write_text(json.dumps([{"id": 1, "data": {"image": "a.png"}, "annotations": [{"result": [region]}]}]))
    report = convert(tmp_path / "in", tmp_path / "ls", "labelstudio")
    assert report["annotations"] == 1 and report["skipped"] == 0, report
    value = json.loads((tmp_path / "ls/tasks.json").read_text())[0]["annotations"][0]["result"][0]["value"]
    alpha = numpy.reshape(brush.decode_rle(value["rle"]), (HEIGHT, WIDTH, 4))[:, :, 3]
    assert ((alpha > 0) == drawn).all()


def test_a_turned_rectangle_lies_where_label_studio_draws_it(tmp_path):
    """The corners by Label Studio's own words: the rectangle turns about its top-left corner."""
    value = {"x": 30, "y": 20, "width": 25, "height": 30, "rotation": 25, "rectanglelabels": ["cat"]}
    region = {"id": "r", "type": "rectanglelabels", "original_width": WIDTH, "original_height": HEIGHT, "value": value}
    (tmp_path / "in").mkdir()
    Image.new("RGB", (WIDTH, HEIGHT)).save(tmp_path / "in/a.png")
    (tmp_path / "in/tasks.json").write_text(json.dumps([{"id": 1, "data": {"image": "a.png"}, "annotations": [{"result": [region]}]}]))
    convert(tmp_path / "in", tmp_path / "obb", "yolo", "--yolo-task", "obb")
    numbers = [float(v) for v in (tmp_path / "obb/labels/train/a.txt").read_text().split()[1:]]
    found = [(x * WIDTH, y * HEIGHT) for x, y in zip(numbers[::2], numbers[1::2])]
    turn, (left, top) = numpy.radians(25), (0.30 * WIDTH, 0.20 * HEIGHT)
    width, height = 0.25 * WIDTH, 0.30 * HEIGHT
    for (x, y), (dx, dy) in zip(found, [(0, 0), (width, 0), (width, height), (0, height)]):
        assert abs(x - (left + dx * numpy.cos(turn) - dy * numpy.sin(turn))) < 1e-4
        assert abs(y - (top + dx * numpy.sin(turn) + dy * numpy.cos(turn))) < 1e-4
    back = convert(tmp_path / "obb", tmp_path / "ls", "labelstudio")
    assert back["evidence"].endswith("obb: data.yaml names this task"), back["evidence"]
    again = json.loads((tmp_path / "ls/tasks.json").read_text())[0]["annotations"][0]["result"][0]["value"]
    assert all(abs(again[key] - value[key]) < 1e-4 for key in ("x", "y", "width", "height", "rotation"))
