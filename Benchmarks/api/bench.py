"""API reads, writes, memory, cold start and idle memory: Fovea against FastAPI, on the same rows, interleaved; writes also
against the same SQL in a bare loop. On SQLite and on PostgreSQL."""

import itertools
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import urllib.request
import uuid

from engines import Postgres, SQLite
from fovea_server import Fovea, binary
from measure import Row, Series, answers, compare, interleave, memory_of, own_memory, slope, wrk
from peer import PEERS, Peer
from seed import seed
from services import die_with_parent, running, services, stop

HERE = pathlib.Path(__file__).resolve().parent
TITLE = "API: reads, writes, memory, start"
CONNECTIONS = 32
FASTAPI = "FastAPI + SQLAlchemy, two workers"


def run(effort):
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder:
        yield from on(SQLite(pathlib.Path(folder)), pathlib.Path(folder), effort)
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder, running(services("postgres")) as environment:
        url = {**os.environ, **environment}["FOVEA_TEST_POSTGRES"]
        yield from on(Postgres(url), pathlib.Path(folder), effort)


def on(engine, folder, effort):
    server = Fovea(folder, {"FOVEA_WORKERS": "0", "FOVEA_LOG_LEVEL": "warning", **engine.environment})
    peer = None
    try:
        ada = server.start().register()
        owner = uuid.UUID(ada("GET", "/api/auth/me")["id"])
        server.stop()
        images = folder / "images.txt"
        project = seed(engine.seed_url, owner, images, effort.size(2000, 300))
        engine.execute("ANALYZE")
        peer = Peer(engine.peer_url, ada.token, folder)
        yield from starting(server, peer, engine, effort)
        server.start()
        peer.start()
        yield from reads(server, peer, engine, project, images, ada, effort)
        used = memory_of(server.process.pid), memory_of(peer.process.pid)
        yield Row(
            f"memory under load, MB, {engine.name}",
            FASTAPI,
            "<= 1/3",
            f"{used[0] / 1e6:.0f}",
            f"{used[1] / 1e6:.0f}",
            f"{used[1] / used[0]:.2f}x",
            used[0] * 3 <= used[1],
            "after the reads, with all child processes; shared pages counted once",
        )
        yield from writes(server, peer, engine, images, ada, effort)
    finally:
        server.stop()
        if peer:
            peer.stop()


def starting(server, peer, engine, effort):
    """Cold start to the first answered request, and the memory of a server that has nothing to do."""
    sides = {
        "ours": ([binary(), "serve"], server.environment, f"{server.base}/api/health"),
        "theirs": (peer.command, peer.environment, f"{peer.base}/openapi.json"),
    }
    start = {name: Series() for name in sides}
    idle = {name: Series() for name in sides}
    alone = Series()
    for _ in range(effort.rounds):
        for name, (command, environment, address) in sides.items():
            begin = time.perf_counter()
            process = subprocess.Popen(
                command, env=environment, cwd=PEERS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=die_with_parent(signal.SIGTERM)
            )
            try:
                while not answers(address):
                    if process.poll() is not None or time.perf_counter() - begin > 60:
                        raise RuntimeError(f"{command[0]} does not answer")
                    time.sleep(0.002)
                start[name].values.append((time.perf_counter() - begin) * 1000)
                time.sleep(2)
                idle[name].values.append(memory_of(process.pid) / 1e6)
                if name == "ours":
                    alone.values.append(own_memory(process.pid) / 1e6)
            finally:
                stop(process, signal.SIGTERM)
    row = compare(f"cold start to first answer, ms, {engine.name}", FASTAPI, start["ours"], start["theirs"], goal=None, more=False)
    row.goal, row.met = "< 150", start["ours"].median < 150
    yield row
    row = compare(
        f"idle memory, MB, {engine.name}",
        FASTAPI,
        idle["ours"],
        idle["theirs"],
        goal=None,
        more=False,
        note=f"all processes, without a worker; Fovea's server alone {alone.text()}",
    )
    row.goal, row.met = "< 60", idle["ours"].median < 60
    yield row


