"""Whole runs from request to ``completed``, and what they leave on disk."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from drawing import CLASSES, draw_classes, draw_detection
from trainer_process import named, one


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, detection_data: Path):
    """One detection run of three epochs, read by several tests."""
    from trainer_process import Trainer

    folder = tmp_path_factory.mktemp("finished")
    request = {
        "task": "detect", "base_model": "yolov8n", "data": str(detection_data), "output": str(folder / "run"),
        "epochs": 3, "img_size": 64, "device": "cpu", "seed": 1, "threads": 1,
    }  # fmt: skip
    file = folder / "request.json"
    file.write_text(json.dumps(request))
    process = Trainer(["train", "--request", str(file)], {"FOVEA_WEIGHTS_DIR": str(folder / "none")})
    events, status = process.finish()
    assert status == 0, process.log[-3000:]
    process.kill()
    return events, folder / "run"


def test_events_come_in_order(finished) -> None:
    events, _ = finished
    names = [e["event"] for e in events if e["event"] not in ("log", "batch")]
    assert names == ["hello", "started", *["checkpoint", "epoch"] * 3, "exported", "completed"]
    assert [e["epoch"] for e in named(events, "epoch")] == [1, 2, 3]
    assert all(a["at"] <= b["at"] for a, b in zip(events, events[1:]))


def test_starting_from_scratch_is_said(finished) -> None:
    started = one(finished[0], "started")
    assert started["pretrained"] is False
    assert any("from scratch" in note and "yolov8n.pt" in note for note in started["notes"])


def test_the_start_tells_data_and_settings(finished) -> None:
    started = one(finished[0], "started")
    assert started["class_names"] == list(CLASSES)
    assert started["recipe"] == "small" and started["batch_size"] == 8 and started["batches"] == 3
    assert started["data"]["train"]["images"] == 24 == started["data"]["train"]["labelled"]
    assert started["data"]["test"]["images"] == 6
    settings = started["hyperparameters"]
    assert (settings["optimizer"], settings["lr0"], settings["nbs"], settings["mosaic"]) == ("AdamW", 0.002, 8, 0.0)


def test_epochs_carry_losses_scores_and_rates(finished) -> None:
    for epoch in named(finished[0], "epoch"):
        assert set(epoch["train"]) == {"box_loss", "cls_loss", "dfl_loss"}
        assert {"precision", "recall", "map50", "map", "box_loss", "cls_loss", "dfl_loss"} == set(epoch["val"])
        assert epoch["seconds"] > 0 and 0 < epoch["lr"] <= 0.002


def test_the_exported_file_is_what_the_event_says(finished) -> None:
    import onnx
    import onnxruntime

    events, output = finished
    exported = one(events, "exported")
    content = Path(exported["path"]).read_bytes()
    assert Path(exported["path"]) == output / "weights" / "best.onnx"
    assert hashlib.sha256(content).hexdigest() == exported["sha256"] and len(content) == exported["size"]
    assert exported["class_names"] == list(CLASSES) and exported["img_size"] == 64
    assert exported["inputs"] == [{"name": "images", "shape": [None, 3, 64, 64]}]
    assert exported["outputs"] == [{"name": "output0", "shape": [None, 6, 84]}]
    assert exported["verified"]["max_abs_difference"] < 1e-2
    metadata = onnxruntime.InferenceSession(content).get_modelmeta().custom_metadata_map
    assert metadata["task"] == "detect" and metadata["imgsz"] == "[64, 64]"
    assert json.loads(metadata["fovea"])["class_names"] == list(CLASSES)
    assert str(output.parent) not in str(metadata), "the file must not tell paths of the machine"
    assert onnx.load_from_string(content).opset_import[0].version == exported["opset"] == 17


def test_scores_of_every_split_and_class(finished) -> None:
    completed = one(finished[0], "completed")
    for split in ("val", "test"):
        assert {"precision", "recall", "map50", "map", "map75"} == set(completed["metrics"][split])
        assert [row["class_name"] for row in completed["per_class"][split]] == list(CLASSES)
    counted = one(finished[0], "started")["data"]["val"]["instances"]
    assert sum(row["instances"] for row in completed["per_class"]["val"]) == counted
    assert completed["epochs_done"] == 3 and completed["stopped_early"] is False


def test_nothing_is_written_outside_the_output(finished, detection_data: Path) -> None:
    left = {p.relative_to(detection_data).parts[0] for p in detection_data.rglob("*")}
    assert left == {"images", "labels", "data.yaml"}
    assert not list((finished[1] / "weights").glob(".*")), "no temporary checkpoint stays behind"


def test_starting_from_weights(trainer, finished, request_for, detection_data: Path, tmp_path: Path) -> None:
    weights = tmp_path / "weights" / "yolov8n.pt"
    weights.parent.mkdir()
    weights.symlink_to(finished[1] / "weights" / "best.pt")
    request = request_for(detection_data, epochs=1, learning_rate=0.002)
    events, status = trainer(request, FOVEA_WEIGHTS_DIR=str(weights.parent)).finish()
    assert status == 0, events[-1]
    assert one(events, "started")["pretrained"] is True
    # seed, data and settings are those of the run from scratch: only the weights can make a difference
    assert named(events, "epoch")[0]["train"] != named(finished[0], "epoch")[0]["train"]


@pytest.mark.parametrize("task", ["segment", "pose"])
def test_masks_and_keypoints(trainer, request_for, tmp_path: Path, task: str) -> None:
    data = draw_detection(tmp_path / "data", train=8, val=4, test=0, task=task)
    events, status = trainer(request_for(data, task=task, epochs=1)).finish()
    assert status == 0, events[-1]
    val = named(events, "epoch")[0]["val"]
    assert {"map50", "map", "box_map50", "box_map"} <= set(val)
    exported, completed = one(events, "exported"), one(events, "completed")
    assert len(exported["outputs"]) == (2 if task == "segment" else 1)
    assert completed["metrics"]["test"] is None and "box_map" in completed["metrics"]["val"]


def test_classes_of_whole_images(trainer, request_for, tmp_path: Path) -> None:
    data = draw_classes(tmp_path / "data", train=6, val=3)
    events, status = trainer(request_for(data, task="classify", base_model="yolo11n", epochs=2)).finish()
    assert status == 0, events[-1]
    assert one(events, "started")["class_names"] == sorted(CLASSES)
    assert set(named(events, "epoch")[-1]["val"]) == {"top1", "top5", "loss"}
    completed = one(events, "completed")
    assert set(completed["metrics"]["val"]) == {"top1", "top5"}
    assert [row["instances"] for row in completed["per_class"]["val"]] == [3, 3]
    assert one(events, "exported")["outputs"] == [{"name": "output0", "shape": [None, 2]}]


def test_without_validation_images_the_training_images_serve(trainer, request_for, tmp_path: Path) -> None:
    data = draw_detection(tmp_path / "data", train=4, val=0, test=0)
    events, status = trainer(request_for(data, epochs=1)).finish()
    assert status == 0, events[-1]
    started = one(events, "started")
    assert started["data"]["val"] is None and started["batch_size"] == 4
    assert any("validation" in note for note in started["notes"])


def test_equal_requests_give_equal_runs(finished, request_for, detection_data: Path) -> None:
    # this one by way of standard input, whose first line may be the request
    from trainer_process import Trainer

    process = Trainer(["train", "--request", "-", "--lifeline"], {})
    try:
        process.process.stdin.write(json.dumps(request_for(detection_data, epochs=3)) + "\n")
        process.process.stdin.flush()
        events, status = process.finish()
    finally:
        process.kill()
    assert status == 0
    curves = [[(e["train"], e["val"]) for e in named(run, "epoch")] for run in (finished[0], events)]
    assert curves[0] == curves[1]
    assert one(finished[0], "completed")["metrics"] == one(events, "completed")["metrics"]
