"""Starts the real `fovea` on a data directory of its own, as a user would, and talks to its API.

FOVEA_BIN names the program (default .build/debug/fovea).
"""

import contextlib
import json
import os
import pathlib
import secrets
import signal
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from services import accepts, die_with_parent, free_port, stop, wait_until

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PASSWORD = "correct horse battery staple"


def binary():
    path = pathlib.Path(os.environ.get("FOVEA_BIN", ROOT / ".build/debug/fovea"))
    if not path.is_file():
        raise RuntimeError(f"{path} is not there: build it (swift build --product fovea) or set FOVEA_BIN")
    return path


class ApiProblem(Exception):
    def __init__(self, status, problem):
        super().__init__(f"{status}: {problem}")
        self.status, self.problem = status, problem


class Api:
    """The API as one user, by token."""

    def __init__(self, base, token=None):
        self.base, self.token = base, token

    def __call__(self, method, path, body=None, *, raw=None, headers=None):
        request = urllib.request.Request(urllib.parse.urljoin(self.base, path), method=method, headers=headers or {})
        if self.token and request.full_url.startswith(self.base):
            request.add_header("Authorization", f"Bearer {self.token}")
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, data, timeout=60) as answer:
                content = answer.read()
        except urllib.error.HTTPError as error:
            raise ApiProblem(error.code, error.read().decode(errors="replace")) from None
        return json.loads(content) if content.strip().startswith((b"{", b"[")) else content

    def upload(self, project, files):
        """Multipart upload of paths to a project."""
        boundary = secrets.token_hex(16)
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="project_id"\r\n\r\n{project}\r\n'.encode()]
        for path in files:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{path.name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
            parts += [head.encode(), path.read_bytes(), b"\r\n"]
        parts.append(f"--{boundary}--\r\n".encode())
        return self("POST", "/api/images/upload", raw=b"".join(parts), headers={"Content-Type": f"multipart/form-data; boundary={boundary}"})


class Fovea:
    """One running server. `environment` is what it was started with, `log` is where it writes."""

    def __init__(self, directory, environment=None):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = self.directory / "server.log"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("FOVEA_", "S3_", "MINIO_", "DATABASE_URL"))},
            **{name: os.environ[name] for name in ("FOVEA_TRAINER_PYTHON", "FOVEA_ONNXRUNTIME", "FOVEA_WEIGHTS_DIR") if name in os.environ},
            "FOVEA_DATA": str(self.directory / "data"),
            "FOVEA_HOST": "127.0.0.1",
            "FOVEA_PORT": str(self.port),
            "FOVEA_WEB_ROOT": str(ROOT / "web" / "dist"),
            **(environment or {}),
        }
        self.process = None

    def start(self):
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [binary(), "serve"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        wait_until(self.answers, self.process, "fovea", self.log)
        return self

    def answers(self):
        if not accepts(self.port):
            return False
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.base}/api/health", timeout=5) as answer:
            return answer.status == 200
        return False

    def stop(self):
        if self.process:
            stop(self.process, signal.SIGTERM)

    def register(self, username="ada"):
        Api(self.base)("POST", "/api/auth/register", {"username": username, "email": f"{username}@example.org", "password": PASSWORD})
        return self.sign_in(username)

    def sign_in(self, username="ada"):
        token = Api(self.base)("POST", "/api/auth/login", {"username": username, "password": PASSWORD})["access_token"]
        return Api(self.base, token)


def environment_for(backend, request):
    """What makes a server use SQLite and a directory, or a database of its own in a real PostgreSQL and a bucket in a real S3."""
    if backend == "sqlite":
        return {}
    url = request.getfixturevalue("postgres_url")
    s3 = request.getfixturevalue("s3_server")
    parts = urllib.parse.urlsplit(url)
    name = f"fovea_{secrets.token_hex(6)}"
    subprocess.run(["psql", "-q", url, "-c", f"CREATE DATABASE {name}"], check=True, stdin=subprocess.DEVNULL)
    return {
        "DATABASE_URL": parts._replace(path=f"/{name}").geturl(),
        "JWT_SECRET_KEY": secrets.token_hex(32),
        "FOVEA_STORAGE": "s3",
        "S3_ENDPOINT": s3["FOVEA_TEST_S3_ENDPOINT"],
        "S3_REGION": s3["FOVEA_TEST_S3_REGION"],
        "S3_ACCESS_KEY": s3["FOVEA_TEST_S3_ACCESS_KEY"],
        "S3_SECRET_KEY": s3["FOVEA_TEST_S3_SECRET_KEY"],
        "S3_BUCKET": f"fovea-{secrets.token_hex(6)}",
    }
