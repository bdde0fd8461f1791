#!/usr/bin/env python3
"""The real services that tests run against: PostgreSQL from Debian and an S3 server (OpenStack Swift with its s3api).

    python Tests/support/services.py run -- COMMAND...      starts both, runs COMMAND with the variables below, stops both
    python Tests/support/services.py run --only postgres -- COMMAND...
    python Tests/support/services.py serve                  starts both, prints the variables, waits for a signal

Variables: FOVEA_TEST_POSTGRES (a URL whose user may create databases), FOVEA_TEST_S3_ENDPOINT, FOVEA_TEST_S3_REGION,
FOVEA_TEST_S3_ACCESS_KEY, FOVEA_TEST_S3_SECRET_KEY. A service whose variable is set already is used as it is.

Everything lives in one temporary directory that goes away at the end, also after SIGTERM; a child dies with this process
even if this process is killed. As a pytest plugin it gives the session fixtures `postgres_url` and `s3_server`.
"""

import argparse
import contextlib
import ctypes
import os
import pathlib
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def die_with_parent(sig):
    """Run in the child: the kernel sends it `sig` when this process ends in whatever way."""
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def arrange():
        libc.prctl(1, sig)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)

    return arrange


def wait_until(ready, process, what, log, seconds=60):
    """Calls `ready` until it answers true; explains with the tail of `log` when the process ends or time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if ready():
            return
        time.sleep(0.05)
    tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
    raise RuntimeError(f"{what} did not start:\n{tail}")


def accepts(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def stop(process, sig, seconds=20):
    if process.poll() is None:
        process.send_signal(sig)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Postgres:
    """A cluster of its own on a free port, durable as in production (fsync stays on)."""

    def __init__(self, directory):
        versions = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if not versions:
            raise RuntimeError("PostgreSQL is not installed: run scripts/setup (Debian package postgresql)")
        binaries = versions[-1]
        base = pathlib.Path(directory) / "postgres"
        base.mkdir(mode=0o700)
        # PostgreSQL refuses to run as root; Debian's package brings a user for it.
        account = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(base, user.pw_uid, user.pw_gid)
            account = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        password = secrets.token_hex(16)
        password_file = base / "password"
        password_file.write_text(password)
        if account:
            os.chown(password_file, account["user"], account["group"])
        subprocess.run(
            [
                binaries / "initdb",
                "-D",
                base / "data",
                "-U",
                "fovea",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--auth=scram-sha-256",
                f"--pwfile={password_file}",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=base,
            env={"PATH": os.environ["PATH"]},
            **account,
        )
        port = free_port()
        log = base / "log"
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [
                    binaries / "postgres",
                    "-D",
                    base / "data",
                    "-p",
                    str(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-k",
                    base,
                    "-c",
                    "max_connections=600",
                    "-c",
                    "shared_buffers=64MB",
                    "-c",
                    "log_min_messages=warning",
                    # Many small clusters share a test machine: keep the log segments it recycles few.
                    "-c",
                    "max_wal_size=512MB",
                ],
                cwd=base,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env={"PATH": os.environ["PATH"]},
                preexec_fn=die_with_parent(signal.SIGINT),
                **account,
            )
        ready = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        try:
            wait_until(lambda: subprocess.run(ready).returncode == 0, self.process, "PostgreSQL", log)
            environment = {"PATH": os.environ["PATH"], "PGPASSWORD": password}
            subprocess.run([binaries / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "fovea", "fovea"], check=True, env=environment)
        except BaseException:
            self.stop()
            raise
        self.environment = {"FOVEA_TEST_POSTGRES": f"postgresql://fovea:{password}@127.0.0.1:{port}/fovea"}

    def stop(self):
        stop(self.process, signal.SIGINT)


def start_s3(directory):
    from swift_s3 import SwiftS3  # needs packages that PostgreSQL alone does not

    return SwiftS3(directory)


def services(only=None):
    """(variable that says it is there, constructor) of each service wanted."""
    known = {"postgres": ("FOVEA_TEST_POSTGRES", Postgres), "s3": ("FOVEA_TEST_S3_ENDPOINT", start_s3)}
    return [known[name] for name in ([only] if only else known)]


def make_directory():
    """A temporary directory whose file system keeps extended attributes, in which Swift stores its metadata: on older
    kernels the memory file system under /tmp does not."""
    for parent in (None, "/var/tmp"):
        directory = tempfile.mkdtemp(prefix="fovea-services-", dir=parent)
        try:
            os.setxattr(directory, "user.fovea", b"1")
            return directory
        except OSError:
            os.rmdir(directory)
    raise RuntimeError("neither /tmp nor /var/tmp keeps extended attributes; set TMPDIR to a directory that does")


@contextlib.contextmanager
def running(wanted):
    """Starts what is wanted and is not there; gives the variables; stops it at the end."""
    directory = make_directory()
    os.chmod(directory, 0o711)
    started = []
    try:
        environment = {}
        for variable, start in wanted:
            if not os.environ.get(variable):
                service = start(directory)
                started.append(service)
                environment.update(service.environment)
        yield environment
    finally:
        for service in reversed(started):
            service.stop()
        shutil.rmtree(directory, ignore_errors=True)


class Terminated(SystemExit):
    """SIGTERM as an exception, so that every `finally` runs."""


def on_terminate(number, frame):
    raise Terminated(128 + number)


def run(command, wanted):
    with running(wanted) as environment:
        process = subprocess.Popen(command, env={**os.environ, **environment}, preexec_fn=die_with_parent(signal.SIGTERM))
        try:
            code = process.wait()
        except (Terminated, KeyboardInterrupt):
            stop(process, signal.SIGTERM)
            raise
    return code if code >= 0 else 128 - code


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="action", required=True)
    for name in ("run", "serve"):
        command = commands.add_parser(name)
        command.add_argument("--only", choices=["postgres", "s3"])
        if name == "run":
            command.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, on_terminate)
    wanted = services(arguments.only)
    if arguments.action == "run":
        command = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
        if not command:
            parser.error("run needs a command after --")
        return run(command, wanted)
    with running(wanted) as environment:
        for name, value in environment.items():
            print(f"export {name}={value}", flush=True)
        signal.pause()
    return 0


try:
    import pytest
except ImportError:
    pytest = None

if pytest:

    @pytest.fixture(scope="session")
    def postgres_url():
        """URL of a PostgreSQL whose user may create databases."""
        with running(services("postgres")) as environment:
            yield {**os.environ, **environment}["FOVEA_TEST_POSTGRES"]

    @pytest.fixture(scope="session")
    def s3_server():
        """The FOVEA_TEST_S3_* variables of a running S3 server."""
        with running(services("s3")) as environment:
            merged = {**os.environ, **environment}
            yield {name: value for name, value in merged.items() if name.startswith("FOVEA_TEST_S3_")}


if __name__ == "__main__":
    sys.exit(main())
