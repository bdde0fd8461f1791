"""The API peer of `make bench`: FastAPI + SQLAlchemy 2 + uvicorn, written the way the field writes it.

It reads and writes Fovea's own tables, so both sides do the same work on the same rows with the same durability:
`PEER_DATABASE` is an SQLAlchemy URL, `PEER_PROJECT` the project. Three calls: list 50 images, list an image's annotations,
change 20 annotations with version checks and history. Authentication is a bearer token compared in constant time with
`PEER_TOKEN`; Fovea looks its session up in the database, which costs Fovea more.
"""

import hmac
import json
import os
import time
import uuid
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel
from sqlalchemy import BigInteger, Float, LargeBinary, String, create_engine, event, select, update
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator

URL = os.environ["PEER_DATABASE"]
TOKEN = os.environ["PEER_TOKEN"]


class Uuid(TypeDecorator):
    """16 bytes on SQLite, `uuid` on PostgreSQL: as Fovea stores ids."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(PgUUID(as_uuid=True) if dialect.name == "postgresql" else LargeBinary(16))

    def process_bind_param(self, value, dialect):
        return value if value is None or dialect.name == "postgresql" else value.bytes

    def process_result_value(self, value, dialect):
        return value if value is None or isinstance(value, uuid.UUID) else uuid.UUID(bytes=bytes(value))


class Base(DeclarativeBase):
    pass


class ImageRow(Base):
    __tablename__ = "images"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    project_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    filename: Mapped[str] = mapped_column(String)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    content_type: Mapped[str] = mapped_column(String)
    width: Mapped[int] = mapped_column(BigInteger)
    height: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String)
    review_status: Mapped[str] = mapped_column(String)
    split: Mapped[str] = mapped_column(String)
    annotation_count: Mapped[int] = mapped_column(BigInteger)
    comment_count: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[int] = mapped_column(BigInteger)
    updated_at: Mapped[int] = mapped_column(BigInteger)
    deleted_at: Mapped[int | None] = mapped_column(BigInteger)


class AnnotationRow(Base):
    __tablename__ = "annotations"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    image_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    label_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    geometry_type: Mapped[str] = mapped_column(String)
    geometry: Mapped[str] = mapped_column(String)
    min_x: Mapped[float] = mapped_column(Float)
    min_y: Mapped[float] = mapped_column(Float)
    max_x: Mapped[float] = mapped_column(Float)
    max_y: Mapped[float] = mapped_column(Float)
    confidence: Mapped[float | None] = mapped_column(Float)
    is_prediction: Mapped[int] = mapped_column(BigInteger)
    attributes: Mapped[str] = mapped_column(String)
    version: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[int] = mapped_column(BigInteger)
    updated_at: Mapped[int] = mapped_column(BigInteger)
    deleted_at: Mapped[int | None] = mapped_column(BigInteger)


class HistoryRow(Base):
    __tablename__ = "annotation_history"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    annotation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    image_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    action: Mapped[str] = mapped_column(String)
    at: Mapped[int] = mapped_column(BigInteger)
    before: Mapped[str | None] = mapped_column(String)
    after: Mapped[str | None] = mapped_column(String)


class Image(BaseModel):
    model_config = {"from_attributes": True}
    id: uuid.UUID
    project_id: uuid.UUID
    filename: str
    size_bytes: int
    content_type: str
    width: int
    height: int
    status: str
    review_status: str
    split: str
    annotation_count: int
    comment_count: int
    created_at: int
    updated_at: int


class Annotation(BaseModel):
    id: uuid.UUID
    image_id: uuid.UUID
    label_id: uuid.UUID
    geometry: dict[str, Any]
    confidence: float | None
    is_prediction: bool
    attributes: dict[str, Any]
    version: int
    created_at: int
    updated_at: int


class Op(BaseModel):
    action: str
    id: uuid.UUID
    label_id: uuid.UUID
    geometry: dict[str, Any]
    version: int


class Patch(BaseModel):
    ops: list[Op]


class Images(BaseModel):
    items: list[Image]


class Annotations(BaseModel):
    items: list[Annotation]


engine = create_engine(URL, pool_size=16, max_overflow=16)
if engine.dialect.name == "sqlite":

    @event.listens_for(engine, "connect")
    def durable(connection, _):
        # The same durability as Fovea's default.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA busy_timeout=10000")


Sessions = sessionmaker(engine, expire_on_commit=False)


def session():
    with Sessions() as opened:
        yield opened


def signed_in(authorization: str = Header("")):
    if not hmac.compare_digest(authorization, f"Bearer {TOKEN}"):
        raise HTTPException(401, "sign in")


@asynccontextmanager
async def lifespan(_: FastAPI):
    yield
    engine.dispose()


app = FastAPI(lifespan=lifespan)


def annotation(row: AnnotationRow) -> Annotation:
    return Annotation(
        id=row.id,
        image_id=row.image_id,
        label_id=row.label_id,
        geometry=json.loads(row.geometry),
        confidence=row.confidence,
        is_prediction=bool(row.is_prediction),
        attributes=json.loads(row.attributes),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


@app.get("/api/projects/{project_id}/images", response_model=Images, dependencies=[Depends(signed_in)])
def images(project_id: uuid.UUID, limit: int = 50, db: Session = Depends(session)):
    query = (
        select(ImageRow)
        .where(ImageRow.project_id == project_id, ImageRow.deleted_at.is_(None))
        .order_by(ImageRow.created_at.desc(), ImageRow.id.desc())
        .limit(limit)
    )
    return Images(items=[Image.model_validate(row) for row in db.scalars(query)])


@app.get("/api/images/{image_id}/annotations", response_model=Annotations, dependencies=[Depends(signed_in)])
def annotations(image_id: uuid.UUID, db: Session = Depends(session)):
    query = (
        select(AnnotationRow)
        .where(AnnotationRow.image_id == image_id, AnnotationRow.deleted_at.is_(None))
        .order_by(AnnotationRow.created_at, AnnotationRow.id)
    )
    return Annotations(items=[annotation(row) for row in db.scalars(query)])


@app.patch("/api/images/{image_id}/annotations", response_model=Annotations, dependencies=[Depends(signed_in)])
def patch(image_id: uuid.UUID, body: Patch, db: Session = Depends(session)):
    now = time.time_ns() // 1000
    with db.begin():
        rows = {row.id: row for row in db.scalars(select(AnnotationRow).where(AnnotationRow.id.in_([op.id for op in body.ops])).with_for_update())}
        for op in body.ops:
            row = rows.get(op.id)
            if row is None or row.version != op.version:
                raise HTTPException(409, "stale")
            before = annotation(row).model_dump_json()
            box = op.geometry
            row.label_id, row.geometry = op.label_id, json.dumps(box)
            row.min_x, row.min_y = box["x"], box["y"]
            row.max_x, row.max_y = box["x"] + box["width"], box["y"] + box["height"]
            row.version, row.updated_at = row.version + 1, now
            db.add(
                HistoryRow(
                    id=uuid.uuid4(),
                    annotation_id=row.id,
                    image_id=image_id,
                    action="update",
                    at=now,
                    before=before,
                    after=annotation(row).model_dump_json(),
                )
            )
        db.execute(update(ImageRow).where(ImageRow.id == image_id).values(updated_at=now))
        answer = Annotations(items=[annotation(rows[op.id]) for op in body.ops])
    return answer
