"""Empty jobs through the same SQL by pgbench, one by one: claimed in a transaction, finished in another."""

import re
import subprocess
import tempfile

import psycopg

CLIENTS = 8  # as many as job-bench has tasks

CLAIM = """SELECT {now} AS now, id FROM jobs WHERE status = 'QUEUED' AND kind = 'empty' AND run_after <= (SELECT {now})
ORDER BY priority DESC, run_after, id LIMIT 1 FOR UPDATE SKIP LOCKED \\gset"""
UPDATE = """UPDATE jobs SET status = '{status}', attempt = 1, run_after = run_after, fence = fence + 1, lease_owner = {owner},
lease_expires = {expires}, deadline = NULL, cancel_requested = cancel_requested, frame_count = {frames}, started_at = :now::bigint,
finished_at = {finished}, error_message = NULL, progress = {progress}, result = coalesce({result}, result) WHERE id = :id;"""
FRAME = """INSERT INTO job_frames (job_id, first_offset, frame_count, size_bytes, lines)
VALUES (:id, 0, 1, 90, '{"offset": 0, "type": "state", "status": "SUCCEEDED", "at": "2026-01-01T00:00:00.000000Z"}');"""


def script() -> str:
    now = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint"
    update = UPDATE.format
    return (
        "\n".join(
            [
                "BEGIN;",
                CLAIM.format(now=now),
                update(
                    status="RUNNING",
                    owner="gen_random_uuid()",
                    expires=":now::bigint + 60000000",
                    frames=0,
                    finished="NULL",
                    progress=0,
                    result="NULL",
                ),
                "COMMIT;",
                "BEGIN;",
                "SELECT id, kind, status, attempt, max_attempts, run_after, fence, lease_owner, lease_expires, time_limit, deadline, "
                "cancel_requested, frame_count, started_at FROM jobs WHERE id = :id FOR UPDATE;",
                update(status="SUCCEEDED", owner="NULL", expires="NULL", frames=1, finished=":now::bigint", progress=1, result="'null'"),
                FRAME,
                'SELECT pg_notify(\'bare_jobs\', payload) FROM unnest(ARRAY[\'["origin", "job", "state"]\' || :id]) AS payload;',
                "COMMIT;",
            ]
        )
        .replace("\n", " ")
        .replace("; ", ";\n")
        .replace("\\gset ", "\\gset\n")
        + "\n"
    )


def run(url: str, jobs: int) -> float:
    """Queues `jobs` of those that job-bench left in the database again and answers how many a second go through."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DELETE FROM jobs WHERE id NOT IN (SELECT id FROM jobs WHERE kind = 'empty' ORDER BY id LIMIT %s)", (jobs,))
        connection.execute("DELETE FROM job_frames")
        connection.execute(
            "UPDATE jobs SET status = 'QUEUED', attempt = 0, fence = 0, frame_count = 0, started_at = NULL, finished_at = NULL, progress = 0"
        )
        connection.execute("VACUUM ANALYZE jobs")
        connection.execute("CHECKPOINT")
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
            file.write(script())
            file.flush()
            command = ["pgbench", "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "1", "-t", str(jobs // CLIENTS), "-f", file.name, url]
            out = subprocess.run(command, capture_output=True, text=True)
        rate = re.search(r"^tps = ([\d.]+)", out.stdout, re.MULTILINE)
        (done,) = connection.execute("SELECT count(*) FROM jobs WHERE status = 'SUCCEEDED'").fetchone()
    if out.returncode or not rate or done != jobs // CLIENTS * CLIENTS:
        raise RuntimeError(f"pgbench finished {done} of {jobs} jobs:\n{out.stdout}{out.stderr}")
    return float(rate.group(1))
