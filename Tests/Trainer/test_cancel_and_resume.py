"""Ending a run from outside, and going on afterwards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fovea_trainer import runlock
from fovea_trainer.failures import Cancelled, TrainerError
from trainer_process import PACKAGE, named, one


def test_cancel_kill_and_resume(trainer, request_for, detection_data: Path) -> None:
    request = request_for(detection_data, epochs=4, patience=0)
    first = trainer(request)
    first.until(lambda e: e["event"] == "batch" and e["epoch"] == 2)
    first.terminate()
    events, status = first.finish()
    cancelled = one(events, "cancelled")
    assert status == 3 and events[-1] is cancelled
    assert cancelled["reason"] == "signal" and cancelled["epoch"] == 1

    second = trainer({**request, "resume": cancelled["checkpoint"], "epochs": 9})
    saved = second.until(lambda e: e["event"] == "checkpoint")
    second.process.kill()
    second.process.wait()
    started = one(second.seen, "started")
    assert started["resumed_from"] == 1 and started["epochs"] == 4
    assert any("epochs stays 4" in note for note in started["notes"])

    third = trainer({**request, "resume": saved["path"]})
    events, status = third.finish()
    assert status == 0, third.log[-3000:]
    assert [e["epoch"] for e in named(events, "epoch")] == [3, 4]
    completed = one(events, "completed")
    assert completed["epochs_done"] == 4

    again, status = trainer({**request, "resume": saved["path"]}).finish()
    assert status == 0 and not named(again, "epoch"), "all epochs are done: only export and scores remain"
    assert one(again, "completed")["metrics"] == completed["metrics"]


def test_cancel_before_the_first_epoch(trainer, request_for, detection_data: Path) -> None:
    process = trainer(request_for(detection_data))
    process.until(lambda e: e["event"] == "hello")
    process.terminate()
    events, status = process.finish()
    assert status == 3 and one(events, "cancelled")["checkpoint"] is None


def test_a_run_that_hangs_in_a_library_ends_all_the_same() -> None:
    # one training step of a large model is a single call of many seconds: here a call that never comes back
    script = (
        "import os, threading\n"
        "from fovea_trainer.events import EventWriter\n"
        "from fovea_trainer.lifetime import Lifetime\n"
        "events = EventWriter.take_stdout()\n"
        "Lifetime(events).start(lifeline=False, watch_parent=False)\n"
        "events.log('info', 'stuck')\n"
        "os.read(os.pipe()[0], 1)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert json.loads(process.stdout.readline())["text"] == "stuck"
        process.terminate()
        rest = process.stdout.read().splitlines()
        assert [json.loads(line)["event"] for line in rest] == ["cancelled"]
        assert process.wait(timeout=60) == 3
    finally:
        process.kill()
        process.stdout.close()


def test_a_closed_lifeline_ends_the_run(trainer, request_for, detection_data: Path) -> None:
    process = trainer(request_for(detection_data, epochs=500), "--lifeline")
    process.until(lambda e: e["event"] == "started")
    process.process.stdin.close()
    events, status = process.finish()
    assert status == 3 and one(events, "cancelled")["reason"] == "lifeline"


def test_a_dead_parent_ends_the_run(request_for, detection_data: Path, tmp_path: Path) -> None:
    file, log = tmp_path / "request.json", tmp_path / "events"
    file.write_text(json.dumps(request_for(detection_data, epochs=500)))
    script = (
        "import subprocess, sys, time\n"
        "command = [sys.executable, '-m', 'fovea_trainer', 'train', '--request', sys.argv[1]]\n"
        "p = subprocess.Popen(command, stdout=open(sys.argv[2], 'wb'))\n"
        "print(p.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(file), str(log)],
        env={**os.environ, "PYTHONPATH": str(PACKAGE)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    child = int(parent.stdout.readline())
    try:
        _wait_for(lambda: '"started"' in log.read_text())
        parent.kill()
        parent.wait()
        _wait_for(lambda: not _alive(child))
        last = json.loads(log.read_text().splitlines()[-1])
        assert last["event"] == "cancelled" and last["reason"] == "parent"
    finally:
        parent.kill()
        parent.stdout.close()
        if _alive(child):
            os.kill(child, signal.SIGKILL)


def test_one_trainer_a_folder(tmp_path: Path) -> None:
    held = runlock.hold(tmp_path, lambda: None)
    with pytest.raises(TrainerError) as caught:
        runlock.hold(tmp_path, lambda: None, wait_seconds=0.2)
    assert caught.value.kind == "busy"
    with pytest.raises(Cancelled):
        runlock.hold(tmp_path, _cancelled)
    os.close(held)
    os.close(runlock.hold(tmp_path, lambda: None, wait_seconds=0))


def _cancelled() -> None:
    raise Cancelled


def _wait_for(condition, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
