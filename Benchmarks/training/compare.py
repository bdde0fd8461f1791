#!/usr/bin/env python3
"""A Fovea run against Ultralytics by hand, interleaved: what an epoch costs, and that both learn the same.

    .venv-trainer/bin/python Benchmarks/training/compare.py EXPORTED_YOLO_FOLDER --pairs 5 --epochs 3 --img-size 320

Each pair is one run of ``fovea_trainer`` (whole, with its protocol) and one of baseline.py, in turn. An epoch
is timed by Ultralytics itself on both sides; the first one of a run is left out, since it pays for warming up. Printed
is one JSON object: the ratio's median and extremes over the pairs (goal: 1.05 at most) and whether losses and scores
were equal to the last digit. The exit status is 1 if they were not.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
GOAL = 1.05


def fovea(options: argparse.Namespace, folder: Path) -> dict:
    request = {
        "task": "detect",
        "base_model": options.model,
        "data": str(options.data.resolve()),
        "output": str(folder / "run"),
        "epochs": options.epochs,
        "img_size": options.img_size,
        "device": "cpu",
        "pretrained": False,
    }
    file = folder / "request.json"
    file.write_text(json.dumps(request))
    result = subprocess.run(
        [sys.executable, "-m", "fovea_trainer", "train", "--request", str(file)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "trainer")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    events = [json.loads(line) for line in result.stdout.splitlines()]
    if events[-1]["event"] != "completed":
        raise SystemExit(f"the run did not complete: {events[-1]}")
    epochs = [event for event in events if event["event"] == "epoch"]
    return {
        "seconds": [epoch["seconds"] for epoch in epochs],
        "losses": [epoch["train"] for epoch in epochs],
        "metrics": events[-1]["metrics"],
    }


def by_hand(options: argparse.Namespace) -> dict:
    script = Path(__file__).with_name("baseline.py")
    # Left alone, Ultralytics gives up suppressing after some seconds, which a model this young exceeds: its scores would be those of
    # a part of the boxes, sooner, and depend on the machine.
    arguments = ["--whole-nms", "--model", options.model, "--epochs", str(options.epochs), "--img-size", str(options.img_size)]
    result = subprocess.run(
        [sys.executable, str(script), str(options.data), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    answer = json.loads(result.stdout)
    return {
        "seconds": [epoch["seconds"] for epoch in answer["curve"]],
        "losses": [epoch["train"] for epoch in answer["curve"]],
        "metrics": answer["metrics"],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", default="yolov8n")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--img-size", type=int, default=320)
    options = parser.parse_args()
    if options.epochs < 2:
        parser.error("the first epoch is left out: at least 2 are needed")
    ratios, ours, theirs, equal = [], [], [], True
    for pair in range(options.pairs):
        with tempfile.TemporaryDirectory() as folder:
            fovea_first = pair % 2 == 0
            first = fovea(options, Path(folder)) if fovea_first else by_hand(options)
            second = by_hand(options) if fovea_first else fovea(options, Path(folder))
        a, b = (first, second) if fovea_first else (second, first)
        ours.append(statistics.median(a["seconds"][1:]))
        theirs.append(statistics.median(b["seconds"][1:]))
        ratios.append(ours[-1] / theirs[-1])
        scores = {split: row for split, row in a["metrics"].items() if row is not None}
        equal = equal and a["losses"] == b["losses"] and scores == b["metrics"]
    answer = {
        "pairs": options.pairs,
        "seconds_an_epoch": {
            "fovea": round(statistics.median(ours), 3),
            "by_hand": round(statistics.median(theirs), 3),
        },
        "ratio": {
            "median": round(statistics.median(ratios), 4),
            "least": round(min(ratios), 4),
            "most": round(max(ratios), 4),
        },
        "goal": GOAL,
        "met": statistics.median(ratios) <= GOAL,
        "equal": equal,
    }
    print(json.dumps(answer))
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
