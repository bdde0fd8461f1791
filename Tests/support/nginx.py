"""nginx in front of a Fovea, with the configuration that `deploy/` ships. Only the two addresses in it are changed."""

import os
import pathlib
import re
import signal
import subprocess

from fovea_server import ROOT
from services import accepts, die_with_parent, free_port, stop, wait_until

MAIN = """
{user}
pid {base}/nginx.pid;
error_log {base}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {base}/body;
    proxy_temp_path {base}/proxy;
    fastcgi_temp_path {base}/unused;
    scgi_temp_path {base}/unused;
    uwsgi_temp_path {base}/unused;
    include {base}/fovea.conf;
}}
"""


class Nginx:
    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.process = None

    def command(self, *arguments):
        # Debian keeps it out of the PATH of users.
        program = next(path for path in ("/usr/sbin/nginx", "/usr/local/sbin/nginx") if os.access(path, os.X_OK))
        return [program, "-p", self.directory, "-e", self.directory / "error.log", "-c", self.directory / "nginx.conf", *arguments]

    def configure(self, upstream_port):
        """The shipped file, with the addresses of this machine; each must be there to be replaced."""
        text = (ROOT / "deploy" / "nginx" / "fovea.conf").read_text()
        for pattern, here in ((r"server server:8000;", f"server 127.0.0.1:{upstream_port};"), (r"listen 8080;", f"listen 127.0.0.1:{self.port};")):
            text, count = re.subn(pattern, here, text)
            assert count == 1, pattern
        (self.directory / "fovea.conf").write_text(text)
        # Its workers would not be let into the test's directory otherwise.
        user = "user root;" if os.geteuid() == 0 else ""
        (self.directory / "nginx.conf").write_text(MAIN.format(base=self.directory, user=user))

    def start(self, upstream_port):
        self.configure(upstream_port)
        log = self.directory / "error.log"
        self.process = subprocess.Popen(
            self.command("-g", "daemon off;"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
        wait_until(lambda: accepts(self.port), self.process, "nginx", log)
        return self

    def stop(self):
        if self.process:
            stop(self.process, signal.SIGTERM)
