"""Reading and checking a request: every wrong field is found before anything is answered."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import BASE_MODELS, PROTOCOL, TASKS

MAXIMUM_BYTES = 1 << 20


class RequestError(Exception):
    """The request is wrong; ``errors`` holds ``{"field", "message"}`` for each fault."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__("; ".join(f"{e['field']}: {e['message']}" for e in errors))
        self.errors = errors


@dataclass(frozen=True)
class Request:
    """A checked request; the fields are those of docs/trainer-protocol.md."""

    task: str
    base_model: str
    data: Path
    output: Path
    epochs: int
    batch_size: int | None = None
    img_size: int = 640
    learning_rate: float | None = None
    patience: int = 50
    seed: int = 0
    device: str = "auto"
    threads: int | None = None
    pretrained: bool | None = None
    weights: Path | None = None
    resume: Path | None = None
    augmentation: dict[str, float] = field(default_factory=dict)
    preprocessing: dict[str, Any] = field(default_factory=dict)
    export: dict[str, Any] = field(default_factory=dict)
    protocol: int = PROTOCOL


def _whole(low: int, high: int) -> Callable[[Any], Any]:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return value

    return check


def _number(low: float, high: float, exclusive: bool = False) -> Callable[[Any], Any]:
    def check(value: Any) -> float:
        inside = isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high
        if not inside or (exclusive and value == low):
            raise ValueError(f"must be a number {'above' if exclusive else 'from'} {low:g} to {high:g}")
        return float(value)

    return check


def _one_of(*choices: Any) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if isinstance(value, bool) or value not in choices:
            raise ValueError("must be one of " + ", ".join(map(str, choices)))
        return value

    return check


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _path(value: Any) -> Path:
    if not isinstance(value, str) or not os.path.isabs(value) or "\0" in value:
        raise ValueError("must be an absolute path")
    return Path(value)


def _folder(value: Any) -> Path:
    path = _path(value)
    if not path.is_dir():
        raise ValueError("is not a folder")
    return path


def _file(value: Any) -> Path:
    path = _path(value)
    if not path.is_file():
        raise ValueError("is not a file")
    return path


def _size(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 64 <= value <= 4096 or value % 32:
        raise ValueError("must be a multiple of 32 from 64 to 4096")
    return value


def _device(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"auto|cpu|\d{1,2}", value):
        raise ValueError('must be "auto", "cpu" or the index of one GPU, such as "0"')
    return value


def _optional(check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else check(value)


_chance = _number(0, 1)
FIELDS: dict[str, Callable[[Any], Any]] = {
    "protocol": _one_of(PROTOCOL),
    "task": _one_of(*TASKS),
    "base_model": _one_of(*BASE_MODELS),
    "data": _folder,
    "output": _path,
    "epochs": _whole(1, 10_000),
    "batch_size": _optional(_whole(1, 1024)),
    "img_size": _size,
    "learning_rate": _optional(_number(0, 1, exclusive=True)),
    "patience": _whole(0, 10_000),
    "seed": _whole(0, 2**31 - 1),
    "device": _device,
    "threads": _optional(_whole(1, 1024)),
    "pretrained": _optional(_boolean),
    "weights": _optional(_file),
    "resume": _optional(_file),
}
GROUPS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "augmentation": {
        "hsv_h": _chance, "hsv_s": _chance, "hsv_v": _chance, "degrees": _number(0, 180), "translate": _chance,
        "scale": _chance, "shear": _number(0, 45), "perspective": _number(0, 0.001), "flipud": _chance,
        "fliplr": _chance, "mosaic": _chance, "mixup": _chance, "cutmix": _chance, "copy_paste": _chance,
        "erasing": _number(0, 0.9), "close_mosaic": _whole(0, 10_000),
    },
    "preprocessing": {"single_class": _boolean, "rect": _boolean, "cache": _one_of("none", "ram", "disk")},
    "export": {"opset": _whole(13, 20), "dynamic_batch": _boolean},
}  # fmt: skip
REQUIRED = ("task", "base_model", "data", "output", "epochs")


def parse(document: Any) -> Request:
    """The request in a JSON document; raises ``RequestError`` with all its faults."""
    if not isinstance(document, dict):
        raise RequestError([{"field": "", "message": "must be a JSON object"}])
    errors: list[dict[str, str]] = []
    values: dict[str, Any] = {}

    def take(name: str, value: Any, check: Callable[[Any], Any], into: dict[str, Any], key: str) -> None:
        try:
            into[key] = check(value)
        except ValueError as fault:
            errors.append({"field": name, "message": str(fault)})
        except (OSError, TypeError):
            errors.append({"field": name, "message": "cannot be used"})

    for name in REQUIRED:
        if name not in document:
            errors.append({"field": name, "message": "is missing"})
    for name, value in document.items():
        if name in FIELDS:
            take(name, value, FIELDS[name], values, name)
        elif name in GROUPS:
            if value is None:
                continue
            if not isinstance(value, dict):
                errors.append({"field": name, "message": "must be an object"})
                continue
            values[name] = {}
            for key, inner in value.items():
                if key not in GROUPS[name]:
                    errors.append({"field": f"{name}.{key}", "message": "is not known"})
                elif inner is not None:
                    take(f"{name}.{key}", inner, GROUPS[name][key], values[name], key)
        else:
            errors.append({"field": str(name)[:100], "message": "is not known"})
    if errors:
        raise RequestError(errors)
    return Request(**values)


def read(source: str) -> Request:
    """The request in a file, or in the first line of standard input for ``-`` (the rest stays unread)."""
    try:
        data = _line(0) if source == "-" else Path(source).read_bytes()
    except OSError as fault:
        raise RequestError([{"field": "", "message": f"cannot be read: {fault.strerror}"}]) from None
    if len(data) > MAXIMUM_BYTES:
        raise RequestError([{"field": "", "message": "is longer than 1 MiB"}])
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise RequestError([{"field": "", "message": f"is not JSON: {fault}"}]) from None
    return parse(document)


def _line(descriptor: int) -> bytes:
    # Unbuffered on purpose: a buffered reader would swallow what the lifeline is later waited for on.
    data = bytearray()
    while len(data) <= MAXIMUM_BYTES:
        byte = os.read(descriptor, 1)
        if not byte or byte == b"\n":
            break
        data += byte
    return bytes(data)
