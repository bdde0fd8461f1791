"""The two databases that the API is measured on: how each side names it, and how the bare loop runs on it."""

import contextlib
import pathlib
import re
import secrets
import sqlite3
import subprocess
import tempfile
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent


class SQLite:
    name = "SQLite"
    reads_goal = 10
    bare = "a bare C loop, a commit each"

    def __init__(self, folder):
        self.path = folder / "data" / "fovea.sqlite"
        self.program = folder / "bare_sqlite"
        subprocess.run(["cc", "-O2", "-o", self.program, HERE / "bare_sqlite.c", "-lsqlite3"], check=True)

    environment = {}

    @property
    def seed_url(self):
        return f"sqlite:{self.path}"

    @property
    def peer_url(self):
        return f"sqlite:///{self.path}"

    def execute(self, *statements):
        with contextlib.closing(sqlite3.connect(self.path, timeout=30)) as connection:
            for statement in statements:
                rows = connection.execute(statement).fetchall()
            connection.commit()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return rows

    def prepare_bare(self, images):
        self.images = images

    def run_bare(self, seconds, group=1):
        command = [self.program, self.path, self.images, str(seconds), str(group)]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


class Postgres:
    name = "PostgreSQL"
    reads_goal = 5
    bare = "pgbench, as many connections as Fovea (8)"

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        name = f"bench_{secrets.token_hex(6)}"
        subprocess.run(["psql", "-q", url, "-c", f"CREATE DATABASE {name}"], check=True, stdin=subprocess.DEVNULL)
        self.seed_url = parts._replace(path=f"/{name}").geturl()
        self.environment = {"DATABASE_URL": self.seed_url, "JWT_SECRET_KEY": secrets.token_hex(32)}
        self.peer_url = self.seed_url.replace("postgresql:", "postgresql+psycopg:")

    def execute(self, *statements):
        import psycopg

        with psycopg.connect(self.seed_url, autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
            connection.execute("VACUUM ANALYZE annotations")
            connection.execute("CHECKPOINT")
        return rows

    def prepare_bare(self, images):
        """A numbered table stands for the list of images that the load generator reads from a file."""
        import psycopg

        with psycopg.connect(self.seed_url) as connection:
            connection.execute("CREATE TABLE bench_images (n BIGINT PRIMARY KEY, image UUID, label UUID, ids TEXT)")
            for number, line in enumerate(images.read_text().splitlines(), 1):
                image, label, *ids = line.split()
                connection.execute("INSERT INTO bench_images VALUES (%s, %s, %s, %s)", (number, image, label, " ".join(ids)))
        self.count = number
        self.each = len(ids)

    def run_bare(self, seconds):
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
            script.write(bare_postgres(self.each))
            script.flush()
            command = [
                "pgbench",
                "-n",
                "-M",
                "prepared",
                "-c",
                "8",
                "-j",
                "1",
                "-T",
                str(seconds),
                "-D",
                f"images={self.count}",
                "-f",
                script.name,
                self.seed_url,
            ]
            out = subprocess.run(command, capture_output=True, text=True)
        rate = re.search(r"^tps = ([\d.]+)", out.stdout, re.MULTILINE)
        failed = re.search(r"number of failed transactions: (\d+)", out.stdout)
        if out.returncode or not rate or (failed and failed.group(1) != "0"):
            raise RuntimeError(f"pgbench failed:\n{out.stdout}{out.stderr}")
        return float(rate.group(1))


def bare_postgres(each):
    """The statements of one PATCH as Fovea sends them, pipelined as Fovea pipelines them. The first SELECT, which finds an
    image, stands for Fovea's look at session and membership."""
    names = [f"a{index}" for index in range(1, each + 1)]
    columns = ", ".join(f"split_part(ids, ' ', {index}) AS {name}" for index, name in enumerate(names, 1))
    box = '{"type": "box", "x": 120, "y": 80, "width": 40, "height": 30}'
    update = (
        "UPDATE annotations SET label_id = :label, geometry_type = 'box', geometry = '{box}', min_x = 120, min_y = 80, "
        "max_x = 160, max_y = 110, confidence = NULL, is_prediction = 0, attributes = '{{}}', version = version + 1, "
        "updated_at = 1, deleted_at = NULL WHERE id = :{name};"
    )
    annotation = '{"id": "' + "0" * 36 + '", "image_id": "' + "0" * 36 + '", "label_id": "' + "0" * 36 + f'", "geometry": {box}' + "}"
    return (
        "\n".join(
            [
                r"\set n random(1, :images)",
                f"SELECT image, label, '{{' || replace(ids, ' ', ',') || '}}' AS ids, {columns} FROM bench_images WHERE n = :n " + r"\gset",
                r"\startpipeline",
                "BEGIN;",
                "SELECT project_id, width, height, status FROM images WHERE id = :image AND deleted_at IS NULL FOR UPDATE;",
                r"\endpipeline",
                "SELECT id, image_id, label_id, geometry, confidence, is_prediction, attributes, version, created_by, created_at, "
                "updated_at, deleted_at FROM annotations WHERE id = ANY(:ids) ORDER BY created_at, id;",
                "SELECT id FROM labels WHERE id = :label;",
                r"\startpipeline",
                *[update.format(box=box, name=name) for name in names],
                r"\endpipeline",
                "INSERT INTO annotation_history (id, annotation_id, image_id, action, user_id, at, before, after) "
                f"SELECT gen_random_uuid(), a, :image, 'update', NULL, 1, '{annotation}', '{annotation}' FROM unnest(:ids::uuid[]) AS a;",
                "UPDATE images SET annotation_count = annotation_count + 0, status = 'IN_PROGRESS', updated_at = 1 WHERE id = :image;",
                "UPDATE projects SET annotation_count = annotation_count + 0, updated_at = 1 "
                "WHERE id = (SELECT project_id FROM images WHERE id = :image);",
                "COMMIT;",
            ]
        )
        + "\n"
    )
