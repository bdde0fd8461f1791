"""Which of Ultralytics' messages a user should see, and in what words."""

from __future__ import annotations

import logging
import re

from ..events import EventWriter
from ..layout import Layout

MOST_FAULTS = 20
_COLOUR = re.compile(r"\x1b\[[0-9;]*[mK]")
_CORRUPT = re.compile(r"^\w+: (?P<path>.+): ignoring corrupt image/label: (?P<reason>.+)$")


class Forward(logging.Handler):
    """Sends warnings on as ``log`` events, and the pictures that the loader leaves out, which are only "info" to it."""

    def __init__(self, events: EventWriter) -> None:
        super().__init__(logging.INFO)
        self._events = events
        self._layout: Layout | None = None
        self._told = 0

    def install(self) -> Forward:
        from ultralytics.utils import LOGGER

        LOGGER.addHandler(self)
        return self

    def knows(self, layout: Layout) -> None:
        """Reports the label files that the scan found faulty; the loader will not be heard about them again."""
        self._layout = layout
        for split in layout.splits.values():
            for fault in split.faults:
                self._left_out(fault)

    def emit(self, record: logging.LogRecord) -> None:
        text = _COLOUR.sub("", record.getMessage()).replace("WARNING ⚠️", "").replace("ERROR ❌", "").strip()
        for line in text.splitlines():
            match = _CORRUPT.match(line.strip())
            if match and not self._is_known(match["path"]):
                self._left_out(f"{self._relative(match['path'])}: {_reason(match['reason'])}")
        if record.levelno >= logging.WARNING and text and "pi-heif" not in text:
            self._events.log("error" if record.levelno >= logging.ERROR else "warning", text)

    def _left_out(self, fault: str) -> None:
        self._told += 1
        if self._told <= MOST_FAULTS:
            self._events.log("warning", f"{fault}: the picture is left out.")
        elif self._told == MOST_FAULTS + 1:
            self._events.log("warning", "More pictures are left out; the raw log names them all.")

    def _is_known(self, path: str) -> bool:
        if self._layout is None:
            return False
        label = self._relative(path).replace("images/", "labels/", 1).rsplit(".", 1)[0] + ".txt:"
        return any(fault.startswith(label) for split in self._layout.splits.values() for fault in split.faults)

    def _relative(self, path: str) -> str:
        return path.removeprefix(f"{self._layout.root}/") if self._layout else path


def _reason(text: str) -> str:
    # Ultralytics tries a HEIF reader on whatever nothing else could open, and says only that it is not there.
    return "it is not a picture that can be read" if "pi_heif" in text else text
