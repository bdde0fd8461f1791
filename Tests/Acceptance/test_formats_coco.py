"""COCO in all its kinds, through a project and out again, judged by pycocotools and Datumaro."""

import json

import numpy
from drawn_datasets import blob, by_datumaro, picture, png, write_json
from pycocotools import mask as masks
from pycocotools.coco import COCO

PERSON = {"id": 3, "name": "person", "supercategory": "", "keypoints": ["nose", "hand", "foot"], "skeleton": [[1, 2], [2, 3]]}


def exported(command, project, out):
    command("export", "--project", project, "--format", "coco", "--no-images", str(out))
    return COCO(str(out / "annotations" / "instances_default.json"))


def test_keypoints_come_back_with_their_skeletons(command, tmp_path):
    """Import, store, export and import again: points, boxes, names and edges are what they were."""
    points = [[10, 12, 2, 0, 0, 0, 30.5, 40, 1], [5, 5, 2, 6.25, 7, 2, 50, 41, 2]]
    boxes = [[8, 9, 30, 35], [1, 2, 60, 40.5]]
    rows = [
        {"id": n + 1, "image_id": 7, "category_id": 3, "bbox": boxes[n], "keypoints": points[n], "num_keypoints": 2 + n, "iscrowd": 0, "area": 9}
        for n in (0, 1)
    ]
    rows.append({"id": 9, "image_id": 7, "category_id": 5, "bbox": [1, 1, 9, 9], "iscrowd": 0, "area": 81})
    source = tmp_path / "in"
    picture(source / "images" / "a.png", 1)
    images = [{"id": 7, "file_name": "a.png", "width": 64, "height": 48}]
    categories = [PERSON, {"id": 5, "name": "ball"}]
    write_json(source / "annotations" / "person_keypoints.json", {"images": images, "annotations": rows, "categories": categories})

    command("user", "create", "ada", "--admin")
    report = command("import", str(source), "--project", "People")
    assert (report["annotations"], report["problems_total"]) == (3, 0), report
    again = command("import", str(source), "--project", "People")
    assert again["annotations"] == 0, again
    coco = exported(command, "People", tmp_path / "out")
    person = next(c for c in coco.cats.values() if c["name"] == "person")
    assert (person["keypoints"], person["skeleton"]) == (PERSON["keypoints"], PERSON["skeleton"])
    back = coco.loadAnns(coco.getAnnIds(catIds=[person["id"]]))
    assert [(a["keypoints"], a["bbox"], a["num_keypoints"]) for a in back] == [(points[n], boxes[n], 2 + n) for n in (0, 1)]
    ball = coco.loadAnns(coco.getAnnIds(catIds=[c["id"] for c in coco.cats.values() if c["name"] == "ball"]))
    assert [a["bbox"] for a in ball] == [[1, 1, 9, 9]]


def test_masks_holes_parts_and_turned_boxes_come_back(command, tmp_path):
    mask = blob(3)
    rle = masks.encode(numpy.asfortranarray(mask.astype(numpy.uint8)))
    rle["counts"] = rle["counts"].decode()
    raw = {"size": [48, 64], "counts": [100, 200, 48 * 64 - 300]}
    parts = [[1, 1, 11, 1, 11, 11, 1, 11], [30, 1, 40, 1, 40.5, 11]]
    shapes = [
        {"segmentation": rle, "bbox": [0, 0, 64, 48], "iscrowd": 1},
        {"segmentation": raw, "bbox": [0, 0, 64, 48], "iscrowd": 1},
        {"segmentation": parts, "bbox": [1, 1, 39.5, 10], "iscrowd": 0},
        {"segmentation": [], "bbox": [10, 10, 30, 20], "iscrowd": 0, "attributes": {"rotation": 25.0, "sure": True}},
    ]
    rows = [{"id": f"x{n}", "image_id": "i", "category_id": 1, "area": 1, **shape} for n, shape in enumerate(shapes)]
    source = tmp_path / "in"
    picture(source / "a.png", 2)
    images = [{"id": "i", "file_name": "a.png", "width": 64, "height": 48}]
    write_json(source / "a.json", {"images": images, "annotations": rows, "categories": [{"id": 1, "name": "thing"}]})
    command("user", "create", "ada", "--admin")
    report = command("import", str(source), "--project", "Shapes")
    assert (report["annotations"], report["problems_total"]) == (4, 0), report
    coco = exported(command, "Shapes", tmp_path / "out")
    first, second, third, turned = coco.loadAnns(sorted(coco.getAnnIds()))
    assert (coco.annToMask(first).astype(bool) == mask).all() and first["iscrowd"] == 1
    assert coco.annToMask(second).sum() == 200
    assert third["segmentation"] == parts
    assert turned["attributes"] == {"sure": True, "rotation": 25.0}
    corners = numpy.array(turned["segmentation"][0]).reshape(4, 2)
    assert numpy.allclose(corners.mean(0), [25, 20]) and numpy.isclose(numpy.linalg.norm(corners[1] - corners[0]), 30)

    # Datumaro asks for a folder of pictures, if an empty one.
    (tmp_path / "out" / "images").mkdir()
    # It gives a box beside each shape.
    found = [row for row in by_datumaro(tmp_path / "out", "coco_instances")["a"] if row[1] != "bbox"]
    assert sorted(kind for _, kind, *_ in found) == ["mask", "mask", "polygon", "polygon", "polygon"]
    drawn = [value for _, kind, value, _ in found if kind == "mask"]
    assert any((one == mask).all() for one in drawn) and sorted(one.sum() for one in drawn) == sorted([200, mask.sum()])
    assert sorted(value for *_, value, attributes in found if isinstance(value, list) and "rotation" not in attributes) == sorted(parts)
    assert [attributes["rotation"] for *_, attributes in found if "rotation" in attributes] == [25]


