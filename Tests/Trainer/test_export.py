"""``probe``, and the ``predict`` oracle on a file that a run exported."""

from __future__ import annotations

import json
from pathlib import Path

from drawing import CLASSES, draw_detection
from trainer_process import one


def test_probe_answers_in_one_line(command, tmp_path: Path) -> None:
    (tmp_path / "yolo11s-seg.pt").write_bytes(b"")
    result = command("probe", FOVEA_WEIGHTS_DIR=str(tmp_path))
    assert result.returncode == 0 and result.stdout.count("\n") == 1
    answer = json.loads(result.stdout)
    assert answer["ready"] is True and answer["reason"] is None
    assert answer["devices"][0]["id"] == "cpu" and len(answer["base_models"]) == 10
    assert "yolo11s-seg.pt" in answer["pretrained"]


def test_predict_finds_what_a_run_learned(trainer, command, request_for, tmp_path: Path) -> None:
    data = draw_detection(tmp_path / "data", train=40, val=6, test=0)
    gentle = {"scale": 0.1, "translate": 0.05, "hsv_h": 0}
    request = request_for(data, epochs=12, batch_size=4, patience=0, augmentation=gentle)
    events, status = trainer(request).finish()
    assert status == 0
    assert one(events, "completed")["metrics"]["val"]["map50"] > 0.2, "the small-set recipe learns a small set"

    picture = data / "images" / "val" / "000.png"
    result = command("predict", "--model", one(events, "exported")["path"], "--conf", "0.01", str(picture), "/nowhere.png")
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    seen, missing = answer["images"]
    assert (seen["width"], seen["height"], answer["img_size"]) == (128, 96, 64)
    assert missing["error"] and missing["predictions"] == []
    labels = [line.split() for line in (data / "labels" / "val" / "000.txt").read_text().splitlines()]
    best = max(seen["predictions"], key=lambda p: p["confidence"])
    assert best["class_name"] in CLASSES
    centre = best["box"]["x"] + best["box"]["width"] / 2, best["box"]["y"] + best["box"]["height"] / 2
    distances = [abs(float(x) * 128 - centre[0]) + abs(float(y) * 96 - centre[1]) for _, x, y, _, _ in labels]
    assert min(distances) < 12


def test_predict_refuses_what_is_no_model(command, tmp_path: Path) -> None:
    (tmp_path / "a.onnx").write_bytes(b"nonsense")
    result = command("predict", "--model", str(tmp_path / "a.onnx"), "a.png")
    assert result.returncode == 1 and "cannot be loaded" in result.stderr


def test_export_options(trainer, request_for, tmp_path: Path) -> None:
    data = draw_detection(tmp_path / "data", train=4, val=2, test=0)
    options = {"dynamic_batch": False, "opset": 15}
    events, status = trainer(request_for(data, epochs=1, export=options)).finish()
    assert status == 0, events[-1]
    exported = one(events, "exported")
    assert exported["inputs"] == [{"name": "images", "shape": [1, 3, 64, 64]}] and exported["opset"] == 15
