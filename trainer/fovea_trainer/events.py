"""Writing events: one JSON object a line, on the standard output that the process was started with."""

from __future__ import annotations

import json
import math
import os
import sys
import threading
from datetime import UTC, datetime
from typing import Any

TERMINAL = frozenset({"error", "completed", "failed", "cancelled"})


class EventWriter:
    """Owns the real standard output and writes whole lines to it, from any thread.

    After ``take_stdout`` file descriptor 1 is standard error, so that nothing which a library prints (from Python or
    from C) can fall between two events. A terminal event is written once; what comes after it is dropped.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()
        self.terminal: str | None = None
        self.broken = False

    @classmethod
    def take_stdout(cls) -> EventWriter:
        sys.stdout.flush()
        descriptor = os.dup(1)
        os.dup2(2, 1)
        return cls(descriptor)

    def emit(self, event: str, **fields: Any) -> bool:
        """Writes one event; false when a terminal event was already written."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = json.dumps({"event": event, "at": at, **plain(fields)}, ensure_ascii=False, separators=(",", ":"))
        data = line.encode("utf-8", "replace") + b"\n"
        with self._lock:
            if self.terminal is not None:
                return False
            if event in TERMINAL:
                self.terminal = event
            self._write(data)
        return True

    def log(self, level: str, text: str) -> None:
        self.emit("log", level=level, text=text[:4000])

    def _write(self, data: bytes) -> None:
        while data and not self.broken:
            try:
                data = data[os.write(self._descriptor, data) :]
            except OSError:  # the reader is gone: its death is noticed elsewhere, and work in hand may finish
                self.broken = True


def plain(value: Any) -> Any:
    """The value as JSON can say it: numpy and torch scalars as numbers, paths as text, non-finite members left out."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items() if not _non_finite(v)}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if hasattr(value, "item"):
        return plain(value.item())
    return str(value)


def _non_finite(value: Any) -> bool:
    if isinstance(value, (bool, int, str, dict, list, tuple)) or value is None:
        return False
    number = value.item() if hasattr(value, "item") else value
    return isinstance(number, float) and not math.isfinite(number)
