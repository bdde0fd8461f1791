"""LabelMe's files, through a project and out again, judged by its own loader."""

import base64
import json

import labelme_oracle
import numpy
import pytest
from drawn_datasets import base64_png, blob, picture


def shape(kind, points, **more):
    row = {"label": "cat", "points": points, "shape_type": kind, "flags": {}, "group_id": None, "description": "", "mask": None}
    return {**row, **more}


MASK = blob(1)[10:30, 5:25]
SHAPES = [
    shape("polygon", [[1, 2], [30, 2.5], [30, 40]], flags={"wet": True, "dry": False}, group_id=3, description="old"),
    shape("rectangle", [[10, 20], [60, 40.5]]),
    shape("oriented_rectangle", [[40, 10], [40, 30], [30, 30], [30, 10]]),
    shape("linestrip", [[1, 2], [3, 4], [5, 5]]),
    shape("point", [[5, 6]]),
    shape("points", [[5, 6], [7, 8]]),
    shape("mask", [[5, 10], [24, 29]], mask=base64_png(MASK.astype(numpy.uint8) * 255)),
]


def write(folder, name, shapes, **more):
    folder.mkdir(parents=True, exist_ok=True)
    document = {"version": "6.3.1", "flags": {}, "shapes": shapes, "imagePath": f"{name}.png", "imageData": None, "imageHeight": 48}
    (folder / f"{name}.json").write_text(json.dumps({**document, "imageWidth": 64, **more}))


def test_every_shape_comes_back(command, tmp_path):
    source, out = tmp_path / "in", tmp_path / "out"
    picture(source / "train" / "a.png", 1)
    write(source / "train", "a", SHAPES, flags={"day": True, "night": False})
    command("user", "create", "ada", "--admin")
    report = command("import", str(source), "--project", "Drawn")
    assert (report["format"], report["annotations"], report["problems_total"]) == ("labelme", 8, 0), report
    assert set(report["labels"]) == {"day", "night", "cat"}
    command("export", "--project", "Drawn", "--format", "labelme", str(out))
    before, after = labelme_oracle.load(source / "train" / "a.json"), labelme_oracle.load(out / "train" / "a.json")
    assert after.flags == {"day": True} and after.image_path == "a.png" and after.image_data == before.image_data
    assert len(after.shapes) == len(before.shapes)
    for old, new in zip(before.shapes, after.shapes, strict=True):
        assert {k: old[k] for k in ("label", "shape_type", "flags", "group_id", "description")} == {
            k: new[k] for k in ("label", "shape_type", "flags", "group_id", "description")
        }
        if old["mask"] is None:
            assert numpy.allclose(old["points"], new["points"]) and new["mask"] is None
        else:
            placed = []
            for one in (old, new):
                whole = numpy.zeros((48, 64), dtype=bool)
                (x1, y1), (x2, y2) = numpy.asarray(one["points"]).astype(int)
                whole[y1 : y2 + 1, x1 : x2 + 1] = one["mask"]
                placed.append(whole)
            assert (placed[0] == placed[1]).all() and placed[0].any()
    again = command("import", str(out), "--project", "Drawn")
    assert (again["images"], again["duplicates"]) == (0, 1)


def test_pictures_are_taken_out_of_the_file(command, tmp_path):
    picture(tmp_path / "a.png", 9)
    data = (tmp_path / "a.png").read_bytes()
    write(tmp_path / "in", "a", SHAPES[:1], imageData=base64.b64encode(data).decode(), imagePath="..\\elsewhere\\a.png")
    command("user", "create", "ada", "--admin")
    report = command("import", str(tmp_path / "in"), "--project", "Inside")
    assert (report["images"], report["annotations"]) == (1, 1), report
    assert [(row["row"], "not followed" in row["reason"]) for row in report["problems"]] == [("imagePath", True)]
    command("export", "--project", "Inside", "--format", "labelme", str(tmp_path / "out"))
    assert (tmp_path / "out" / "a.png").read_bytes() == data


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none_are_rows(command, tmp_path, number):
    picture(tmp_path / "in" / "a.png", 1)
    write(tmp_path / "in", "a", [shape("point", [["?", 2]]), shape("point", [[1, 2]])])
    file = tmp_path / "in" / "a.json"
    file.write_text(file.read_text().replace('"?"', number))
    report = command("convert", str(tmp_path / "in"), str(tmp_path / "out"), "--to", "labelme")
    assert (report["annotations"], report["skipped"]) == (1, 1)
    assert (report["problems"][0]["file"], report["problems"][0]["row"]) == ("a.json", "shape 1"), report
