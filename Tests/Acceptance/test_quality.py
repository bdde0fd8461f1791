"""`fovea quality`: files and folders, without a server; what cannot be read is told and the rest goes on."""

import json
import os
import subprocess

from fovea_server import binary


def run(*arguments, status=0):
    done = subprocess.run([binary(), "quality", *map(str, arguments)], capture_output=True, text=True, timeout=300)
    assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
    return done


def pictures(folder, count):
    import numpy
    from PIL import Image

    rng = numpy.random.default_rng(5)
    for number in range(count):
        values = numpy.clip(rng.normal(128, 20 + 20 * number, (120, 130, 3)), 0, 255).astype(numpy.uint8)
        Image.fromarray(values).save(folder / f"{number}.png")


def test_measures_files_and_folders(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    pictures(inner, 3)
    (inner / "notes.txt").write_text("no picture")
    report = json.loads(run(tmp_path, inner / "1.png", "--json").stdout)["images"]
    assert [one["path"].rsplit("/", 1)[-1] for one in report] == ["0.png", "1.png", "2.png", "1.png"]
    assert report[1]["metrics"] == report[3]["metrics"]
    assert set(report[0]["metrics"]) >= {"brisque", "niqe", "piqe", "sharpness", "noise"}
    assert all(one["metrics"]["brisque"] is not None and one["error"] is None for one in report)
    noise = [one["metrics"]["noise"] for one in report[:3]]
    assert noise == sorted(noise) and noise[0] > 10
    table = run(inner).stdout.splitlines()
    assert table[0].split()[:3] == ["image", "size", "brisque"] and len(table) == 4
    assert all("130x120" in line for line in table[1:])


def test_bad_files_are_named_and_the_rest_goes_on(tmp_path):
    pictures(tmp_path, 2)
    (tmp_path / "broken.png").write_bytes((tmp_path / "0.png").read_bytes()[:300])
    (tmp_path / "wrong.jpg").write_text("this is no picture")
    done = run(tmp_path, tmp_path / "nowhere.png", "--json", status=1)
    report = json.loads(done.stdout)["images"]
    bad = {one["path"].rsplit("/", 1)[-1] for one in report if one["error"]}
    assert bad == {"broken.png", "wrong.jpg", "nowhere.png"} and len(report) == 5
    assert "3 of 5" in done.stderr


def test_thresholds_and_wrong_use(tmp_path):
    pictures(tmp_path, 1)
    assert "dark" not in json.loads(run(tmp_path, "--json").stdout)["images"][0]["flags"]
    assert "dark" in json.loads(run(tmp_path, "--json", "--dark-below", "0.9").stdout)["images"][0]["flags"]
    run(tmp_path, "--dark-below", "much", status=2)
    run(status=2)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "There are no pictures" in run(empty, status=1).stderr


def test_without_the_fitted_numbers_the_rest_is_measured(tmp_path):
    pictures(tmp_path, 1)
    done = subprocess.run(
        [binary(), "quality", str(tmp_path), "--json"], env={"FOVEA_QUALITY_MODELS": "/nowhere/models.json"}, capture_output=True, text=True
    )
    assert done.returncode == 1 and "scripts/setup-quality" in done.stderr


def test_doctor_says_whether_the_fitted_numbers_are_there(tmp_path):
    def check(**more):
        environment = {"PATH": os.environ["PATH"], "FOVEA_DATA": str(tmp_path), "FOVEA_TRAINER_PYTHON": "/nonexistent", **more}
        done = subprocess.run([binary(), "doctor", "--json"], env=environment, capture_output=True, stdin=subprocess.DEVNULL)
        return next(one for one in json.loads(done.stdout)["checks"] if one["name"] == "image quality")

    assert check()["ok"]
    missing = check(FOVEA_QUALITY_MODELS=str(tmp_path / "nothing.json"))
    assert not missing["ok"] and "setup-quality" in missing["detail"]
