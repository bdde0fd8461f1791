"""When a run must end: signals, a parent that is gone, a closed lifeline, and the five seconds that are left then."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from typing import Any

from .events import EventWriter
from .failures import Cancelled

GRACE_SECONDS = 3.0
PARENT_POLL_SECONDS = 0.5
EXIT = {"completed": 0, "failed": 1, "error": 2, "cancelled": 3}


class Lifetime:
    """Notices that a run is to be cancelled and makes sure that the process ends soon after.

    Signals are blocked in every thread and waited for in one of their own: a Python signal handler would run only
    between two bytecodes of the main thread, and one training step of a large model is a single call of many seconds.
    The main thread asks ``check`` at each batch; if it does not come to a safe point in ``GRACE_SECONDS`` the process
    ends where it is, which is safe because checkpoints are replaced atomically.
    """

    SIGNALS = (signal.SIGTERM, signal.SIGINT)

    def __init__(self, events: EventWriter) -> None:
        self._events = events
        self._requested = threading.Event()
        self._lock = threading.Lock()
        self.reason: str | None = None
        self.describe: Callable[[], dict[str, Any]] = lambda: {"epoch": 0, "checkpoint": None}

    def start(self, lifeline: bool, watch_parent: bool) -> None:
        """Begins to watch; call before any library starts threads, which inherit the blocked signals."""
        signal.pthread_sigmask(signal.SIG_BLOCK, self.SIGNALS)
        self._thread(self._await_signal)
        if watch_parent:
            self._thread(self._await_parent, os.getppid())
        if lifeline:
            self._thread(self._await_lifeline)

    @property
    def is_cancelled(self) -> bool:
        return self._requested.is_set()

    def check(self) -> None:
        """Raises ``Cancelled`` if the run is to end."""
        if self._requested.is_set():
            raise Cancelled

    def cancel(self, reason: str) -> None:
        with self._lock:
            if self._requested.is_set():
                return
            self.reason = reason
            self._requested.set()
        self._thread(self._enforce)

    def finish(self) -> int:
        """Writes ``cancelled`` unless another last event was written, and gives the exit status of the last event."""
        if self._events.terminal is None:
            self._events.emit("cancelled", reason=self.reason or "signal", **self.describe())
        return EXIT[self._events.terminal or "cancelled"]

    def _enforce(self) -> None:
        threading.Event().wait(GRACE_SECONDS)
        os._exit(self.finish())

    def _await_signal(self) -> None:
        signal.sigwait(self.SIGNALS)
        self.cancel("signal")

    def _await_parent(self, parent: int) -> None:
        pause = threading.Event()
        while os.getppid() == parent:
            pause.wait(PARENT_POLL_SECONDS)
        self.cancel("parent")

    def _await_lifeline(self) -> None:
        while os.read(0, 4096):
            pass
        self.cancel("lifeline")

    @staticmethod
    def _thread(body: Callable[..., None], *arguments: Any) -> None:
        threading.Thread(target=body, args=arguments, daemon=True).start()
