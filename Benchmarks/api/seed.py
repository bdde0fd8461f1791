"""Rows for the API benchmark, straight into the database that Fovea made: one project of images with 20
annotations each. Both sides then read and write the same rows."""

import hashlib
import json
import random
import sqlite3
import time
import uuid

EACH = 20


def connect(url: str):
    if url.startswith("sqlite:"):
        return sqlite3.connect(url.removeprefix("sqlite:")), "?", lambda value: value.bytes
    import psycopg

    return psycopg.connect(url), "%s", lambda value: value


def insert(cursor, mark: str, table: str, rows: list[dict]):
    columns = list(rows[0])
    text = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join([mark] * len(columns))})"
    cursor.executemany(text, [tuple(row.values()) for row in rows])


def seed(url: str, owner: uuid.UUID, images_file, count: int) -> uuid.UUID:
    """Writes the rows and, for the load generator, a line an image: its id, a label, its annotations."""
    connection, mark, as_id = connect(url)
    rng, now = random.Random(1), time.time_ns() // 1000
    new = lambda: uuid.UUID(int=rng.getrandbits(128), version=4)  # noqa: E731
    project, label = new(), new()
    cursor = connection.cursor()
    insert(
        cursor,
        mark,
        "projects",
        [
            dict(
                id=as_id(project),
                name="bench",
                description="",
                task_type="DETECTION",
                metadata="{}",
                is_public=0,
                owner_id=as_id(owner),
                image_count=count,
                annotation_count=count * EACH,
                created_at=now,
                updated_at=now,
            )
        ],
    )
    insert(cursor, mark, "members", [dict(project_id=as_id(project), user_id=as_id(owner), role="owner", created_at=now)])
    insert(
        cursor,
        mark,
        "labels",
        [
            dict(
                id=as_id(label),
                project_id=as_id(project),
                name="cell",
                color="#e69f00",
                position=0,
                attributes="[]",
                annotation_count=count * EACH,
                created_at=now,
            )
        ],
    )
    blobs, images, annotations, lines = [], [], [], []
    for index in range(count):
        image, digest = new(), hashlib.sha256(str(index).encode()).digest()
        blobs.append(dict(digest=digest, size_bytes=100_000, created_at=now))
        images.append(
            dict(
                id=as_id(image),
                project_id=as_id(project),
                digest=digest,
                filename=f"photograph_{index:05}.jpg",
                size_bytes=100_000,
                content_type="image/jpeg",
                width=640,
                height=480,
                status="IN_PROGRESS",
                review_status="UNREVIEWED",
                split="train",
                annotation_count=EACH,
                uploaded_by=as_id(owner),
                created_at=now + index,
                updated_at=now + index,
            )
        )
        ids = []
        for place in range(EACH):
            identity = new()
            ids.append(str(identity))
            x, y = rng.uniform(0, 600), rng.uniform(0, 440)
            box = {"type": "box", "x": x, "y": y, "width": 40.0, "height": 30.0}
            annotations.append(
                dict(
                    id=as_id(identity),
                    image_id=as_id(image),
                    label_id=as_id(label),
                    geometry_type="box",
                    geometry=json.dumps(box),
                    min_x=x,
                    min_y=y,
                    max_x=x + 40,
                    max_y=y + 30,
                    confidence=None,
                    is_prediction=0,
                    attributes="{}",
                    version=1,
                    created_by=as_id(owner),
                    created_at=now + place,
                    updated_at=now + place,
                )
            )
        lines.append(" ".join([str(image), str(label), *ids]))
    insert(cursor, mark, "blobs", blobs)
    insert(cursor, mark, "images", images)
    insert(cursor, mark, "annotations", annotations)
    connection.commit()
    connection.close()
    with open(images_file, "w") as file:
        file.write("\n".join(lines) + "\n")
    return project
