"""`fovea import` and `export` of real photographs, checked against the XML and by the field's own readers."""

import collections
import json
import xml.etree.ElementTree as ElementTree

from pycocotools.coco import COCO


def truth(root):
    """Counted straight from the XML: boxes by class, and files with a box that covers nothing."""
    counts, degenerate, boxes = collections.Counter(), [], collections.defaultdict(list)
    for path in sorted((root / "Annotations").glob("*.xml")):
        tree = ElementTree.parse(path)
        name = tree.findtext("filename").removesuffix(".jpg")
        for thing in tree.iter("object"):
            x0, y0, x1, y1 = (float(thing.find("bndbox").findtext(key)) for key in ("xmin", "ymin", "xmax", "ymax"))
            if x1 <= x0 or y1 <= y0:
                degenerate.append(path.name)
                continue
            counts[thing.findtext("name")] += 1
            boxes[name].append((thing.findtext("name"), x0, y0, x1 - x0, y1 - y0))
    return counts, degenerate, boxes


def test_the_blood_cells_go_in_whole_and_come_out_as_they_were(command, blood_cells, tmp_path):
    counts, degenerate, boxes = truth(blood_cells)
    assert len(degenerate) == 2
    command("user", "create", "ada", "--admin")
    report = command("import", str(blood_cells), "--project", "Cells")
    assert report["images"] == 364
    named = json.dumps(report["problems"])
    assert all(name in named for name in degenerate), named
    assert report["annotations"] == sum(counts.values())

    again = command("import", str(blood_cells), "--project", "Cells")
    assert (again["images"], again["duplicates"], again["annotations"]) == (0, 364, 0), again

    out = tmp_path / "coco"
    command("export", "--project", "Cells", "--format", "coco", str(out))
    found = collections.Counter()
    files = sorted(out.rglob("*.json"))
    for file in files:
        if file.name == "fovea-report.json":
            continue
        coco = COCO(str(file))
        for image in coco.loadImgs(coco.getImgIds()):
            stem = image["file_name"].rsplit("/", 1)[-1].removesuffix(".jpg")
            have = sorted((coco.cats[a["category_id"]]["name"], *a["bbox"]) for a in coco.imgToAnns[image["id"]])
            want = sorted(boxes[stem])
            assert [h[0] for h in have] == [w[0] for w in want], stem
            # Some boxes of the set reach over the edge and are cut to the image, by at most that.
            for h, w in zip(have, want):
                assert all(abs(a - b) < 1e-3 for a, b in zip(h[1:], cut(w[1:], image))), (stem, h, w)
            found.update(h[0] for h in have)
    assert found == counts


def cut(box, image):
    x, y, width, height = box
    left, top = max(0, x), max(0, y)
    return left, top, min(image["width"], x + width) - left, min(image["height"], y + height) - top


def test_yolo_and_back_shifts_nothing(command, blood_cells, tmp_path):
    command("user", "create", "ada", "--admin")
    command("import", str(blood_cells), "--project", "Cells", "--limit", "40")
    command("export", "--project", "Cells", "--format", "yolo", str(tmp_path / "yolo"))
    back = command("import", str(tmp_path / "yolo"), "--project", "Again")
    assert back["images"] == 40 and not back["problems"], back["problems"]
    first, second = (coco_boxes(command, tmp_path, name) for name in ("Cells", "Again"))
    assert first.keys() == second.keys()
    for name, boxes in first.items():
        assert len(boxes) == len(second[name])
        for one, other in zip(boxes, second[name]):
            assert one[0] == other[0] and all(abs(a - b) < 1e-3 for a, b in zip(one[1:], other[1:])), name


def coco_boxes(command, tmp_path, project):
    out = tmp_path / f"coco-{project}"
    command("export", "--project", project, "--format", "coco", "--no-images", str(out))
    boxes = {}
    for file in out.rglob("*.json"):
        if file.name == "fovea-report.json":
            continue
        document = json.loads(file.read_text())
        names = {c["id"]: c["name"] for c in document["categories"]}
        images = {i["id"]: i["file_name"].rsplit("/", 1)[-1] for i in document["images"]}
        for name in images.values():
            boxes.setdefault(name, [])
        for a in document["annotations"]:
            boxes[images[a["image_id"]]].append((names[a["category_id"]], *a["bbox"]))
    # Boxes that begin in the same column may differ there by a rounding: that must not decide their order.
    return {name: sorted(rows, key=lambda row: (row[0], *(round(value, 2) for value in row[1:]))) for name, rows in boxes.items()}


def test_wrong_use_says_what_is_wrong_and_exits_2(command):
    assert "there is no command" in command("nonsense", status=2)
    assert "--project" in command("import", "/tmp", status=2)
    assert "not an option" in command("migrate", "up", "--sideways", status=2)
