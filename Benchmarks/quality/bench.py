"""BRISQUE, NIQE and PIQE of 640x480 pictures in memory: Fovea on one thread against `brisque` and pyiqa (on all)."""

import json
import os
import pathlib
import subprocess
import tempfile

from companion import Companion
from fovea_server import ROOT, binary
from measure import compare, interleave, slope
from pictures import draw
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = ROOT / ".venv-quality" / "bin" / "python"
TITLE = "Image quality"
ALIKE = 1e-3
PEERS = {"brisque": "brisque 0.2.0", "niqe": "pyiqa, NIQE", "piqe": "pyiqa, PIQE"}


def run(effort):
    subprocess.run([ROOT / "scripts" / "setup-quality"], check=True)
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder:
        folder = pathlib.Path(folder)
        files = prepare(folder, effort.size(6, 2))
        models = ROOT / ".quality" / "models.json"
        # See Tests/ImageQualityTests: NumPy's own exponential for AVX-512 changes BRISQUE's reference in flat pictures.
        os.environ["NPY_DISABLE_CPU_FEATURES"] = "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR"
        with Companion(binary().parent / "quality-bench", models, *files) as ours, Companion(PYTHON, HERE / "peers.py", *files) as theirs:
            check_same(json.loads(ours.ask("values")), json.loads(theirs.ask("values")))

            def each(companion, words):
                return float(companion.ask(words)) / len(files)

            for name, peer in PEERS.items():
                each(ours, name), each(theirs, name)
                found = interleave(effort.rounds, ours=lambda n=name: each(ours, n), theirs=lambda n=name: each(theirs, n))
                work = f"{name.upper()} of 640x480, ms a picture"
                note = f"one thread, pixels in memory; values equal within {ALIKE:g}" if name == "brisque" else ""
                yield compare(work, peer, found["ours"], found["theirs"], goal=10, more=False, note=note)
        cost = {}
        for width, height in ((320, 240), (640, 480), (1280, 960)):
            sized = [folder / f"{width}-{number}.png" for number in range(len(files))]
            for source, target in zip(files, sized):
                Image.open(source).resize((width, height)).save(target)
            with Companion(binary().parent / "quality-bench", models, *sized) as ours:
                ours.ask("all")
                cost[width * height] = interleave(effort.rounds, ours=lambda: float(ours.ask("all")) / len(files))["ours"].median
        yield slope("all eleven measures, by pixels", cost, "ms")


def prepare(folder, count):
    files = []
    for source in draw(folder / "pictures", count):
        files.append(folder / f"{source.stem}.png")
        Image.open(source).convert("RGB").resize((640, 480), Image.LANCZOS).save(files[-1])
    return files


def check_same(ours, theirs):
    for mine, other in zip(ours, theirs, strict=True):
        for name, value in mine.items():
            if abs(value - other[name]) > ALIKE * abs(other[name]):
                raise RuntimeError(f"{name} differs: {value} and {other[name]}")
