"""The real program as a user has it: its command line, its API, its processes killed. On both backends."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support")]

from fovea_server import Fovea, binary, environment_for  # noqa: E402
from services import postgres_url, s3_server  # noqa: E402, F401  (pytest finds fixtures by their names)


@pytest.fixture(params=["sqlite", "postgres-s3"])
def backend(request):
    return request.param


@pytest.fixture
def server(backend, request, tmp_path):
    """A server that is not started yet; ended with the test."""
    made = Fovea(tmp_path / "fovea", environment_for(backend, request))
    yield made
    made.stop()


@pytest.fixture
def command(server):
    """Runs `fovea ...` on the server's data and answers its JSON report."""

    def run(*arguments, status=0):
        done = subprocess.run([binary(), *arguments, "--json"], env=server.environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == status, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout) if done.stdout.strip() else done.stderr

    return run


@pytest.fixture(scope="session")
def blood_cells():
    """The shared photographs with their Pascal VOC boxes; without them the tests that count them have nothing to count."""
    root = pathlib.Path(os.environ.get("FOVEA_TEST_DATA", "/nowhere")) / "bccd"
    if not root.is_dir():
        pytest.skip("FOVEA_TEST_DATA does not name a folder with bccd/ (real photographs)")
    return root


def drawn_jpeg(seed, size=(96, 72)):
    """A small picture of its own for each seed."""
    import io

    import numpy
    from PIL import Image

    noise = numpy.random.default_rng(seed).integers(0, 255, (size[1] // 8, size[0] // 8, 3), dtype=numpy.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).resize(size, Image.BILINEAR).save(out, "JPEG", quality=90)
    return out.getvalue()


def drawn_objects(seed, size=96):
    """A small picture with one square, and the square as a YOLO row without its class."""
    import io

    import numpy
    from PIL import Image

    rng = numpy.random.default_rng(seed)
    pixels = rng.integers(90, 130, (size, size, 3), dtype=numpy.uint8)
    side = int(rng.integers(24, 40))
    x, y = (int(value) for value in rng.integers(0, size - side, 2))
    pixels[y : y + side, x : x + side] = (230, 60, 40)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=92)
    return out.getvalue(), " ".join(str(value / size) for value in (x + side / 2, y + side / 2, side, side))
