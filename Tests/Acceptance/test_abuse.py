"""Guessing, staying on after one has left, and holding what others need: on the real program, over HTTP."""

import io
import socket
import time
import urllib.request
import zipfile

import pytest
from fovea_server import PASSWORD, Api, ApiProblem


def status(call, *arguments):
    try:
        call(*arguments)
    except ApiProblem as problem:
        return problem.status
    return 200


def announced_import(api, archive=b"x"):
    project = api("POST", "/api/projects", {"name": "Abuse"})["id"]
    ticket = api("POST", f"/api/projects/{project}/imports", {"filename": "a.zip", "size": len(archive)})
    return project, ticket


def follow(server, api, job):
    """An open WebSocket of a job's log, its answer's head read."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    connection.sendall(
        f"GET /ws/jobs/{job} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {api.token}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    stream = connection.makefile("rb")
    assert b" 101 " in stream.readline()
    while stream.readline().strip():
        pass
    return connection, stream


def close_code(stream):
    """Of the close frame that comes; frames before it are passed over."""
    while True:
        first, second = stream.read(2)
        size = second & 127
        if size == 126:
            size = int.from_bytes(stream.read(2), "big")
        payload = stream.read(size)
        if first & 15 == 8:
            return int.from_bytes(payload[:2], "big")


def test_guesses_are_slowed_by_name_and_address_wherever_they_are_sent(server):
    server.start().register()
    anybody = Api(server.base)

    def guess(path, name, password):
        return status(anybody, "POST", path, {"username": name, "password": password})

    paths = ["/api/auth/login", "/api/users/login", "/api/v1/auth/login", "/api/v1/users/login", "/api/auth/login"]
    assert [guess(path, "ada", "wrong") for path in paths] == [401] * 5
    assert guess("/api/users/login", "ADA", PASSWORD) == 429
    # What else the same person is called, and who nobody is, go on alike: nothing is told.
    assert guess("/api/auth/login", "ada@example.org", "wrong") == guess("/api/auth/login", "nobody", "wrong") == 401


def test_another_site_cannot_sign_somebody_in(server):
    server.start().register()
    form = f"username=ada&password={PASSWORD.replace(' ', '+')}&cookie=true".encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for origin in ("https://evil.example", "null"):
        with pytest.raises(ApiProblem) as problem:
            Api(server.base)("POST", "/api/auth/login", raw=form, headers={**kind, "Origin": origin})
        assert problem.value.status == 403
    assert Api(server.base)("POST", "/api/auth/login", raw=form, headers={**kind, "Origin": server.base})["access_token"]


def test_a_socket_ends_with_the_session_and_with_the_membership(server):
    ada = server.start().register()
    server.environment["FOVEA_REGISTRATION"] = "open"
    server.stop()
    eve = server.start().register("eve")
    ada = server.sign_in()
    project, ticket = announced_import(ada)
    ada("POST", f"/api/projects/{project}/members", {"username": "eve", "role": "viewer"})
    sockets = [follow(server, who, ticket["job_id"]) for who in (ada, eve)]
    began = time.monotonic()
    ada("DELETE", f"/api/projects/{project}/members/{eve('GET', '/api/auth/me')['id']}")
    assert close_code(sockets[1][1]) == 1008
    ada("POST", "/api/auth/logout")
    assert close_code(sockets[0][1]) == 1008
    assert time.monotonic() - began < 20


def test_an_import_ends_when_its_time_is_up(server):
    server.environment["FOVEA_MAX_IMPORT_SECONDS"] = "1"
    ada = server.start().register()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(60_000):
            archive.writestr(f"labels/{number}.txt", "0 0.5 0.5 0.1 0.1\n")
    _, ticket = announced_import(ada, buffer.getvalue())
    upload = ticket["upload"]
    urllib.request.urlopen(urllib.request.Request(upload["url"], buffer.getvalue(), upload["headers"], method=upload["method"])).close()
    ada("POST", f"/api/imports/{ticket['job_id']}/run")
    deadline = time.monotonic() + 60
    while (job := ada("GET", f"/api/jobs/{ticket['job_id']}"))["status"] in ("QUEUED", "RUNNING"):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert job["status"] == "FAILED" and "time limit" in job["error_message"], job
