"""A program that is asked line by line on its standard input and answers a line each: so that what it has loaded is loaded
once, and several can be measured in turn."""

import contextlib
import signal
import subprocess

from services import die_with_parent, stop


class Companion:
    def __init__(self, *command):
        self.process = subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=die_with_parent(signal.SIGTERM))

    def ask(self, *words) -> str:
        print(*words, file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args[0]} ended; what it said is above")
        return line

    def stop(self):
        """Ends its input, so that it ends itself and what it has started; a moment later it is told to."""
        self.process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        stop(self.process, signal.SIGTERM)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
