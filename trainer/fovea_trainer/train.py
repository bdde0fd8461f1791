"""``train``: from a request to the last event, whatever happens in between."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from . import environment, runlock
from .events import EventWriter
from .failures import Cancelled, describe
from .lifetime import EXIT, Lifetime
from .request import Request, RequestError, read


def train(source: str, lifeline: bool, allow_orphan: bool) -> int:
    """Runs one request and returns the exit status of its last event (0 completed, 1 failed, 2 error, 3 cancelled)."""
    events = EventWriter.take_stdout()
    lifetime = Lifetime(events)
    try:
        request = read(source)
    except RequestError as fault:
        count = len(fault.errors)
        message = f"The request has {count} wrong field{'s' if count > 1 else ''}."
        events.emit("error", message=message, errors=fault.errors)
        return EXIT["error"]
    # Threads that libraries start inherit the blocked signals, so this comes before any of them is loaded.
    lifetime.start(lifeline=lifeline, watch_parent=not allow_orphan)
    status = _guarded(request, events, lifetime)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # not by way of atexit: a library's clean-up must not turn a finished run into a crash


def _guarded(request: Request, events: EventWriter, lifetime: Lifetime) -> int:
    try:
        try:
            _run(request, events, lifetime)
        except Cancelled:
            raise
        except BaseException as error:
            if lifetime.is_cancelled:  # a cancel in the middle of an import or a validation may surface as anything
                raise Cancelled from error
            traceback.print_exc()
            kind, reason, detail = describe(error)
            events.emit("failed", kind=kind, reason=reason, detail=detail, **lifetime.describe())
    except Cancelled:
        pass
    return lifetime.finish()


def _run(request: Request, events: EventWriter, lifetime: Lifetime) -> None:
    request.output.mkdir(parents=True, exist_ok=True)
    lock = runlock.hold(request.output, lifetime.check)
    scratch: Path = request.output / "scratch"
    threads = environment.prepare(scratch, request.threads)
    lifetime.check()
    from .ultralytics_backend.run import run

    run(request, events, lifetime, scratch, threads)
    os.close(lock)