def reads(server, peer, engine, project, images, ada, effort):
    first = images.read_text().split()[0]
    headers = {"Authorization": f"Bearer {ada.token}"}
    for work, path in (
        ("GET 50 images", f"/api/projects/{project}/images?limit=50&sort=-created_at"),
        ("GET 20 annotations of an image", f"/api/images/{first}/annotations"),
    ):
        check_same(server.base + path, peer.base + path, headers)

        def load(base, path=path):
            return wrk(base + path, connections=CONNECTIONS, seconds=effort.seconds, headers=headers).per_second

        found = interleave(effort.rounds, ours=lambda: load(server.base), theirs=lambda: load(peer.base))
        yield compare(f"{work}, requests/s, {engine.name}", FASTAPI, found["ours"], found["theirs"], goal=engine.reads_goal, more=True)
    yield depth(server, engine, project, ada, effort)


def depth(server, engine, project, ada, effort):
    """A page further down costs what the first one costs: milliseconds of one request at a time."""
    path, cursor, at = f"/api/projects/{project}/images?limit=50&sort=-created_at", None, 0
    total = ada("GET", f"/api/projects/{project}")["image_count"]
    wanted, cost = (50, total // 2, total), {}
    for _ in range(20):
        ada("GET", path)
    while True:
        page = path if cursor is None else f"{path}&cursor={cursor}"
        at += 50
        if at in wanted:
            times = []
            for _ in range(effort.size(200, 20)):
                begin = time.perf_counter()
                answer = ada("GET", page)
                times.append((time.perf_counter() - begin) * 1000)
            cost[at] = Series(times).median
        else:
            answer = ada("GET", page)
        cursor = answer["next_cursor"]
        if cursor is None:
            break
    return slope(f"page of 50 images that ends at the nth, {engine.name}", cost, "ms")


def check_same(ours, theirs, headers):
    """Both answer the same rows in the same order with the same content, or the comparison means nothing."""
    answers = []
    for url in (ours, theirs):
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            answers.append(json.load(answer)["items"])
    if not answers[0] or len(answers[0]) != len(answers[1]):
        raise RuntimeError(f"{ours} and {theirs} answer {len(answers[0])} and {len(answers[1])} rows")
    for mine, other in zip(*answers):
        for name, value in other.items():
            # Times are written in two ways.
            if not name.endswith("_at") and mine[name] != value:
                raise RuntimeError(f"{ours} says {name} is {mine[name]!r}, {theirs} {value!r}")


def writes(server, peer, engine, images, ada, effort):
    """PATCH of 20 annotations, each with its version and its history; every side begins with the same rows."""
    engine.prepare_bare(images)
    runs = itertools.count()
    each = len(images.read_text().splitlines()[0].split()) - 2

    def reset():
        engine.execute("UPDATE annotations SET version = 1", "DELETE FROM annotation_history")

    def patch(base):
        reset()
        os.environ.update(BENCH_IMAGES=str(images), BENCH_RUN=str(next(runs)), BENCH_AUTH=f"Bearer {ada.token}")
        load = wrk(base, connections=CONNECTIONS, seconds=effort.seconds, script=str(HERE / "patch.lua"))
        check_written(load.requests)
        return load.per_second

    def written():
        return engine.execute("SELECT (SELECT sum(version - 1) FROM annotations), (SELECT count(*) FROM annotation_history)")[0]

    def settled():
        """What is written once the server has ended what was on its way when the load stopped."""
        last = None
        while (now := written()) != last:
            last = now
            time.sleep(0.5)
        return now

    def check_written(requests):
        changes, history = settled()
        # Requests that were on their way when the time was up have been written and not counted.
        if not requests * each <= changes <= (requests + CONNECTIONS) * each or changes != history:
            raise RuntimeError(f"{requests} requests made {changes} changes and {history} rows of history")

    def bare(**options):
        reset()
        return engine.run_bare(effort.seconds, **options)

    sides = {"ours": lambda: patch(server.base), "theirs": lambda: patch(peer.base), "bare": bare}
    if engine.name == "SQLite":
        sides["grouped"] = lambda: bare(group=CONNECTIONS)
    found = interleave(effort.rounds, **sides)
    work = f"PATCH of {each} annotations, requests/s, {engine.name}"
    yield compare(work, FASTAPI, found["ours"], found["theirs"], goal=3, more=True)
    yield compare(work, f"the same SQL: {engine.bare}", found["ours"], found["bare"], goal=0.8, more=True, goal_text=">= 80 %")
    if "grouped" in found:
        yield compare(
            work,
            f"the same SQL: a bare C loop, {CONNECTIONS} to a commit",
            found["ours"],
            found["grouped"],
            goal=None,
            more=True,
            note="reported: Fovea commits together what comes together; this is the most that such a commit can give",
        )
