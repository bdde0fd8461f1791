"""Models that the operator adds: opened, chosen, used. A CLIP of two small towers whose vectors mean something, so that what words find
can be told: the image's mean colour, and the colours that the words name."""

import json
import os
import subprocess
import time

import pytest
from checks import assert_accessible, settle
from drawn_discs import discs, image, shown, wait_described
from fovea_server import ROOT, binary
from playwright.sync_api import expect

MAKE = """
import json, sys, warnings
from pathlib import Path

warnings.simplefilter("ignore")
import torch
from fovea_trainer import embedders

folder = Path(sys.argv[1])
letters = [chr(code) for code in range(97, 123)]
pieces = ["<|startoftext|>", "<|endoftext|>"] + letters + [letter + "</w>" for letter in letters]
merges = []
# "g r" before "r e": joins are made by rank, and "green" has both.
for word in ("green", "red", "blue"):
    piece = word[0]
    for letter in word[1:-1]:
        merges.append(f"{piece} {letter}")
        piece += letter
        pieces.append(piece)
    merges.append(f"{piece} {word[-1]}</w>")
    pieces.append(f"{word}</w>")
(folder / "vocab.json").write_text(json.dumps({piece: number for number, piece in enumerate(pieces)}))
(folder / "merges.txt").write_text("#version: 0.2\\n" + "\\n".join(merges) + "\\n")


class Colour(torch.nn.Module):
    def forward(self, pixels):
        mean = pixels.mean((2, 3))
        return mean - mean.mean(1, keepdim=True)


class Words(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.table = torch.nn.Embedding(len(pieces), 3)
        torch.nn.init.constant_(self.table.weight, 0)
        for word, place in (("red", 0), ("green", 1), ("blue", 2)):
            colour = torch.full((3,), -0.5)
            colour[place] = 1
            self.table.weight.data[pieces.index(f"{word}</w>")] = colour

    def forward(self, tokens):
        return self.table(tokens).sum(1) + 1e-6


class Detector(torch.nn.Module):
    # The least that is a detector: one map of features, boxes made of each of its places.

    def __init__(self):
        super().__init__()
        self.features, self.head = torch.nn.Conv2d(3, 16, 16, stride=16), torch.nn.Conv2d(16, 5, 1)

    def forward(self, pixels):
        return self.head(torch.relu(self.features(pixels))).flatten(2)


torch.manual_seed(1)
embedders.export(Detector(), torch.zeros(1, 3, 64, 64), folder / "detector.onnx", "images")
embedders.export(Colour(), torch.zeros(1, 3, 64, 64), folder / "colours.onnx", "pixels")
embedders.export(Words(), torch.zeros((1, 16), dtype=torch.int64), folder / "words.onnx", "tokens")
(folder / "recipe.json").write_text(json.dumps({"resize": 64, "crop": 64, "mean": [0, 0, 0], "std": [1, 1, 1]}))
"""


@pytest.fixture
def project(fovea, tmp_path):
    return discs(fovea, tmp_path)


@pytest.fixture(scope="session")
def towers(tmp_path_factory):
    python = ROOT / ".venv-trainer/bin/python"
    if not python.exists():
        pytest.skip("scripts/setup-trainer makes the environment that exports models")
    folder = tmp_path_factory.mktemp("towers")
    subprocess.run([python, "-c", MAKE, folder], env={**os.environ, "PYTHONPATH": str(ROOT / "trainer")}, check=True, capture_output=True)
    return folder


def add(fovea, *options):
    return subprocess.run([binary(), "models", "add", *options, "--json"], env=fovea.environment, capture_output=True, text=True)


def text_options(folder):
    return ["--text-tower", folder / "words.onnx", "--vocabulary", folder / "vocab.json", "--merges", folder / "merges.txt"]


