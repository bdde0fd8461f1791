"""The data folder: what is in it, and whether a model could learn from it."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .failures import TrainerError

SPLITS = ("train", "val", "test")
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp"})


@dataclass
class Split:
    """Counts of one split, and its faulty label files as ``labels/train/a.txt:3: reason``."""

    images: int = 0
    labelled: int = 0
    instances: int = 0
    rejected: int = 0
    faults: list[str] = field(default_factory=list)
    first: Path | None = None

    def counts(self) -> dict[str, int]:
        return {k: getattr(self, k) for k in ("images", "labelled", "instances", "rejected")}


@dataclass
class Layout:
    """A data folder as far as training needs to know it."""

    root: Path
    task: str
    class_names: list[str]
    keypoint_shape: list[int] | None
    flip_index: list[int] | None
    splits: dict[str, Split]

    @property
    def validates_on_training(self) -> bool:
        return self.splits["val"].images == 0

    def source(self, scratch: Path) -> Path:
        """What Ultralytics is told to read: a data.yaml or, for classes, a folder of links; made in ``scratch``."""
        for split in SPLITS:  # a cache knows its labels by their names and total size only, so an old one may lie
            with contextlib.suppress(OSError):
                (self.root / "labels" / f"{split}.cache").unlink()
        if self.task != "classify":
            return self._write_yaml(scratch / "data.yaml")
        folder = scratch / "classes"
        folder.mkdir(exist_ok=True)
        for split in SPLITS:
            (folder / split).unlink(missing_ok=True)
            target = "train" if split == "val" and self.validates_on_training else split
            if self.splits[target].images:
                (folder / split).symlink_to(self.root / "images" / target)
        return folder

    def _write_yaml(self, path: Path) -> Path:
        """A data.yaml with absolute paths and nothing from the folder's own that Ultralytics would act upon."""
        import yaml

        images = self.root / "images"
        content: dict[str, Any] = {
            "path": str(self.root),
            "train": str(images / "train"),
            "val": str(images / ("train" if self.validates_on_training else "val")),
            "names": dict(enumerate(self.class_names)),
        }
        if self.splits["test"].images:
            content["test"] = str(images / "test")
        if self.keypoint_shape:
            content["kpt_shape"] = self.keypoint_shape
            if self.flip_index:
                content["flip_idx"] = self.flip_index
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return path


def scan(root: Path, task: str, check: Callable[[], None] = lambda: None) -> Layout:
    """Reads the folder's names and label files (not its pixels); raises ``TrainerError`` if nothing can be learned."""
    layout = _classes(root) if task == "classify" else _objects(root, task, check)
    train = layout.splits["train"]
    if train.images == 0:
        raise TrainerError("no_images", f"There is no training image in {root / 'images' / 'train'}: put images in the train split.")
    if train.labelled == 0:
        faulty = f" ({train.faults[0]})" if train.faults else ""
        raise TrainerError(
            "no_labels",
            f"None of the {train.images} training images has a usable label{faulty}: label some of them, or put labelled ones in the train split.",
        )
    return layout


def _pictures(folder: Path) -> list[Path]:
    found = []
    for parent, folders, files in os.walk(folder, followlinks=True):
        folders.sort()
        found += [Path(parent) / f for f in sorted(files) if os.path.splitext(f)[1].lower() in PICTURES]
    return found


def _classes(root: Path) -> Layout:
    images = root / "images"
    train = images / "train"
    names = sorted(e.name for e in os.scandir(train) if e.is_dir()) if train.is_dir() else []
    splits = {}
    for split in SPLITS:
        found = [p for name in names for p in _pictures(images / split / name)]
        splits[split] = Split(len(found), len(found), len(found), first=found[0] if found else None)
    if splits["train"].images and len(names) < 2:
        raise TrainerError("invalid_data", "A classifier needs images of at least two classes in the train split.")
    return Layout(root, "classify", names, None, None, splits)


