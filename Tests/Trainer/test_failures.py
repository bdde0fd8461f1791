"""Runs that cannot go on say why in words that help."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from drawing import draw_detection
from fovea_trainer import layout
from fovea_trainer.failures import TrainerError, describe
from trainer_process import named, one


def failed(events: list[dict], status: int) -> dict:
    assert status == 1 and events[-1]["event"] == "failed", events[-1]
    return one(events, "failed")


def test_a_corrupt_data_yaml(trainer, request_for, tmp_path: Path) -> None:
    data = draw_detection(tmp_path / "data", train=2, val=1, test=0)
    (data / "data.yaml").write_text("names: [disc, box\nnc: {")
    failure = failed(*trainer(request_for(data)).finish())
    assert failure["kind"] == "invalid_data" and "data.yaml" in failure["reason"]


def test_no_training_images(trainer, request_for, tmp_path: Path) -> None:
    data = draw_detection(tmp_path / "data", train=0, val=2, test=0)
    failure = failed(*trainer(request_for(data)).finish())
    assert failure["kind"] == "no_images" and "train split" in failure["reason"]
    assert failure["checkpoint"] is None


def test_a_disk_that_is_full(trainer, request_for, detection_data: Path) -> None:
    # /dev/full answers every write with "no space left", for root too.
    request = request_for(detection_data, epochs=1)
    weights = Path(request["output"]) / "weights"
    weights.mkdir(parents=True)
    (weights / ".last.pt.tmp").symlink_to("/dev/full")
    failure = failed(*trainer(request).finish())
    assert failure["kind"] == "disk_full" and "resume" in failure["reason"]


def test_weights_that_are_none(trainer, request_for, detection_data: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pt"
    broken.write_bytes(b"not a checkpoint")
    failure = failed(*trainer(request_for(detection_data, weights=str(broken))).finish())
    assert failure["kind"] == "weights" and "broken.pt" in failure["reason"]


class _Payload:
    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self):
        return Path.touch, (self.target,)


def test_weights_that_carry_code_are_refused(trainer, request_for, detection_data: Path, tmp_path: Path) -> None:
    import torch

    mark, hostile = tmp_path / "executed", tmp_path / "hostile.pt"
    torch.save({"model": _Payload(mark), "ema": None}, hostile)
    for field in ("weights", "resume"):
        failure = failed(*trainer(request_for(detection_data, **{field: str(hostile)})).finish())
        assert failure["kind"] == "weights" and not mark.exists()


def test_pretrained_weights_that_are_demanded_but_absent(trainer, request_for, detection_data: Path) -> None:
    environment = {"FOVEA_WEIGHTS_DIR": "/nonexistent-weights", "XDG_CACHE_HOME": "/nonexistent-cache"}
    failure = failed(*trainer(request_for(detection_data, pretrained=True), **environment).finish())
    assert failure["kind"] == "weights" and "FOVEA_WEIGHTS_DIR" in failure["reason"]
    assert "/nonexistent" not in failure["reason"]


def test_a_gpu_that_is_not_there(trainer, request_for, detection_data: Path) -> None:
    failure = failed(*trainer(request_for(detection_data, device="9")).finish())
    assert failure["kind"] == "device" and "GPU 9" in failure["reason"]


def test_one_bad_picture_and_one_bad_row_do_not_end_a_run(trainer, request_for, tmp_path: Path) -> None:
    data = draw_detection(tmp_path / "data", train=6, val=2, test=0)
    (data / "images" / "train" / "000.png").write_bytes(b"this is no picture")
    (data / "labels" / "train" / "001.txt").write_text("7 0.5 0.5 0.1 0.1\n")
    events, status = trainer(request_for(data, epochs=1)).finish()
    assert status == 0, events[-1]
    assert one(events, "started")["data"]["train"]["images"] == 4
    assert one(events, "started")["data"]["train"]["rejected"] == 2
    told = " ".join(e["text"] for e in named(events, "log"))
    assert "labels/train/001.txt:1" in told and "000.png" in told


@pytest.mark.parametrize(
    ("yaml", "labels", "kind", "words"),
    [
        ("names: {0: a, 2: b}", "0 .5 .5 .1 .1", "invalid_data", "without a gap"),
        ("names: []", "0 .5 .5 .1 .1", "invalid_data", "no classes"),
        ("- a\n- b", "0 .5 .5 .1 .1", "invalid_data", "mapping"),
        ("names: [a]", "", "no_labels", "None of the 1 training images"),
        ("names: [a]", "1 .5 .5 .1 .1", "no_labels", "not one of 0...0"),
        ("names: [a]", "0 .5 .5 .1", "no_labels", "a box has 5"),
        ("names: [a]", "0 .5 .5 nan .1", "no_labels", "not finite"),
        ("names: [a]", "0 .5 .5 3 .1", "no_labels", "outside 0...1"),
        ("names: [a]", "zero .5 .5 .1 .1", "no_labels", "not a row of numbers"),
    ],
)
def test_data_that_teaches_nothing(tmp_path: Path, yaml: str, labels: str, kind: str, words: str) -> None:
    data = draw_detection(tmp_path, train=1, val=1, test=0)
    (data / "data.yaml").write_text(yaml)
    (data / "labels" / "train" / "000.txt").write_text(labels)
    with pytest.raises(TrainerError) as caught:
        layout.scan(data, "detect")
    assert caught.value.kind == kind and words in caught.value.reason


def test_keypoints_need_their_shape(tmp_path: Path) -> None:
    data = draw_detection(tmp_path, train=1, val=1, test=0, task="pose")
    (data / "data.yaml").write_text("names: [a, b]\nkpt_shape: [2]")
    with pytest.raises(TrainerError, match="kpt_shape"):
        layout.scan(data, "pose")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disk_full"),
        (RuntimeError("[enforce fail at inline_container.cc:664] . unexpected pos 64 vs 0"), "disk_full"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes."), "out_of_memory"),
        (RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB"), "out_of_memory"),
        (MemoryError(), "out_of_memory"),
        (ModuleNotFoundError("No module named 'ultralytics'"), "environment"),
        (PermissionError(errno.EACCES, "Permission denied", "/weights"), "environment"),
        (ValueError("something else"), "internal"),
    ],
)
def test_what_went_wrong_gets_its_kind(error: Exception, kind: str) -> None:
    try:
        try:
            raise error
        except Exception as inner:
            raise RuntimeError("around it") from inner
    except RuntimeError as outer:
        found, reason, detail = describe(outer)
    assert found == kind and reason and "around it" in detail
