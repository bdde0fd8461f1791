"""`fovea pick` on drawn pictures whose groups are known, and on what people hand it by mistake."""

import json
import pathlib
import subprocess

import pytest
from fovea_server import binary
from PIL import Image, ImageDraw

COLOURS = {"red": (214, 40, 40), "green": (40, 160, 80), "blue": (40, 80, 200), "grey": (200, 200, 200)}


def run(*arguments, status=0):
    done = subprocess.run([binary(), "pick", *map(str, arguments)], capture_output=True, text=True, timeout=600)
    assert done.returncode == status, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def report(*arguments, status=0):
    return json.loads(run(*arguments, "--json", status=status).stdout)


def colour(path):
    return pathlib.Path(path).name.split()[0]


@pytest.fixture
def folder(tmp_path):
    """Many red discs and few of three other colours, in folders of folders."""
    for name, fill in COLOURS.items():
        place = tmp_path / "pictures" / name
        place.mkdir(parents=True)
        for number in range(9 if name == "red" else 3):
            picture = Image.new("RGB", (160, 120), (70, 72, 76))
            ImageDraw.Draw(picture).ellipse((35 + number, 15, 125 + number, 105), fill=fill)
            picture.save(place / f"{name} {number}.png")
    return tmp_path / "pictures"


def test_every_group_is_picked_before_any_twice(folder):
    found = report(folder, "--count", 4)
    assert found["images"] == 18 and found["errors"] == []
    assert [colour(pick["path"]) for pick in found["picks"]][0] == "red", "the largest group's middle is the most representative"
    assert {colour(pick["path"]) for pick in found["picks"]} == set(COLOURS)
    gaps = [pick["distance"] for pick in found["picks"]]
    assert gaps[0] is None and gaps[1:] == sorted(gaps[1:], reverse=True)
    assert found["reach_before"] is None and 0 < found["reach_after"] < gaps[-1]
    lines = run(folder, "--count", 4).stdout.splitlines()
    assert lines == [pick["path"] for pick in found["picks"]] and all(pathlib.Path(line).is_file() for line in lines)


def test_what_is_labelled_is_complemented(folder):
    found = report(folder, "--count", 2, "--labelled", folder / "red")
    assert found["reach_before"] > found["reach_after"]
    assert "red" not in {colour(pick["path"]) for pick in found["picks"]} and len({colour(pick["path"]) for pick in found["picks"]}) == 2


def test_a_seed_begins_elsewhere_and_is_the_same_each_time(folder):
    firsts = {report(folder, "--count", 1, "--seed", seed)["picks"][0]["path"] for seed in range(6)}
    assert len(firsts) > 1
    assert report(folder, "--seed", 3) == report(folder, "--seed", 3)
    assert len(report(folder, "--seed", 3)["picks"]) == 18, "50 are wanted, and there are 18"


def test_copies_are_not_picked_twice(folder):
    for number in range(5):
        (folder / f"copy {number}.png").write_bytes((folder / "red" / "red 0.png").read_bytes())
    assert len(report(folder)["picks"]) == 18


def test_what_is_handed_by_mistake(folder, tmp_path):
    (folder / "broken.jpg").write_bytes(b"no picture at all")
    found = report(folder, "--count", 2, status=1)
    assert len(found["picks"]) == 2 and [pathlib.Path(one["path"]).name for one in found["errors"]] == ["broken.jpg"]
    (tmp_path / "none").mkdir()
    assert "no pictures" in run(tmp_path / "none", status=1).stderr
    assert "could be read" in run(folder / "broken.jpg", status=1).stderr
    for wrong in (["--count", "0"], ["--count", "many"], ["--seed", "-1"], ["--unknown"]):
        run(folder, *wrong, status=2)
    run(status=2)
