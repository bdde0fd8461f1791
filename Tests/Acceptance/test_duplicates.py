"""`fovea duplicates` on real photographs with copies made of them by Pillow, and on what people hand it by mistake."""

import collections
import json
import pathlib
import random
import subprocess

import pytest
from copies import COMBINED, SINGLE
from fovea_server import binary
from PIL import Image


def run(*arguments, status=0):
    done = subprocess.run([binary(), "duplicates", *map(str, arguments)], capture_output=True, text=True, timeout=600)
    assert done.returncode == status, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def report(*arguments, status=0):
    return json.loads(run(*arguments, "--json", status=status).stdout)


def name(file):
    return pathlib.Path(file["path"]).name


@pytest.fixture(scope="module")
def copied(blood_cells, tmp_path_factory):
    """Every ninth photograph, and every kind of copy of it."""
    folder = tmp_path_factory.mktemp("copies")
    sources = sorted((blood_cells / "JPEGImages").glob("*.jpg"))[::9]
    for index, source in enumerate(sources):
        picture = Image.open(source).convert("RGB")
        picture.save(folder / f"{index:03d} original.png", compress_level=1)
        for kind, copy in {**SINGLE, **COMBINED}.items():
            copy(picture).save(folder / f"{index:03d} {kind}.png", compress_level=1)
    return folder, len(sources)


def test_precision_and_recall(copied):
    folder, count = copied
    found = report(folder)
    assert found["images"] == count * (1 + len(SINGLE) + len(COMBINED)) and not found["errors"]
    right = wrong = 0
    groups = {}
    for number, group in enumerate(found["groups"]):
        for member in (group["keeper"], *group["copies"]):
            groups[name(member)] = number
        same = sum(name(copy)[:3] == name(group["keeper"])[:3] for copy in group["copies"])
        right, wrong = right + same, wrong + len(group["copies"]) - same
    assert right / (right + wrong) >= 0.99
    for kinds, least in ((SINGLE, 0.97), (COMBINED, 0.9)):
        for kind in kinds:
            pairs = [(groups.get(f"{i:03d} original.png"), groups.get(f"{i:03d} {kind}.png")) for i in range(count)]
            recall = sum(a is not None and a == b for a, b in pairs) / count
            assert recall >= least, f"{kind}: {recall}"


def test_what_differs_is_said(blood_cells, tmp_path):
    picture = Image.open(sorted((blood_cells / "JPEGImages").glob("*.jpg"))[3]).convert("RGB")
    # Of as many pixels the larger file is kept.
    picture.save(tmp_path / "original.png", compress_level=0)
    expected = {
        "half": (["resized"], "half the size"),
        "quarter": (["resized"], "a quarter of the size"),
        "jpeg 25": (["recompressed"], "recompressed"),
        "cropped 5 % on the left": (["cropped"], "cropped 5 %"),
        "mirrored": (["mirrored"], "mirrored"),
        "upside down": (["mirrored"], "mirrored top to bottom"),
        "turned": (["turned"], "turned left"),
        "darker": (["brightness"], "darker by 30 %"),
    }
    for kind in expected:
        SINGLE[kind](picture).save(tmp_path / f"{kind}.png")
    (group,) = report(tmp_path)["groups"]
    assert name(group["keeper"]) == "original.png" and group["kind"] == "near"
    said = {pathlib.Path(copy["path"]).stem: (copy["differences"], copy["words"]) for copy in group["copies"]}
    # A crop at one side changes the size by the pixels that are gone, not by scale.
    assert said == {kind: (differences, [words]) for kind, (differences, words) in expected.items()}


def test_photographs_of_one_kind_are_no_copies(blood_cells):
    """364 photographs through one microscope. Two of them show one scene: whoever took them moved the slide a little."""
    found = report(blood_cells / "JPEGImages")
    pairs = {frozenset(name(member).split("_")[-1] for member in (group["keeper"], *group["copies"])) for group in found["groups"]}
    assert pairs == {frozenset({"00037.jpg", "00038.jpg"})}


def test_exact_copies(tmp_path):
    random.seed(1)
    picture = Image.effect_noise((200, 150), 90).convert("RGB")
    picture.save(tmp_path / "a.png", compress_level=9)
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "b.png").write_bytes((tmp_path / "a.png").read_bytes())
    picture.save(tmp_path / "c.bmp")
    (group,) = report(tmp_path)["groups"]
    assert group["kind"] == "exact" and name(group["keeper"]) == "c.bmp"
    assert [(name(copy), copy["same_bytes"], copy["words"]) for copy in group["copies"]] == [
        ("a.png", False, ["the same pixels"]),
        ("b.png", False, ["the same pixels"]),
    ]
    lines = run(tmp_path).stdout.splitlines()
    assert lines[0].startswith("keep  ") and lines[-1] == "3 pictures, 2 copies in 1 groups"
    # Named twice, one file is no copy of itself.
    assert not report(tmp_path / "a.png", tmp_path / "below" / ".." / "a.png")["groups"]


def test_plain_pictures_are_copies_only_of_the_same(tmp_path):
    for number, (colour, size) in enumerate([("black", 64), ("black", 64), ("black", 32), ("white", 64), ("gray", 64)]):
        Image.new("RGB", (size, size), colour).save(tmp_path / f"{number}.png", compress_level=number)
    (group,) = report(tmp_path)["groups"]
    assert {name(member) for member in (group["keeper"], *group["copies"])} == {"0.png", "1.png"}


def test_bad_files_are_told_and_the_rest_is_done(tmp_path):
    picture = Image.effect_noise((120, 90), 90)
    for file in ("a.png", "b.bmp"):
        picture.save(tmp_path / file)
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("not looked at")
    found = report(tmp_path, status=1)
    assert collections.Counter(name(one) for one in found["errors"]) == {"broken.jpg": 1, "empty.png": 1}
    assert all(one["error"] for one in found["errors"]) and len(found["groups"]) == 1
    assert "broken.jpg" in run(tmp_path, status=1).stderr
    (tmp_path / "nothing").mkdir()
    assert "no pictures" in run(tmp_path / "nothing", status=1).stderr
    assert run(status=2) and run(tmp_path, "--threads", "0", status=2)