def _objects(root: Path, task: str, check: Callable[[], None]) -> Layout:
    document = _document(root / "data.yaml")
    names = _names(document.get("names"))
    shape = flip = None
    if task == "pose":
        shape, flip = _keypoints(document)
    splits = {}
    for split in SPLITS:
        found = _pictures(root / "images" / split)
        counts = Split(len(found), first=found[0] if found else None)
        for picture in found:
            check()
            _count(root, split, picture, task, len(names), shape, counts)
        splits[split] = counts
    return Layout(root, task, names, shape, flip, splits)


def _document(path: Path) -> dict[str, Any]:
    import yaml

    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TrainerError("invalid_data", f"data.yaml is missing in {path.parent}.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise TrainerError("invalid_data", f"data.yaml cannot be read: {' '.join(str(fault).split())}") from None
    if not isinstance(document, dict):
        raise TrainerError("invalid_data", "data.yaml must be a mapping with the key names.")
    return document


def _names(value: Any) -> list[str]:
    if isinstance(value, dict):
        if sorted(value, key=str) != sorted(range(len(value)), key=str):
            raise TrainerError("invalid_data", "names in data.yaml must be numbered 0, 1, 2, ... without a gap.")
        value = [value[i] for i in range(len(value))]
    if not isinstance(value, list) or not value:
        raise TrainerError("invalid_data", "data.yaml names no classes: names must be a list, or a mapping of number to name.")
    return [str(name) for name in value]


def _keypoints(document: dict[str, Any]) -> tuple[list[int], list[int] | None]:
    shape, flip = document.get("kpt_shape"), document.get("flip_idx")
    if not (isinstance(shape, list) and len(shape) == 2 and all(type(n) is int for n in shape) and shape[0] > 0 and shape[1] in (2, 3)):
        raise TrainerError("invalid_data", "For pose data.yaml needs kpt_shape: [number of keypoints, 2 or 3].")
    if flip is not None and (not isinstance(flip, list) or sorted(flip) != list(range(shape[0]))):
        raise TrainerError("invalid_data", f"flip_idx in data.yaml must hold each of 0...{shape[0] - 1} once.")
    return shape, flip


def _count(root: Path, split: str, picture: Path, task: str, classes: int, shape: list[int] | None, counts: Split) -> None:
    relative = picture.relative_to(root / "images" / split).with_suffix(".txt")
    path = root / "labels" / split / relative
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as fault:
        counts.rejected += 1
        counts.faults.append(f"labels/{split}/{relative}: {fault}")
        return
    rows = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        reason = _fault(line.split(), task, classes, shape)
        if reason:  # Ultralytics leaves out the whole picture, so say so
            counts.rejected += 1
            counts.faults.append(f"labels/{split}/{relative}:{number}: {reason}")
            return
        rows += 1
    counts.instances += rows
    counts.labelled += rows > 0


def _fault(row: list[str], task: str, classes: int, shape: list[int] | None) -> str | None:
    try:
        numbers = [float(cell) for cell in row]
    except ValueError:
        return "is not a row of numbers"
    if not all(map(math.isfinite, numbers)):
        return "holds a number that is not finite"
    if numbers[0] != int(numbers[0]) or not 0 <= numbers[0] < classes:
        return f"class {row[0]} is not one of 0...{classes - 1}"
    if task == "pose":
        expected = 5 + shape[0] * shape[1]
        if len(numbers) != expected:
            return f"has {len(numbers)} numbers, not {expected}"
        coordinates = numbers[1:5]
    elif len(numbers) == 5 or (len(numbers) >= 7 and len(numbers) % 2 == 1):
        coordinates = numbers[1:]
    else:
        return f"has {len(numbers)} numbers: a box has 5, a polygon an odd number from 7 on"
    if any(c < -0.01 or c > 1.01 for c in coordinates):
        return "holds a coordinate outside 0...1"
    return None
