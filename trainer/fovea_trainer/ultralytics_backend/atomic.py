"""Files that are whole or absent."""

from __future__ import annotations

import os
from pathlib import Path


def replace(path: Path, data: bytes) -> None:
    """Writes ``data`` beside ``path``, syncs it and renames it over ``path``; leaves nothing behind on failure."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class AtomicPath(type(Path())):
    """A path whose ``write_bytes`` replaces atomically. Ultralytics writes its checkpoints through this method."""

    def write_bytes(self, data: bytes) -> int:
        replace(Path(self), bytes(data))
        return len(data)
