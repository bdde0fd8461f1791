"""Ingest as it is written in Python: `python_ingest.py pillow|opencv`. A process pool, one process a core, hashes, reads header
and EXIF, puts the picture in a store and makes its thumbnail; the parent leaves out what is there already and writes rows
with SQLAlchemy, a hundred to a commit. As durable as Fovea: files and the folders that name them are synced, SQLite runs WAL
with synchronous FULL. Each line `INPUT OUTPUT` of standard input is one ingest; the answer is its milliseconds.
"""

import hashlib
import io
import json
import os
import pathlib
import signal
import sys
import time
import uuid
from concurrent.futures import ProcessPoolExecutor

from PIL import ExifTags, Image
from sqlalchemy import BigInteger, LargeBinary, String, UniqueConstraint, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests" / "support"))

from services import die_with_parent  # noqa: E402

SIDE, QUALITY, BATCH = 512, 82, 100


class Base(DeclarativeBase):
    pass


class ImageRow(Base):
    __tablename__ = "images"
    __table_args__ = (UniqueConstraint("project_id", "digest"),)
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    project_id: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    filename: Mapped[str] = mapped_column(String)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    content_type: Mapped[str] = mapped_column(String)
    width: Mapped[int] = mapped_column(BigInteger)
    height: Mapped[int] = mapped_column(BigInteger)
    thumbnail: Mapped[bytes] = mapped_column(LargeBinary(32))
    exif: Mapped[str] = mapped_column(String)
    created_at: Mapped[int] = mapped_column(BigInteger)


def put(store: pathlib.Path, data: bytes, digest: bytes) -> None:
    name = digest.hex()
    folder = store / name[:2]
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        sync(store)
    temporary = folder / f"{uuid.uuid4()}.part"
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(folder / name)
    sync(folder)


def sync(folder: pathlib.Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(descriptor)
    os.close(descriptor)


def pillow_thumbnail(data: bytes) -> bytes:
    image = Image.open(io.BytesIO(data))
    image.draft("RGB", (SIDE, SIDE))
    image.thumbnail((SIDE, SIDE), Image.Resampling.BICUBIC, reducing_gap=None)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def opencv_thumbnail(data: bytes) -> bytes:
    import cv2
    import numpy as np

    # One process a core works already.
    cv2.setNumThreads(1)
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_REDUCED_COLOR_2)
    height, width = image.shape[:2]
    scale = SIDE / max(width, height)
    small = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()


THUMBNAIL = {"pillow": pillow_thumbnail, "opencv": opencv_thumbnail}


def prepare(who: str, path: pathlib.Path, store: pathlib.Path) -> dict:
    data = path.read_bytes()
    digest = hashlib.sha256(data).digest()
    image = Image.open(io.BytesIO(data))
    if (store / digest.hex()[:2] / digest.hex()).exists():
        return {"digest": digest}
    exif = {ExifTags.TAGS.get(tag, str(tag)): str(value) for tag, value in image.getexif().items()}
    put(store, data, digest)
    thumbnail = THUMBNAIL[who](data)
    small = hashlib.sha256(thumbnail).digest()
    put(store, thumbnail, small)
    return dict(
        id=uuid.uuid4().bytes,
        project_id=1,
        digest=digest,
        filename=path.name,
        size_bytes=len(data),
        content_type="image/jpeg",
        width=image.width,
        height=image.height,
        thumbnail=small,
        exif=json.dumps(exif),
        created_at=time.time_ns() // 1000,
    )


def ingest(pool, who: str, source: pathlib.Path, target: pathlib.Path) -> None:
    store = target / "store"
    store.mkdir(parents=True)
    engine = create_engine(f"sqlite:///{target / 'peer.sqlite'}")

    @event.listens_for(engine, "connect")
    def durable(connection, _):
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    Base.metadata.create_all(engine)
    batch: list[dict] = []
    with Session(engine) as session:

        def write():
            there = set(session.scalars(select(ImageRow.digest).where(ImageRow.digest.in_([row["digest"] for row in batch]))))
            new = {row["digest"]: row for row in batch if row["digest"] not in there and "id" in row}
            session.add_all([ImageRow(**row) for row in new.values()])
            session.commit()
            session.expunge_all()
            batch.clear()

        for row in pool.map(prepare, *zip(*((who, path, store) for path in sorted(source.iterdir()))), chunksize=4):
            batch.append(row)
            if len(batch) == BATCH:
                write()
        if batch:
            write()
    engine.dispose()


def main():
    who = sys.argv[1]
    with ProcessPoolExecutor(os.cpu_count(), initializer=die_with_parent(signal.SIGKILL)) as pool:
        # Started and imported before the clock runs.
        list(pool.map(len, ["a"] * 64))
        for line in sys.stdin:
            source, target = map(pathlib.Path, line.split())
            begin = time.perf_counter()
            ingest(pool, who, source, target)
            print((time.perf_counter() - begin) * 1000, flush=True)


if __name__ == "__main__":
    main()
