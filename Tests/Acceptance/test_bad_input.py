"""Every bad file is refused with a reason while the rest of the batch goes in."""

import io
import json
import socket
import struct
import uuid
import zlib

import pytest
from conftest import drawn_jpeg
from fovea_server import ApiProblem
from PIL import Image


def png_header(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


# A word that the reason for each must hold.
REASONS = {
    "corrupt.jpg": "damaged",
    "one-byte.png": "1 byte",
    "empty.jpg": "empty",
    "text.jpg": "text",
    "bomb.png": "60000 x 60000",
    "drawing.svg": "SVG",
    "moving.gif": "GIF",
    "heavy.bmp": "larger than",
}


def files(tmp_path):
    good = drawn_jpeg(1)
    gif = io.BytesIO()
    Image.new("RGB", (8, 8)).save(gif, "GIF")
    contents = {
        "good.jpg": good,
        "corrupt.jpg": good[:20] + b"\0" * 40,
        "one-byte.png": b"x",
        "empty.jpg": b"",
        "text.jpg": b"This is no picture at all.\n" * 20,
        "bomb.png": png_header(60_000, 60_000),
        "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "moving.gif": gif.getvalue(),
        "heavy.bmp": b"BM" + b"\0" * 200_000,
        "also-good.jpg": drawn_jpeg(2),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


def test_a_batch_with_every_kind_of_rubbish(server, tmp_path):
    server.environment["FOVEA_MAX_IMAGE_BYTES"] = "100000"
    ada = server.start().register()
    project = ada("POST", "/api/projects", {"name": "Rubbish"})["id"]
    answer = ada.upload(project, files(tmp_path))
    assert sorted(row["filename"] for row in answer["uploaded"]) == ["also-good.jpg", "good.jpg"]
    reasons = {row["filename"]: row["reason"] for row in answer["rejected"]}
    assert reasons.keys() == REASONS.keys()
    assert all(word in reasons[name] for name, word in REASONS.items()), reasons
    assert "megapixel" in reasons["bomb.png"]
    assert ada("GET", f"/api/projects/{project}")["image_count"] == 2
    with pytest.raises(ApiProblem) as all_bad:
        ada.upload(project, [tmp_path / "text.jpg"])
    assert all_bad.value.status == 422


def test_five_gigabytes_are_refused_before_they_come(server):
    ada = server.start().register()
    project = ada("POST", "/api/projects", {"name": "Large"})["id"]
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        head = f"POST /api/images/upload HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {ada.token}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 5368709120\r\n\r\n"
        connection.sendall(head.encode())
        answer = connection.recv(4096).decode()
    assert answer.startswith("HTTP/1.1 413"), answer
    assert "The body is larger than" in answer
    assert ada("GET", f"/api/projects/{project}")["image_count"] == 0


@pytest.mark.parametrize(
    "announced, field",
    [
        ({"filename": "a.jpg", "size": 5 << 30}, "size"),
        ({"files": [{"filename": "a.jpg", "size": 9}, {"filename": "b.jpg", "size": 5 << 30}]}, "files[1].size"),
    ],
)
def test_five_gigabytes_are_refused_when_they_are_announced(server, announced, field):
    ada = server.start().register()
    project = ada("POST", "/api/projects", {"name": "Large"})["id"]
    with pytest.raises(ApiProblem) as refused:
        ada("POST", "/api/images/upload", {"project_id": project, **announced})
    assert [error["field"] for error in json.loads(refused.value.problem)["errors"]] == [field]


def test_json_has_its_own_limit_where_files_may_be_larger(server):
    ada = server.start().register()
    with pytest.raises(ApiProblem) as refused:
        ada("POST", "/api/images/upload", {"project_id": str(uuid.uuid4()), "filename": "x" * (17 << 20)})
    assert refused.value.status == 413 and "16 MB" in refused.value.problem


def test_who_sends_much_where_nothing_is_taken_hears_why(server, tmp_path):
    """The answer comes after the body, which is read to its end although nobody wants it."""
    (tmp_path / "long.jpg").write_bytes(b"\xff\xd8" + b"\0" * (20 << 20))
    ada = server.start().register()
    with pytest.raises(ApiProblem) as refused:
        ada.upload(uuid.uuid4(), [tmp_path / "long.jpg"])
    assert refused.value.status == 404
