"""Ultralytics reads what we write in YOLO's formats: its own check of datasets finds no fault, and its labels are the annotations."""

import json
import os
import subprocess
from pathlib import Path

import cv2
import numpy
import pytest
from PIL import Image
from ultralytics.data.dataset import YOLODataset
from ultralytics.data.utils import check_cls_dataset, check_det_dataset

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("FOVEA_BIN", REPOSITORY / ".build/debug/fovea"))
WIDTH, HEIGHT = 200, 100
RING = [20.0, 10, 120, 20, 100, 90]
POINTS = [[30.0, 20, 2], [0, 0, 0], [90, 80.5, 1]]


@pytest.fixture
def written(tmp_path):
    """Writes a dataset with one image of every shape and one without any, and answers the folder and the report."""
    if not PROGRAM.is_file():
        pytest.skip(f"{PROGRAM} is not built")
    source = tmp_path / "in"
    (source / "images/train").mkdir(parents=True)
    (source / "annotations").mkdir()
    for name in ("a", "b"):
        Image.fromarray(numpy.random.default_rng(ord(name)).integers(0, 255, (HEIGHT, WIDTH, 3), dtype=numpy.uint8)).save(
            source / f"images/train/{name}.png"
        )
    mask = numpy.zeros((HEIGHT, WIDTH), dtype=numpy.uint8)
    mask[40:60, 150:180] = 1
    counts, last, run = [], 0, 0
    for value in mask.T.ravel():
        if value != last:
            counts.append(run)
            last, run = value, 0
        run += 1
    counts.append(run)
    shapes = [
        {"type": "bbox", "bbox": [10, 20, 50, 30]},
        {"type": "bbox", "bbox": [60, 30, 60, 30], "attributes": {"rotation": 20.0}},
        {"type": "polygon", "points": RING},
        {"type": "points", "points": [v for p in POINTS for v in p[:2]], "visibility": [p[2] for p in POINTS]},
        {"type": "mask", "rle": {"counts": compressed(counts), "size": [HEIGHT, WIDTH]}},
        {"type": "label"},
    ]
    annotations = [{"id": n, "label_id": n % 2, "group": 0, "z_order": 0, "attributes": {}, **shape} for n, shape in enumerate(shapes)]
    items = [
        {"id": name, "annotations": annotations if name == "a" else [], "image": {"path": f"{name}.png", "size": [HEIGHT, WIDTH]}}
        for name in ("a", "b")
    ]
    points = {"items": [{"label_id": 1, "labels": ["left_eye", "nose", "right_eye"], "joints": [], "positions": []}]}
    labels = {"labels": [{"name": name, "parent": ""} for name in ("cat", 'dog: "x"')]}
    (source / "annotations/train.json").write_text(json.dumps({"categories": {"label": labels, "points": points}, "items": items}))

    def write(task):
        out = tmp_path / task
        done = subprocess.run(
            [PROGRAM, "convert", source, out, "--to", "yolo", "--yolo-task", task, "--json"], capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return out, json.loads(done.stdout)

    return write


def compressed(counts):
    """COCO's text of run lengths, by pycocotools' rule."""
    out = ""
    for index, value in enumerate(counts):
        if index > 2:
            value -= counts[index - 2]
        more = True
        while more:
            group = value & 0x1F
            value >>= 5
            more = value != -1 if group & 0x10 else value != 0
            out += chr((group | 0x20 if more else group) + 48)
    return out


def read(out, task):
    data = check_det_dataset(str(out / "data.yaml"), autodownload=False)
    dataset = YOLODataset(img_path=data["train"], data=data, task=task, imgsz=64, augment=False)
    labels = {Path(one["im_file"]).stem: one for one in dataset.get_labels()}
    assert set(labels) == {"a", "b"} and len(labels["b"]["cls"]) == 0
    assert data["names"] == {0: "cat", 1: 'dog: "x"'}
    return data, labels["a"]


def pixels(boxes):
    return [[round(float(v), 2) for v in (b[0] * WIDTH, b[1] * HEIGHT, b[2] * WIDTH, b[3] * HEIGHT)] for b in boxes]


def test_detection(written):
    out, report = written("detect")
    _, label = read(out, "detect")
    assert pixels(label["bboxes"])[0] == [35, 35, 50, 30] and len(label["cls"]) == 5
    texts = [loss["text"] for loss in report["losses"]]
    assert texts == [
        "rotation of 1 box lost: written as upright boxes", "1 polygon became a box", "1 mask became a box", "1 set of keypoints became a box",
        "1 class of a whole image not written",
    ]  # fmt: skip


def test_segmentation(written):
    out, _ = written("segment")
    _, label = read(out, "segment")
    areas = sorted(round(float(cv2.contourArea((s * (WIDTH, HEIGHT)).astype(numpy.float32)))) for s in label["segments"])
    assert len(areas) == 5 and areas[0] == 600 and round(abs(100 * 80 - 80 * 10) / 2) in areas, areas


def test_pose(written):
    out, _ = written("pose")
    data, label = read(out, "pose")
    assert data["kpt_shape"] == [3, 3] and data["flip_idx"] == [2, 1, 0]
    found = label["keypoints"][3] * (WIDTH, HEIGHT, 1)
    assert numpy.allclose(found, POINTS, atol=1e-3), found
    assert not label["keypoints"][0].any()


def test_oriented_boxes(written):
    out, _ = written("obb")
    _, label = read(out, "obb")
    assert len(label["segments"]) == 5
    (cx, cy), sides, angle = cv2.minAreaRect((label["segments"][1] * (WIDTH, HEIGHT)).astype(numpy.float32))
    assert abs(cx - 90) < 1e-2 and abs(cy - 45) < 1e-2 and sorted(round(s, 1) for s in sides) == [30, 60] and round(angle) in (20, 110, -70), (
        cx,
        cy,
        sides,
        angle,
    )


def test_classification(written):
    out, report = written("classify")
    data = check_cls_dataset(str(out))
    assert data["nc"] == 1 and (out / "train/cat/a.png").is_file()
    assert "1 image without a class left out" in [loss["text"] for loss in report["losses"]]