def test_words_find_images(page, fovea, project, towers):
    added = add(
        fovea, towers / "colours.onnx", "--name", "Colour words", "--recipe", towers / "recipe.json", "--licence", "CC0", *text_options(towers)
    )
    assert added.returncode == 0, added.stderr
    told = json.loads(added.stdout)
    assert told["dimension"] == 3 and told["searches_text"] is True
    page.goto(f"/projects/{project['id']}/curate/embeddings")
    settle(page)
    page.get_by_role("radio", name="Colour words").first.check()
    assert_accessible(page)
    page.get_by_role("button", name="Describe the images").click()
    wait_described(fovea, project)
    page.goto(f"/projects/{project['id']}/images")
    settle(page)
    for colour in ("green", "blue"):
        page.get_by_role("button", name="Find similar images").click()
        page.get_by_label("By words").fill(f"a {colour} disc")
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"“a {colour} disc”")).to_be_visible()
        expect(page.locator(".shot")).to_have_count(12)
        page.wait_for_function("name => document.querySelector('.shot')?.getAttribute('aria-label')?.startsWith(name)", arg=colour)
        assert [name.split()[0] for name in shown(page)[:4]] == [colour] * 4
    # A model of the registry, like any.
    version = fovea.ada("GET", f"/api/projects/{project['id']}/embedding")["model"]["version_id"]
    assert fovea.ada("GET", f"/api/models/versions/{version}")["kind"] == "embedding"


def test_the_features_of_a_detector_describe_images(page, fovea, project, towers):
    model = fovea.ada("POST", "/api/models", {"name": "Least", "project_id": project["id"]})["id"]
    ticket = fovea.ada("POST", "/api/models/versions", {"model_id": model, "version_number": "7"})
    fovea.ada("PUT", ticket["upload_url"], raw=(towers / "detector.onnx").read_bytes())
    fovea.ada("POST", f"/api/models/versions/{ticket['version_id']}/build")
    for _ in range(600):
        version = fovea.ada("GET", f"/api/models/versions/{ticket['version_id']}")
        if version["status"] != "BUILDING":
            break
        time.sleep(0.1)
    assert version["status"] == "READY", version["error_message"]
    page.goto(f"/projects/{project['id']}/curate/embeddings")
    settle(page)
    page.get_by_role("radio", name="Features of Least 7").check()
    page.get_by_role("button", name="Describe the images").click()
    wait_described(fovea, project)
    state = fovea.ada("GET", f"/api/projects/{project['id']}/embedding")
    assert (state["model"]["kind"], state["model"]["dimension"], state["detectors"]) == ("backbone", 16, [])
    one = image(fovea, project, "red 0.png")
    found = fovea.ada("GET", f"/api/images/{one['id']}/similar?limit=3")["items"]
    assert len(found) == 3 and found[0]["similarity"] > 0.9
    # Chosen again by the version it comes from, it is the same.
    again = fovea.ada("PUT", f"/api/projects/{project['id']}/embedding", {"model_id": ticket["version_id"]})
    assert again["model"]["id"] == state["model"]["id"]


def test_files_that_do_not_fit_are_refused_with_the_reason(fovea, towers, tmp_path):
    colours = towers / "colours.onnx"
    assert add(fovea, colours).returncode == 2
    assert "no model file" in add(fovea, tmp_path / "none.onnx", "--family", "clip").stderr
    assert "64 pixels" in add(fovea, colours, "--family", "clip").stderr
    assert "does not take pictures" in add(fovea, towers / "words.onnx", "--family", "clip").stderr
    assert add(fovea, colours, "--recipe", towers / "recipe.json", "--vocabulary", towers / "vocab.json").returncode == 2
    mixed = text_options(towers)
    mixed[3] = towers / "recipe.json"
    assert "vocabulary" in add(fovea, colours, "--recipe", towers / "recipe.json", *mixed).stderr
    wrong = tmp_path / "recipe.json"
    wrong.write_text('{"resize": 4, "std": [0, 1, 1], "mean": 7}')
    refused = add(fovea, colours, "--recipe", wrong)
    assert refused.returncode == 1 and "resize" in refused.stderr and "mean" in refused.stderr
