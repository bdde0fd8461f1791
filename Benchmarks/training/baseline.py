#!/usr/bin/env python3
"""Ultralytics run by hand, to hold a Fovea run against: same folder, seed and settings, none of Fovea's training code.

    .venv-trainer/bin/python Benchmarks/training/baseline.py EXPORTED_YOLO_FOLDER --epochs 40 --img-size 320

The folder is what ``fovea export --format yolo`` writes (images/, labels/, data.yaml). The only thing taken from
fovea_trainer is the shim that lets torchvision import beside a CPU build of PyTorch. One JSON object is printed: the
final scores on validation and test, the curve, and the seconds an epoch. The settings are those of the ``small``
recipe in docs/trainer-protocol.md; ``--defaults`` takes Ultralytics' own instead.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

SMALL = {
    "batch": 8,
    "nbs": 8,
    "optimizer": "AdamW",
    "lr0": 0.002,
    "momentum": 0.937,
    "warmup_epochs": 1.0,
    "mosaic": 0.0,
    "close_mosaic": 0,
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", default="yolov8n")
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--img-size", type=int, default=320)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--patience", type=int, default=50)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--defaults", action="store_true", help="Ultralytics' default settings instead of the recipe")
    parser.add_argument("--whole-nms", action="store_true", help="let suppression of overlapping boxes end, however long it takes")
    parser.add_argument("--output", type=Path, help="keep weights and results here")
    return parser.parse_args()


def surroundings(scratch: Path, threads: int) -> None:
    os.environ.update(
        OMP_NUM_THREADS=str(threads),
        YOLO_OFFLINE="1",
        YOLO_AUTOINSTALL="false",
        YOLO_CONFIG_DIR=str(scratch / "config"),
        MPLBACKEND="Agg",
    )
    fonts = scratch / "config" / "Ultralytics"
    fonts.mkdir(parents=True)
    import matplotlib

    font = Path(matplotlib.__file__).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"
    for name in ("Arial.ttf", "Arial.Unicode.ttf"):
        shutil.copyfile(font, fonts / name)


def main() -> int:
    options = arguments()
    real_stdout = os.dup(1)
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        surroundings(scratch, options.threads)
        sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "trainer"))
        from fovea_trainer.torchvision_shim import install

        install()
        if options.whole_nms:
            from fovea_trainer.ultralytics_backend.nms import lift_time_limit

            lift_time_limit()
        answer = run(options, scratch)
    os.write(real_stdout, json.dumps(answer).encode() + b"\n")
    return 0


def run(options: argparse.Namespace, scratch: Path) -> dict:
    import torch
    import ultralytics
    import yaml
    from ultralytics import YOLO

    torch.set_num_threads(options.threads)
    # As fovea_trainer does: left alone, Ultralytics takes one thread less than there are cores.
    ultralytics.utils.torch_utils.NUM_THREADS = options.threads
    source = yaml.safe_load((options.data / "data.yaml").read_text())
    description = {"path": str(options.data.resolve()), "names": source["names"]}
    for split in ("train", "val", "test"):
        folder = source.get(split) if isinstance(source.get(split), str) else f"images/{split}"
        if (options.data / folder).is_dir() and any((options.data / folder).iterdir()):
            description[split] = folder
    has_test = "test" in description
    file = scratch / "data.yaml"
    file.write_text(yaml.safe_dump(description, sort_keys=False))

    curve: list[dict] = []
    trained: list[int] = []

    def epoch_end(trainer) -> None:
        if len(trained) > len(curve):  # this is called once more after the final evaluation, which is no epoch
            losses = {name: round(float(value), 6) for name, value in trainer.tloss.items()}
            map50 = round(float(trainer.metrics["metrics/mAP50(B)"]), 6)
            curve.append({"epoch": trainer.epoch + 1, "train": losses, "map50": map50, "seconds": round(trainer.epoch_time, 3)})

    model = YOLO(f"{options.model}.yaml")
    model.add_callback("on_train_epoch_end", lambda trainer: trained.append(trainer.epoch))
    model.add_callback("on_fit_epoch_end", epoch_end)
    began = time.monotonic()
    output = options.output or scratch / "run"
    model.train(
        data=str(file),
        epochs=options.epochs,
        imgsz=options.img_size,
        seed=options.seed,
        patience=options.patience,
        device="cpu",
        pretrained=False,
        amp=False,
        workers=0,
        plots=False,
        deterministic=True,
        save_dir=str(output),
        exist_ok=True,
        **({} if options.defaults else SMALL),
    )
    seconds = time.monotonic() - began
    scores = {}
    for split in ("val", "test") if has_test else ("val",):
        found = YOLO(str(output / "weights" / "best.pt")).val(
            data=str(file), split=split, imgsz=options.img_size, batch=16, device="cpu", workers=0, plots=False,
            save_dir=str(scratch / split),
        )  # fmt: skip
        box = found.box
        scores[split] = {"precision": box.mp, "recall": box.mr, "map50": box.map50, "map": box.map, "map75": box.map75}
    return {
        "ultralytics": ultralytics.__version__,
        "torch": torch.__version__,
        "model": options.model,
        "epochs": options.epochs,
        "img_size": options.img_size,
        "seed": options.seed,
        "settings": "defaults" if options.defaults else SMALL,
        "metrics": {split: {name: round(float(value), 6) for name, value in row.items()} for split, row in scores.items()},
        "curve": curve,
        "seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    sys.exit(main())
