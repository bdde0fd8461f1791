"""SIGKILL in the middle of work: what was acknowledged is there after a restart, and nothing is there by half."""

import contextlib
import os
import pathlib
import random
import signal
import socket
import threading
import time
import urllib.error
import uuid

from conftest import drawn_jpeg
from fovea_server import ApiProblem
from services import wait_until


def box(x):
    return {"type": "box", "x": x, "y": 1, "width": 5, "height": 5}


def restart(server):
    server.start()
    return server.sign_in()


def test_killed_while_labelling_and_uploading(server, tmp_path):
    ada = server.start().register()
    project = ada("POST", "/api/projects", {"name": "Kill", "class_names": ["cell"]})
    label = ada("GET", f"/api/projects/{project['id']}/labels")["items"][0]["id"]
    (tmp_path / "first.jpg").write_bytes(drawn_jpeg(0))
    image = ada.upload(project["id"], [tmp_path / "first.jpg"])["uploaded"][0]["image_id"]
    acknowledged, pictures, stop = set(), set(), threading.Event()

    def label_on(api, seed):
        rng = random.Random(seed)
        while not stop.is_set():
            ids = [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(10)]
            ops = [{"action": "create", "id": one, "label_id": label, "geometry": box(rng.randrange(80))} for one in ids]
            try:
                api("PATCH", f"/api/images/{image}/annotations", {"ops": ops})
            except (OSError, ApiProblem, urllib.error.URLError):
                return
            acknowledged.update(ids)

    def upload_on(api, seed):
        number = seed * 1000
        while not stop.is_set():
            number += 1
            path = tmp_path / f"{number}.jpg"
            path.write_bytes(drawn_jpeg(number))
            try:
                answer = api.upload(project["id"], [path])
            except (OSError, ApiProblem, urllib.error.URLError):
                return
            pictures.update(row["image_id"] for row in answer["uploaded"])

    for round_number in range(3):
        threads = [
            threading.Thread(target=work, args=(ada, 10 * round_number + index))
            for index, work in enumerate((label_on, label_on, upload_on, upload_on), 1)
        ]
        for thread in threads:
            thread.start()
        time.sleep(random.Random(round_number).uniform(0.3, 1.2))
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        stop.set()
        for thread in threads:
            thread.join()
        stop.clear()
        ada = restart(server)

    stored, cursor = [], ""
    while cursor is not None:
        page = ada("GET", f"/api/images/{image}/annotations?limit=1000{cursor}")
        stored += [row["id"] for row in page["items"]]
        cursor = f"&cursor={page['next_cursor']}" if page["next_cursor"] else None
    assert len(stored) == len(set(stored))
    missing = acknowledged - set(stored)
    assert not missing, f"{len(missing)} acknowledged annotations are gone"
    # Each request had ten: a number that is no multiple of ten would be half of one.
    assert len(stored) % 10 == 0
    assert ada("GET", f"/api/images/{image}")["annotation_count"] == len(stored)

    listed, cursor = set(), ""
    while cursor is not None:
        page = ada("GET", f"/api/projects/{project['id']}/images?limit=1000{cursor}")
        listed |= {row["id"] for row in page["items"]}
        cursor = f"&cursor={page['next_cursor']}" if page["next_cursor"] else None
    assert pictures <= listed
    assert ada("GET", f"/api/projects/{project['id']}")["image_count"] == len(listed)
    for one in sorted(listed)[:20]:
        assert ada("GET", f"/api/images/{one}/content")[:2] == b"\xff\xd8"


def test_asked_to_end_it_finishes_what_it_began(server):
    ada = server.start().register()
    answers = []
    # The handler has the request when the body's first half is there; the rest comes after the signal.
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        body = b'{"name": "Last words"}'
        head = f"POST /api/projects HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {ada.token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body[:5])
        ada("GET", "/api/health")
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: b'"stopping"' in server.log.read_bytes(), server.process, "stopping", server.log)
        connection.sendall(body[5:])
        answers.append(connection.recv(65536))
    assert server.process.wait(timeout=60) == 0
    assert answers[0].startswith(b"HTTP/1.1 201"), answers
    ada = restart(server)
    assert [row["name"] for row in ada("GET", "/api/projects")["items"]] == ["Last words"]


def children(server, word):
    """Process ids below the server whose command line has a word."""
    found = []
    # A child is listed under the thread that started it.
    for listing in pathlib.Path(f"/proc/{server.process.pid}/task").glob("*/children"):
        for pid in map(int, listing.read_text().split()):
            with contextlib.suppress(OSError):
                if word in pathlib.Path(f"/proc/{pid}/cmdline").read_text().split("\0"):
                    found.append(pid)
    return found


def one_more(server, word, known):
    """Waits for a child with a word that is not among the known ones."""
    wait_until(lambda: set(children(server, word)) - set(known), server.process, word, server.log)
    return (set(children(server, word)) - set(known)).pop()


def test_a_killed_engine_or_worker_is_replaced(server, tmp_path):
    ada = server.start().register()
    project = ada("POST", "/api/projects", {"name": "Replaced"})["id"]
    for word in ("engine", "worker"):
        before = one_more(server, word, [])
        os.kill(before, signal.SIGKILL)
        one_more(server, word, [before])
    (tmp_path / "after.jpg").write_bytes(drawn_jpeg(7))
    image = ada.upload(project, [tmp_path / "after.jpg"])["uploaded"][0]["image_id"]

    def has_thumbnail():
        return ada("GET", f"/api/images/{image}")["has_thumbnail"]

    wait_until(has_thumbnail, server.process, "thumbnail", server.log)
    assert ada("GET", f"/api/images/{image}/thumbnail")[:2] == b"\xff\xd8"
