"""A trainer in a process of its own, and its events."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema

PACKAGE = Path(__file__).resolve().parents[2] / "trainer"
Event = dict[str, Any]


@functools.cache
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads((PACKAGE / "fovea_trainer" / "schemas" / "events.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


class Trainer:
    """``events()`` reads and checks line by line; ``finish()`` reads all and returns them with the exit status."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed by kill)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "fovea_trainer", *arguments],
            env={**os.environ, "PYTHONPATH": str(PACKAGE), **environment},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True,
        )  # fmt: skip
        self.seen: list[Event] = []

    def events(self) -> Iterator[Event]:
        for line in self.process.stdout:
            event = json.loads(line)
            validator().validate(event)
            self.seen.append(event)
            yield event

    def until(self, condition: Callable[[Event], bool]) -> Event:
        for event in self.events():
            if condition(event):
                return event
        raise AssertionError(f"ended before it came: {[e['event'] for e in self.seen]}\n{self.log[-3000:]}")

    def finish(self) -> tuple[list[Event], int]:
        for _ in self.events():
            pass
        return self.seen, self.process.wait(timeout=60)

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    @property
    def log(self) -> str:
        self._log.seek(0)
        return self._log.read()

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self._log):
            stream.close()


def named(events: list[Event], name: str) -> list[Event]:
    return [event for event in events if event["event"] == name]


def one(events: list[Event], name: str) -> Event:
    found = named(events, name)
    assert len(found) == 1, f"{len(found)} {name} in {[e['event'] for e in events]}: {events[-1]}"
    return found[0]
