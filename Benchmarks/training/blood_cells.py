#!/usr/bin/env python3
"""The whole way on real photographs, in a browser, against Ultralytics by hand: import, version, 40 epochs, deploy, answer.

    FOVEA_TEST_DATA=... FOVEA_BIN=.build/release/fovea .venv/bin/python Benchmarks/training/blood_cells.py [--epochs 40] [--picture answer.png]

Some twenty-five minutes on two cores. Afterwards baseline.py trains on the same version as `fovea export` writes it, with
the same seed and settings. One JSON object is printed: the scores of both; the exit status is 1 when ours are more than
0.03 mAP50 below. `--picture` keeps what the model page shows of a photograph of the test split.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Tests" / "support")]

from fovea_server import PASSWORD, Fovea, binary  # noqa: E402
from playwright.sync_api import expect, sync_playwright  # noqa: E402

MARGIN = 0.03
HOURS = 2 * 3600 * 1000


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--img-size", type=int, default=320)
    parser.add_argument("--picture", type=pathlib.Path)
    return parser.parse_args()


def train(page, project, options):
    """From a new version to a finished run, by hand and eye."""
    page.goto(f"/projects/{project}/datasets")
    page.get_by_role("button", name="New version").first.click()
    page.get_by_role("dialog").get_by_label("Name").fill("cells")
    page.get_by_role("button", name="Create version").click()
    page.wait_for_url("**/datasets/*-*")
    page.goto(f"/projects/{project}/training/new")
    page.get_by_label("Epochs").fill(str(options.epochs))
    page.get_by_label("Image size").fill(str(options.img_size))
    page.get_by_label("Name").fill("Blood cells")
    page.get_by_role("button", name="Start the run").click()
    page.wait_for_url(re.compile("/training/[0-9a-f-]{36}$"))
    run = page.url.rsplit("/", 1)[-1]
    expect(page.get_by_role("link", name="Open the model")).to_be_visible(timeout=HOURS)
    return run


def answer(page, photograph, picture):
    page.get_by_role("link", name="Open the model").click()
    page.wait_for_url("**/models/*")
    page.get_by_role("button", name=re.compile("^Deploy version")).first.click()
    expect(page.get_by_role("button", name="Undeploy")).to_be_visible()
    page.get_by_role("tab", name="Try it").click()
    page.get_by_label("Drop a photograph here, or choose one").set_input_files(photograph)
    expect(page.get_by_role("img", name=re.compile("objects found"))).to_be_visible(timeout=60_000)
    if picture:
        page.screenshot(path=picture)


def by_hand(folder, options):
    python = os.environ.get("FOVEA_TRAINER_PYTHON", ROOT / ".venv-trainer/bin/python")
    command = [python, ROOT / "Benchmarks/training/baseline.py", folder, "--epochs", str(options.epochs), "--img-size", str(options.img_size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main():
    options = arguments()
    cells = pathlib.Path(os.environ["FOVEA_TEST_DATA"]) / "bccd"
    with tempfile.TemporaryDirectory(prefix="fovea-cells-") as folder:
        folder = pathlib.Path(folder)
        server = Fovea(folder, {"FOVEA_LOG_LEVEL": "warning"})
        ada = server.start().register()

        def command(*words):
            done = subprocess.run([binary(), *words, "--json"], env=server.environment, check=True, stdout=subprocess.PIPE, text=True)
            return json.loads(done.stdout)

        project = command("import", str(cells), "--project", "Blood cells")["project_id"]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=os.environ.get("FOVEA_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
            page = browser.new_page(base_url=server.base, viewport={"width": 1360, "height": 860}, color_scheme="dark")
            page.goto("/sign-in")
            page.get_by_label("Username").fill("ada")
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(server.base + "/")
            run = ada("GET", f"/api/training/{train(page, project, options)}")
            command("export", "--dataset", run["dataset_id"], "--format", "yolo", str(folder / "yolo"))
            photograph = min((folder / "yolo/images/test").iterdir())
            answer(page, photograph, options.picture)
            browser.close()
        scores = ada("GET", f"/api/models/{run['model_id']}/versions")["items"][0]["metrics"]
        server.stop()
        hand = by_hand(folder / "yolo", options)
    ours, theirs = ({split: round(side[split]["map50"], 4) for split in ("val", "test")} for side in (scores, hand["metrics"]))
    met = all(ours[split] >= theirs[split] - MARGIN for split in ours)
    print(
        json.dumps(
            {"fovea_map50": ours, "by_hand_map50": theirs, "training_seconds": run["training_time"], "photograph": photograph.name, "met": met}
        )
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
