"""Fovea as the first process of a container: the kernel gives such a process no signal that it has not asked for."""

import contextlib
import os
import pathlib
import signal
import subprocess

import pytest
from fovea_server import Fovea, binary
from services import die_with_parent, wait_until

NAMESPACE = ["unshare", "--pid", "--fork", "--mount-proc", *(["--map-root-user"] if os.geteuid() else [])]


class Contained(Fovea):
    def start(self):
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [*NAMESPACE, binary(), "serve"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                preexec_fn=die_with_parent(signal.SIGKILL),
            )
        wait_until(self.answers, self.process, "fovea", self.log)
        return self

    def first(self):
        """The process that the namespace began with, as it is called out here."""
        return int(pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text())


@pytest.fixture
def contained(tmp_path):
    if subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode:
        pytest.skip("this machine lets nobody make a PID namespace")
    made = Contained(tmp_path / "fovea")
    yield made
    if made.process and made.process.poll() is None:
        with contextlib.suppress(OSError):
            os.kill(made.first(), signal.SIGKILL)
        made.process.wait()


def test_it_stops_when_it_is_asked(contained):
    contained.start()
    os.kill(contained.first(), signal.SIGTERM)
    assert contained.process.wait(60) == 0
    assert '"event":"stopping"' in contained.log.read_text()
