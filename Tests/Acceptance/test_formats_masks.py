"""Pascal VOC's pictures of segments: Datumaro reads ours, and what it writes is read here."""

import time
import zipfile

import numpy
import pytest
from drawn_datasets import blob, by_datumaro, picture, png, write_json
from PIL import Image
from pycocotools import mask as masks
from pycocotools.coco import COCO


@pytest.fixture
def imported(command, tmp_path):
    """A project of two pictures; the first has a mask, a polygon and a line."""
    source = tmp_path / "in"
    shapes = [
        {"category_id": 1, "segmentation": {"size": [48, 64], "counts": runs(blob(1))}, "iscrowd": 0},
        {"category_id": 2, "segmentation": [[40, 30, 60, 30, 60, 40, 40, 40]], "iscrowd": 0},
    ]
    rows = [{"id": n + 1, "image_id": 1, "bbox": [0, 0, 1, 1], "area": 1, **shape} for n, shape in enumerate(shapes)]
    images = [{"id": n + 1, "file_name": f"{name}.jpg", "width": 64, "height": 48} for n, name in enumerate("ab")]
    for n, name in enumerate("ab"):
        picture(source / f"{name}.jpg", n)
    write_json(source / "a.json", {"images": images, "annotations": rows, "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}]})
    command("user", "create", "ada", "--admin")
    assert command("import", str(source), "--project", "Masks")["problems_total"] == 0
    return "Masks"


def runs(mask):
    flat = numpy.concatenate([[False], mask.flatten("F"), [True]])
    flat[-1] = not flat[-2]
    edges = numpy.flatnonzero(flat[1:] != flat[:-1])
    return numpy.diff(numpy.concatenate([[0], edges])).tolist()


def test_datumaro_reads_what_is_exported(command, imported, tmp_path):
    out = tmp_path / "out"
    report = command("export", "--project", imported, "--format", "voc-masks", str(out))
    assert report["problems"] == []
    found = by_datumaro(out, "voc_segmentation")
    assert sorted((name, kind) for name, kind, *_ in found["a"]) == [("cat", "mask"), ("dog", "mask")]
    drawn = {name: value for name, _, value, _ in found["a"]}
    assert (drawn["cat"] == blob(1)).all()
    assert drawn["dog"].sum() == 200 and drawn["dog"][30:40, 40:60].all()
    assert found["b"] == []
    assert Image.open(out / "SegmentationClass" / "a.png").mode == "P"

    back = command("import", str(out), "--project", "Back")
    assert (back["format"], back["annotations"], back["problems_total"]) == ("voc-masks", 2, 0), back
    assert "SegmentationClass" in back["evidence"]


def test_what_datumaro_writes_is_read(command, tmp_path):
    import datumaro

    first, second = blob(2), numpy.zeros((48, 64), dtype=bool)
    second[40:44, 2:9] = True
    annotations = [datumaro.Mask(first, label=0, id=1, group=1), datumaro.Mask(second, label=1, id=2, group=2)]
    media = datumaro.Image.from_numpy(numpy.random.default_rng(3).integers(0, 255, (48, 64, 3), dtype=numpy.uint8))
    item = datumaro.DatasetItem("one", subset="train", media=media, annotations=annotations)
    dataset = datumaro.Dataset.from_iterable([item], categories=["kitten", "owl"])
    dataset.export(str(tmp_path / "in"), "voc_segmentation", save_media=True, label_map="source")
    report = command("convert", str(tmp_path / "in"), str(tmp_path / "out"), "--from", "voc-masks", "--to", "coco", "--no-images")
    assert (report["annotations"], report["skipped"]) == (2, 0), report
    coco = COCO(str(tmp_path / "out" / "annotations" / "instances_train.json"))
    found = {coco.cats[a["category_id"]]["name"]: coco.annToMask(a).astype(bool) for a in coco.anns.values()}
    assert (found["kitten"] == first).all() and (found["owl"] == second).all()


@pytest.mark.parametrize("broken", ["cut", "huge", "size", "text"])
def test_broken_pictures_of_segments_are_rows_of_the_report(command, tmp_path, broken):
    source = tmp_path / "in"
    picture(source / "JPEGImages" / "a.jpg", 1)
    fine = png(blob(1).astype(numpy.uint8))
    bytes_of = {
        "cut": fine[:-40],
        "huge": fine[:16] + (65_000).to_bytes(4, "big") * 2 + fine[24:],
        "size": png(numpy.ones((5, 5), dtype=numpy.uint8)),
        "text": b"<svg onload=alert(1)>",
    }[broken]
    (source / "SegmentationClass").mkdir()
    (source / "SegmentationClass" / "a.png").write_bytes(bytes_of)
    report = command("convert", str(source), str(tmp_path / "out"), "--from", "voc-masks", "--to", "coco", "--no-images")
    assert report["annotations"] == 0 and report["skipped"] == 1
    assert [row["file"] for row in report["problems"]].count("SegmentationClass/a.png") == 1, report


def test_a_server_decodes_pictures_of_segments_in_its_engine(server, tmp_path):
    """The job's archive holds one good picture and one that is damaged inside: the engine says what is wrong with it."""
    archive = tmp_path / "a.zip"
    broken = bytearray(png(blob(2).astype(numpy.uint8)))
    broken[len(broken) // 2] ^= 0xFF
    with zipfile.ZipFile(archive, "w") as out:
        for name, bytes_of in (("a", png(blob(1).astype(numpy.uint8))), ("b", bytes(broken))):
            picture(tmp_path / f"{name}.png", ord(name))
            out.write(tmp_path / f"{name}.png", f"JPEGImages/{name}.png")
            out.writestr(f"SegmentationClass/{name}.png", bytes_of)
        out.writestr("labelmap.txt", "background:0,0,0::\ncell:128,0,0::\n")
    api = server.start().register()
    project = api("POST", "/api/projects", {"name": "Cells", "task_type": "SEGMENTATION"})["id"]
    data = archive.read_bytes()
    ticket = api("POST", f"/api/projects/{project}/imports", {"filename": "a.zip", "size": len(data)})
    api(ticket["upload"]["method"], ticket["upload"]["url"], raw=data, headers=ticket["upload"]["headers"])
    api("POST", f"/api/imports/{ticket['job_id']}/run")
    deadline = time.monotonic() + 120
    while not (job := api("GET", f"/api/jobs/{ticket['job_id']}"))["finished_at"]:
        assert time.monotonic() < deadline, job
        time.sleep(0.1)
    result = job["result"]
    assert (result["format"], result["images"], result["annotations"], result["skipped"]) == ("voc-masks", 2, 1, 1), job
    assert [row["file"] for row in result["problems"]] == ["SegmentationClass/b.png"], result["problems"]
    images = api("GET", f"/api/projects/{project}/images")["items"]
    image = next(one for one in images if one["annotation_count"] == 1)
    annotation = api("GET", f"/api/images/{image['id']}/annotations")["items"][0]
    mask = masks.decode({"size": annotation["geometry"]["size"], "counts": annotation["geometry"]["counts"].encode()})
    assert (mask.astype(bool) == blob(1)).all()
