"""Wrong requests: one ``error`` event that names every field, exit 2, and nothing made on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from fovea_trainer.request import RequestError, parse
from trainer_process import one


def faults(document) -> dict[str, str]:
    with pytest.raises(RequestError) as caught:
        parse(document)
    return {error["field"]: error["message"] for error in caught.value.errors}


def test_all_wrong_fields_come_in_one_event(trainer, request_for, detection_data: Path, tmp_path: Path) -> None:
    request = request_for(
        detection_data, base_model="resnet50", epochs=0, img_size=100, learning_rate=-1, colour="red", seed=True,
        augmentation={"mosaic": 2, "sparkle": 1}, preprocessing=[], resume="last.pt",
    )  # fmt: skip
    events, status = trainer(request).finish()
    error = one(events, "error")
    assert status == 2 and len(events) == 1
    assert {e["field"] for e in error["errors"]} == {
        "base_model", "epochs", "img_size", "learning_rate", "colour", "seed", "augmentation.mosaic",
        "augmentation.sparkle", "preprocessing", "resume",
    }  # fmt: skip
    assert "yolo11x" in next(e["message"] for e in error["errors"] if e["field"] == "base_model")
    assert not (tmp_path / "run").exists()


def test_missing_fields_are_named() -> None:
    assert set(faults({})) == {"task", "base_model", "data", "output", "epochs"}


@pytest.mark.parametrize("text", ["", "nonsense", "[]", "null", '{"a"', "[" * 100_000])
def test_what_is_no_request_at_all(trainer, text: str) -> None:
    events, status = trainer(text).finish()
    assert status == 2 and one(events, "error")["errors"][0]["field"] == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("data", "relative/path"), ("data", "/nowhere/at/all"), ("data", 4), ("data", "/tmp/\0"), ("output", ""),
        ("device", "cuda"), ("device", "0,1"), ("device", 0), ("threads", 0), ("batch_size", 8.5), ("patience", -1),
        ("task", "obb"), ("learning_rate", float("nan")), ("learning_rate", 0), ("learning_rate", True),
        ("weights", "/nowhere.pt"), ("protocol", 2), ("pretrained", "yes"), ("img_size", 640.0),
        ("export", {"opset": 9}),
    ],
)  # fmt: skip
def test_each_field_has_its_bounds(request_for, detection_data: Path, field: str, value) -> None:
    named = faults({**request_for(detection_data), field: value})
    assert set(named) in ({field}, {f"{field}.opset"})


def test_defaults(request_for, detection_data: Path) -> None:
    request = parse({k: request_for(detection_data)[k] for k in ("task", "base_model", "data", "output", "epochs")})
    assert (request.img_size, request.patience, request.device, request.batch_size) == (640, 50, "auto", None)


def test_null_means_the_default_where_a_default_may_be_null(request_for, detection_data: Path) -> None:
    fields = ("batch_size", "learning_rate", "threads", "pretrained", "weights", "resume", "augmentation")
    request = parse(request_for(detection_data, **dict.fromkeys(fields)))
    assert request.augmentation == {} and request.learning_rate is None
