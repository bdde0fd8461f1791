"""One trainer an output folder, held by a file lock that ends with the process."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path

from .failures import TrainerError

WAIT_SECONDS = 10.0


def hold(output: Path, check: Callable[[], None], wait_seconds: float = WAIT_SECONDS) -> int:
    """Locks ``output/run.lock`` and returns its descriptor, to be kept open; fails as ``busy`` after a wait."""
    descriptor = os.open(output / "run.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            check()
            if time.monotonic() > deadline:
                os.close(descriptor)
                raise TrainerError("busy", f"Another trainer is at work in {output}: wait for it or cancel it.") from None
            time.sleep(0.1)
        else:
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()}\n".encode())
            return descriptor
