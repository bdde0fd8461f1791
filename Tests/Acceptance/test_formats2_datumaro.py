"""Datumaro as the oracle: what it writes we read, what we write it reads, to equal values. Datumaro JSON and Open Images."""

import json
import subprocess

import numpy
import pytest
from datumaro.components.annotation import AnnotationType, Bbox, Label, Mask, Points, Polygon, PolyLine
from datumaro.components.dataset import Dataset
from datumaro.components.dataset_base import DatasetItem
from datumaro.components.media import Image
from fovea_server import binary

SIZE = (48, 64)


def convert(source, target, to, *options):
    done = subprocess.run(
        [binary(), "convert", str(source), str(target), "--to", to, "--json", *options], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def everything():
    mask = numpy.zeros(SIZE, dtype=numpy.uint8)
    mask[5:9, 7:30] = 1
    mask[20:22, 3:4] = 1
    pixels = numpy.random.default_rng(1).integers(0, 255, (*SIZE, 3), dtype=numpy.uint8)
    shapes = [
        Bbox(1.5, 2, 20, 10.25, label=0, attributes={"occluded": True, "note": "a, b", "deep": {"x": [1]}}, z_order=2, group=1),
        Polygon([1, 1, 40, 3, 30, 40.5], label=1),
        PolyLine([1, 1, 40, 3, 30, 40.5], label=1),
        Points([5, 6, 0, 0, 7.5, 8], [2, 0, 1], label=0),
        Mask(mask, label=1),
        Label(1, attributes={"score": 0.25}),
    ]
    items = [
        DatasetItem("a", subset="train", media=Image.from_numpy(data=pixels), annotations=shapes),
        DatasetItem("b", subset="val", media=Image.from_numpy(data=pixels), annotations=[Bbox(0, 0, 64, 48, label=1)]),
        DatasetItem("c", subset="test", media=Image.from_numpy(data=pixels)),
    ]
    return Dataset.from_iterable(items, categories=["cat", 'dog, "big"'], media_type=Image)


def said(dataset):
    """All that a dataset says, in plain values."""
    names = [label.name for label in dataset.categories()[AnnotationType.label]]
    found = {}
    for item in dataset:
        rows = []
        for one in item.annotations:
            shape = one.image.tolist() if one.type == AnnotationType.mask else [round(float(v), 4) for v in getattr(one, "points", [])]
            if one.type == AnnotationType.points:
                seen = [int(v.value) for v in one.visibility]
                shape = [(0, 0, 0) if v == 0 else (x, y, v) for x, y, v in zip(shape[::2], shape[1::2], seen)]
            attributes = {k: v for k, v in one.attributes.items() if k not in ("box_id",)}
            rows.append((one.type.name, names[one.label], shape, sorted(attributes.items(), key=str), getattr(one, "z_order", 0) or 0))
        found[item.id] = (item.subset, sorted(rows, key=str))
    return found


def test_datumaro_comes_back_whole(tmp_path):
    dataset = everything()
    dataset.export(str(tmp_path / "theirs"), "datumaro", save_media=True)
    report = convert(tmp_path / "theirs", tmp_path / "ours", "datumaro")
    assert (report["from"], report["images"], report["skipped"], report["losses"]) == ("datumaro", 3, 0, []), report
    assert said(Dataset.import_from(str(tmp_path / "ours"), "datumaro")) == said(dataset)


def test_a_rotated_box_says_its_rotation(tmp_path):
    (tmp_path / "in" / "images").mkdir(parents=True)
    everything().export(str(tmp_path / "theirs"), "datumaro", save_media=True)
    file = tmp_path / "theirs" / "annotations" / "val.json"
    held = json.loads(file.read_text())
    held["items"][0]["annotations"][0]["attributes"] = {"rotation": 30.0}
    file.write_text(json.dumps(held))
    convert(tmp_path / "theirs", tmp_path / "ours", "datumaro")
    box = Dataset.import_from(str(tmp_path / "ours"), "datumaro").get("b", "val").annotations[0]
    assert box.attributes["rotation"] == 30 and [round(v, 6) for v in box.get_bbox()] == [0, 0, 64, 48]
    report = convert(tmp_path / "theirs", tmp_path / "voc", "voc")
    assert "rotation of 1 box lost: written as upright boxes" in [loss["text"] for loss in report["losses"]], report["losses"]


def boxes(dataset, *ignored):
    names = [label.name for label in dataset.categories()[AnnotationType.label]]
    return {
        (item.id, item.subset): sorted(
            (
                names[one.label],
                [round(float(v), 4) for v in one.get_bbox()] if one.type == AnnotationType.bbox else None,
                sorted((k, v) for k, v in one.attributes.items() if k not in ignored),
            )
            for one in item.annotations
        )
        for item in dataset
    }


def test_open_images_comes_back(tmp_path):
    items = everything()
    for item in items:
        item.annotations = [one for one in item.annotations if one.type in (AnnotationType.bbox, AnnotationType.label)]
        for one in item.annotations:
            one.attributes = {"score": 0.5} if one.type == AnnotationType.label else {"score": 1.0, "occluded": True, "is_group_of": False}
    items.export(str(tmp_path / "theirs"), "open_images", save_media=True)
    theirs = Dataset.import_from(str(tmp_path / "theirs"), "open_images")
    report = convert(tmp_path / "theirs", tmp_path / "ours", "openimages")
    assert (report["from"], report["images"], report["losses"]) == ("openimages", 3, []), report
    ours = Dataset.import_from(str(tmp_path / "ours"), "open_images")
    # Theirs leaves out marks that nobody set; ours says that they are not.
    marks = ("truncated", "is_group_of", "is_depiction", "is_inside")

    def plain(dataset):
        return {(name, subset.replace("validation", "val")): rows for (name, subset), rows in boxes(dataset, *marks).items()}

    assert plain(ours) == plain(theirs)


@pytest.mark.parametrize("to", ["coco", "yolo", "voc", "cvat", "labelstudio", "openimages", "csv", "datumaro", "multiclass-csv"])
def test_every_format_takes_everything_and_says_what_it_lost(tmp_path, to):
    everything().export(str(tmp_path / "theirs"), "datumaro", save_media=True)
    report = convert(tmp_path / "theirs", tmp_path / "out.zip", to)
    assert report["images"] == 3 and report["annotations"] == 7, report
    assert bool(report["losses"]) == (to != "datumaro"), report["losses"]
    back = convert(tmp_path / "out.zip", tmp_path / "back", "datumaro")
    assert back["from"] == to and back["images"] == 3, back
