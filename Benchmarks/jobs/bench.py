"""Empty jobs through the queue on PostgreSQL, beside pgbench running the same SQL, and on SQLite."""

import json
import os
import pathlib
import secrets
import subprocess
import tempfile
import urllib.parse

import bare
from fovea_server import binary
from measure import Row, Series, compare, slope
from services import running, services

TITLE = "Job queue"


def run(effort):
    jobs = effort.size(4000, 400)
    with running(services("postgres")) as environment:
        url = {**os.environ, **environment}["FOVEA_TEST_POSTGRES"]
        yield from postgres(url, jobs, effort)
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder:
        yield from sqlite(pathlib.Path(folder), jobs, effort)


def queue(url, jobs):
    out = subprocess.run([binary().parent / "job-bench", url, str(jobs)], check=True, capture_output=True, text=True).stdout
    return json.loads(out.splitlines()[-1])


def new_database(url):
    name = f"bench_{secrets.token_hex(6)}"
    subprocess.run(["psql", "-q", url, "-c", f"CREATE DATABASE {name}"], check=True, stdin=subprocess.DEVNULL)
    return urllib.parse.urlsplit(url)._replace(path=f"/{name}").geturl()


def postgres(url, jobs, effort):
    found, theirs = [], Series()
    for _ in range(effort.rounds):
        database = new_database(url)
        found.append(queue(database, jobs))
        theirs.values.append(bare.run(database, jobs))
    ours = series(found, "one_by_one_per_second")
    row = compare(
        "jobs/s committed one by one, PostgreSQL",
        "pgbench running the same SQL",
        ours,
        theirs,
        goal=None,
        more=True,
        note=f"{jobs} jobs, {bare.CLIENTS} at once on either side; each is claimed in one transaction and finished in another",
    )
    row.goal, row.met = ">= 500/s", ours.median >= 500
    yield row
    batched = series(found, "batched_per_second")
    yield Row("jobs/s in batches of 500, PostgreSQL", "-", ">= 5,000/s", batched.text(), met=batched.median >= 5000)
    start = series(found, "start_ms_p95_at_250_per_second")
    yield Row(
        "start of a job, ms p95, 250 jobs/s, PostgreSQL",
        "-",
        "<= 20",
        start.text(),
        met=start.median <= 20,
        note=f"p50 {series(found, 'start_ms_p50_at_250_per_second').text()}",
    )
    sizes = [jobs // 4, jobs // 2, jobs]
    cost = {size: 1000 * size / queue(new_database(url), size)["one_by_one_per_second"] for size in sizes}
    yield slope("jobs one by one, PostgreSQL, once", cost, "ms")


def sqlite(folder, jobs, effort):
    found = [queue(f"sqlite:{folder}/{number}.sqlite", jobs) for number in range(effort.rounds)]
    for name, work in (
        ("one_by_one_per_second", "jobs/s committed one by one, SQLite"),
        ("batched_per_second", "jobs/s in batches of 500, SQLite"),
        ("start_ms_p95_at_250_per_second", "start of a job, ms p95, 250 jobs/s, SQLite"),
    ):
        yield Row(work, "-", "", series(found, name).text(), note="reported; synchronous FULL")


def series(found, name):
    return Series([figures[name] for figures in found])
