"""Fovea behind nginx, as deploy/ sets it up: nothing is buffered, limits and addresses stay Fovea's, sockets get through."""

import base64
import hashlib
import json
import os
import socket
import struct
import subprocess

import pytest
from conftest import drawn_jpeg
from fovea_server import Api, ApiProblem, Fovea
from nginx import Nginx
from services import wait_until


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    """The API through the proxy, as a signed-in user, beside what runs."""
    directory = tmp_path_factory.mktemp("proxied")
    proxy = Nginx(directory / "nginx")
    server = Fovea(directory / "fovea", {"FOVEA_TRUSTED_PROXIES": "127.0.0.1", "FOVEA_PUBLIC_URL": proxy.base})
    try:
        token = server.start().register().token
        proxy.start(server.port)
        ada = Api(proxy.base, token)
        ada.server, ada.proxy = server, proxy
        ada.project = ada("POST", "/api/projects", {"name": "Behind a proxy"})["id"]
        yield ada
    finally:
        proxy.stop()
        server.stop()


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(drawn_jpeg(11))
    return path


class Line:
    """One connection to the proxy, by hand."""

    def __init__(self, api, source="127.0.0.1"):
        self.socket = socket.create_connection(("127.0.0.1", api.proxy.port), timeout=30, source_address=(source, 0))
        self.token = api.token
        self.rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, method, path, headers="", body=b""):
        head = f"{method} {path} HTTP/1.1\r\nHost: fovea.example.org\r\nAuthorization: Bearer {self.token}\r\n{headers}\r\n"
        self.socket.sendall(head.encode() + body)

    def head(self):
        """The answer's status and head; what came after it waits in `rest`."""
        while b"\r\n\r\n" not in self.rest:
            self.more()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        return int(head.split()[1]), head.decode().lower()

    def take(self, count):
        while len(self.rest) < count:
            self.more()
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

    def more(self):
        data = self.socket.recv(65536)
        if not data:
            raise EOFError(f"the connection ended after {self.rest[-200:]}")
        self.rest += data


def test_nginx_takes_the_configuration(tmp_path):
    proxy = Nginx(tmp_path)
    proxy.configure(1)
    done = subprocess.run(proxy.command("-t"), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr + (tmp_path / "error.log").read_text()


def test_pictures_go_in_and_come_out(proxied, picture):
    image = proxied.upload(proxied.project, [picture])["uploaded"][0]["image_id"]
    assert proxied("GET", f"/api/images/{image}/content") == picture.read_bytes()


def test_a_url_that_was_handed_out_leads_through_the_proxy(proxied, tmp_path):
    content = drawn_jpeg(12)
    announced = proxied("POST", "/api/images/upload", {"project_id": proxied.project, "filename": "later.jpg", "size": len(content)})["presigned"][0]
    assert announced["url"].startswith(proxied.proxy.base + "/")
    Api(proxied.proxy.base)("PUT", announced["url"], raw=content, headers={"Content-Type": "", **announced["headers"]})
    proxied("POST", f"/api/images/{announced['image_id']}/complete")
    assert proxied("GET", f"/api/images/{announced['image_id']}/content") == content


def test_a_body_is_passed_on_as_it_comes(proxied):
    """Half of a picture lies with Fovea before the other half is sent."""
    content = drawn_jpeg(14, size=(2000, 1500))
    head = '--x\r\nContent-Disposition: form-data; name="project_id"\r\n\r\n{}\r\n--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'
    body = head.format(proxied.project).encode() + content + b"\r\n--x--\r\n"
    half = len(body) - len(content) // 2
    staging = proxied.server.directory / "data" / "store" / "staging"

    def arrived():
        return any(path.stat().st_size > len(content) // 4 for path in staging.iterdir())

    with Line(proxied) as line:
        line.send("POST", "/api/images/upload", f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {len(body)}\r\n", body[:half])
        wait_until(arrived, proxied.server.process, "half of the picture", proxied.server.log)
        line.socket.sendall(body[half:])
        assert line.head()[0] == 201


def test_the_limit_is_foveas_and_so_is_the_answer(proxied):
    with Line(proxied) as line:
        line.send("POST", "/api/images/upload", "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5368709120\r\n")
        status, head = line.head()
    assert status == 413 and "application/problem+json" in head
    # More than nginx takes unless it is told otherwise.
    with pytest.raises(ApiProblem) as refused:
        proxied("POST", "/api/projects", {"name": "x" * (2 << 20)})
    assert refused.value.status == 422


def test_what_happens_in_a_job_comes_through_a_socket(proxied, picture):
    picture.write_bytes(drawn_jpeg(13))
    proxied.upload(proxied.project, [picture])
    job = proxied("GET", "/api/jobs?kind=all&limit=1")["items"][0]["id"]
    key = base64.b64encode(os.urandom(16)).decode()
    with Line(proxied) as line:
        line.send(
            "GET",
            f"/ws/jobs/{job}?offset=0",
            f"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n",
        )
        status, head = line.head()
        assert status == 101
        accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
        assert f"sec-websocket-accept: {accept}".lower() in head
        types = {json.loads(text)["type"] for text in messages(line)}
    assert "state" in types


def messages(line):
    """Texts of a WebSocket until the server closes it."""
    while True:
        first, length = line.take(2)
        if length == 126:
            length = struct.unpack(">H", line.take(2))[0]
        elif length == 127:
            length = struct.unpack(">Q", line.take(8))[0]
        payload = line.take(length)
        if first & 15 == 8:
            assert payload[:2] == struct.pack(">H", 1000)
            return
        if first & 15 == 1:
            yield payload.decode()


def test_the_client_is_who_the_proxy_says_not_who_the_client_says(proxied):
    with Line(proxied, source="127.0.0.9") as line:
        line.send("GET", "/api/auth/me?who=proxied", "X-Forwarded-For: 203.0.113.5\r\nUser-Agent: forwarded-test\r\n")
        assert line.head()[0] == 200

    def logged():
        return [json.loads(row) for row in proxied.server.log.read_text().splitlines() if "forwarded-test" in row]

    wait_until(logged, proxied.server.process, "the log's line", proxied.server.log)
    assert logged()[0]["address"] == "127.0.0.9"


def test_pages_under_another_name_of_the_proxy_are_our_own(proxied):
    """A cookie counts where Origin is the address that the browser went to, port and all."""
    browser, host = Api(proxied.proxy.base), f"localhost:{proxied.proxy.port}"
    headers = {"Host": host, "Cookie": f"fovea_session={proxied.token}"}
    headers["X-CSRF-Token"] = browser("GET", "/api/auth/me", headers=headers)["csrf_token"]
    browser("POST", "/api/projects", {"name": "From a page"}, headers={**headers, "Origin": f"http://{host}"})
    with pytest.raises(ApiProblem) as refused:
        browser("POST", "/api/projects", {"name": "From elsewhere"}, headers={**headers, "Origin": "http://localhost"})
    assert refused.value.status == 403


@pytest.mark.parametrize("path", ["/metrics", "/metrics/", "//metrics", "/%6detrics", "/metrics?x=1", "/x/../metrics"])
def test_figures_are_not_for_the_outside(proxied, path):
    assert b"fovea_build_info" in Api(proxied.server.base)("GET", "/metrics")
    with Line(proxied) as line:
        line.send("GET", path)
        assert line.head()[0] in (400, 404)