def test_results_are_predictions(command, tmp_path):
    source = tmp_path / "in"
    picture(source / "a.png", 4)
    images = [{"id": 1, "file_name": "a.png", "width": 64, "height": 48}]
    rows = [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "area": 12, "iscrowd": 0}]
    write_json(source / "instances.json", {"images": images, "annotations": rows, "categories": [{"id": 1, "name": "cat"}]})
    write_json(source / "results.json", [{"image_id": 1, "category_id": 1, "bbox": [5, 6, 7, 8], "score": 0.375}])
    command("user", "create", "ada", "--admin")
    report = command("import", str(source), "--project", "Found")
    assert (report["annotations"], report["problems_total"]) == (2, 0), report
    # Predictions are nobody's labels until they are accepted.
    coco = exported(command, "Found", tmp_path / "out")
    assert [a["bbox"] for a in coco.anns.values()] == [[1, 2, 3, 4]]
    command("convert", str(source), str(tmp_path / "converted"), "--to", "coco", "--no-images")
    converted = json.loads((tmp_path / "converted" / "annotations" / "instances_default.json").read_text())
    assert [a.get("score") for a in converted["annotations"]] == [None, 0.375]


def test_panoptic_segments_are_masks(command, tmp_path):
    rng = numpy.random.default_rng(5)
    ids = rng.choice([0, 5, 70_000, 16_777_215], (6, 8)).repeat(8, 0).repeat(8, 1)
    colors = numpy.stack([ids % 256, ids // 256 % 256, ids // 65536], 2).astype(numpy.uint8)
    source = tmp_path / "in"
    picture(source / "val" / "a.jpg", 6)
    folder = source / "annotations" / "panoptic_val"
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(png(colors))
    segments = [{"id": number, "category_id": 1 + n % 2, "iscrowd": 0} for n, number in enumerate((5, 70_000, 16_777_215))]
    images = [{"id": 1, "file_name": "a.jpg", "width": 64, "height": 48}]
    rows = [{"image_id": 1, "file_name": "a.png", "segments_info": segments}]
    categories = [{"id": 1, "name": "cat", "isthing": 1}, {"id": 2, "name": "sky", "isthing": 0}]
    write_json(source / "annotations" / "panoptic_val.json", {"images": images, "annotations": rows, "categories": categories})
    command("user", "create", "ada", "--admin")
    report = command("import", str(source), "--project", "Panoptic")
    assert (report["annotations"], report["problems_total"]) == (3, 0), report
    command("export", "--project", "Panoptic", "--format", "coco", "--no-images", str(tmp_path / "out"))
    coco = COCO(str(tmp_path / "out" / "annotations" / "instances_val.json"))
    for annotation, segment in zip(coco.loadAnns(sorted(coco.getAnnIds())), segments, strict=True):
        assert (coco.annToMask(annotation).astype(bool) == (ids == segment["id"])).all()
