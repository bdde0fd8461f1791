"""Why a run could not go on, in a user's words."""

from __future__ import annotations

import errno
import traceback


class TrainerError(Exception):
    """A failure whose kind and reason are already known. ``reason`` is for the user and says what to do."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason


class Cancelled(BaseException):
    """Raised at a safe point after a cancel. Not an ``Exception``: libraries catch those and carry on."""


_MEMORY = ("out of memory", "can't allocate memory", "cannot allocate memory", "bad alloc", "std::bad_alloc")
_DISK = ("no space left on device", "disk quota exceeded", "enforce fail at inline_container", "iostream error")


def describe(error: BaseException) -> tuple[str, str, str]:
    """Kind, reason for the user, and the end of the traceback, of any exception."""
    detail = "".join(traceback.format_exception(error))[-6000:]
    chain = list(_chain(error))
    for link in chain:
        if isinstance(link, TrainerError):
            return link.kind, link.reason, detail
    for link in chain:
        text = str(link).lower()
        if isinstance(link, MemoryError) or any(s in text for s in _MEMORY):
            return (
                "out_of_memory",
                "Out of memory: take a smaller batch_size, a smaller img_size or a smaller base model.",
                detail,
            )
        if (isinstance(link, OSError) and link.errno in (errno.ENOSPC, errno.EDQUOT)) or any(s in text for s in _DISK):
            return "disk_full", "The disk is full: free some space where Fovea keeps its data, then resume.", detail
    for link in chain:
        if isinstance(link, ImportError):
            return (
                "environment",
                f"The training environment is incomplete ({link}): run scripts/setup-trainer.",
                detail,
            )
        if isinstance(link, PermissionError):
            return "environment", f"No right to {link.filename or 'a file'}: {link.strerror or link}.", detail
    first = " ".join(str(error).split())[:500] or type(error).__name__
    return "internal", f"Training stopped unexpectedly: {first}", detail


def _chain(error: BaseException | None):
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
