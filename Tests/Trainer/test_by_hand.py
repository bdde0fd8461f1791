"""A Fovea run is Ultralytics with the same settings: held against the script that does it by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from drawing import draw_detection
from trainer_process import named, one

SCRIPT = Path(__file__).resolve().parents[2] / "Benchmarks" / "training" / "baseline.py"


def test_losses_and_scores_equal_a_run_by_hand(trainer, request_for, tmp_path: Path) -> None:
    data = draw_detection(tmp_path / "data", train=16, val=4, test=4)
    events, status = trainer(request_for(data, seed=3)).finish()
    assert status == 0
    result = subprocess.run(
        [sys.executable, str(SCRIPT), str(data), "--epochs", "2", "--img-size", "64", "--seed", "3", "--threads", "1"],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr[-3000:]
    by_hand = json.loads(result.stdout)
    assert [e["train"] for e in named(events, "epoch")] == [e["train"] for e in by_hand["curve"]]
    assert one(events, "completed")["metrics"] == by_hand["metrics"]
