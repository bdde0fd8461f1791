"""Training by the real trainer: killed at every place and gone on with, and from the command line on files."""

import json
import os
import pathlib
import signal
import subprocess

import pytest
from conftest import drawn_objects
from fovea_server import ROOT, binary
from services import wait_until

PYTHON = pathlib.Path(os.environ.get("FOVEA_TRAINER_PYTHON", ROOT / ".venv-trainer/bin/python"))
pytestmark = pytest.mark.skipif(not PYTHON.is_file(), reason="the trainer's environment is not set up (scripts/setup-trainer)")
EPOCHS = 25


def processes_of(pid):
    """A process and all below it, as (pid, words of its command line)."""
    try:
        words = pathlib.Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        listings = [listing.read_text().split() for listing in pathlib.Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [(pid, words), *(found for listing in listings for child in listing for found in processes_of(int(child)))]


def kill(server, word):
    """SIGKILL to the processes below the server that have a word in their command line."""
    found = [pid for pid, words in processes_of(server.process.pid) if word in words]
    assert found, f"no {word} is running"
    for pid in found:
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def squares(tmp_path):
    """A YOLO folder of small pictures with a square in each."""
    root = tmp_path / "squares"
    for index in range(12):
        picture, box = drawn_objects(index)
        split = "train" if index < 9 else "val"
        for kind, name, content in (("images", f"{index}.jpg", picture), ("labels", f"{index}.txt", f"0 {box}\n".encode())):
            path = root / kind / split / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    (root / "data.yaml").write_text("train: images/train\nval: images/val\nnames: [square]\n")
    return root


def test_a_run_outlives_the_death_of_worker_and_server_and_tells_that_of_its_trainer(server, command, squares):
    ada = server.start().register()
    report = command("import", str(squares), "--project", "Squares")
    dataset = ada("POST", f"/api/projects/{report['project_id']}/datasets", {"name": "v1"})["id"]
    body = {"dataset_id": dataset, "base_model": "yolov8n", "epochs": EPOCHS, "img_size": 64, "patience": 0, "device": "cpu", "name": "Kept"}
    run = f"/api/training/{ada('POST', '/api/training', body)['id']}"

    def beyond(epoch):
        def look():
            state = ada("GET", run)
            assert state["status"] in ("pending", "running"), state
            return state["current_epoch"] > epoch

        wait_until(look, server.process, f"epoch after {epoch}", server.log, seconds=120)
        return ada("GET", run)["current_epoch"]

    seen = beyond(0)
    kill(server, "worker")
    seen = beyond(seen)
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    ada = server.start().sign_in()
    seen = beyond(seen)
    kill(server, "fovea_trainer")

    def ended():
        return ada("GET", run)["status"] not in ("pending", "running")

    wait_until(ended, server.process, "end of the run", server.log, seconds=60)
    failed = ada("GET", run)
    assert failed["status"] == "failed" and "before it was done" in failed["error_message"], failed
    assert failed["model_id"] is None

    ada("POST", f"{run}/resume")
    wait_until(ended, server.process, "end of the run", server.log, seconds=180)
    done = ada("GET", run)
    assert done["status"] == "completed" and done["current_epoch"] == EPOCHS, done
    assert [row["epoch"] for row in ada("GET", f"{run}/metrics")["items"]] == list(range(1, EPOCHS + 1))
    assert [version["status"] for version in ada("GET", f"/api/models/{done['model_id']}/versions")["items"]] == ["READY"]
    # Each attempt after the first went on where the one before was killed.
    log = [row["data"].get("text", "") for row in ada("GET", f"{run}/logs?limit=10000")["items"]]
    assert sum("Laying out" in text for text in log) == 4, log


@pytest.fixture
def environment(tmp_path):
    """Of a machine without a workspace: nothing may be asked of a database or a store."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FOVEA_", "S3_", "MINIO_", "DATABASE_URL"))}
    return {
        **kept,
        "FOVEA_TRAINER_PYTHON": str(PYTHON),
        "FOVEA_DATA": str(tmp_path / "untouched"),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }


def test_files_become_a_model_without_a_server(environment, squares, tmp_path):
    out = tmp_path / "out"
    train = [binary(), "train", squares, "--output", out, "--epochs", "2", "--img-size", "64", "--device", "cpu", "--json"]
    done = subprocess.run(train, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["training"]["status"] == "completed" and report["dataset"]["annotations"] == 12
    assert sorted(path.name for path in out.iterdir()) == ["best.onnx", "best.pt", "metrics.json"]
    assert json.loads((out / "metrics.json").read_text())["best_epoch"] in (1, 2)
    assert "epoch 2" in done.stderr and not (tmp_path / "untouched").exists()
    picture = next((squares / "images" / "val").iterdir())
    predict = subprocess.run(
        [binary(), "predict", "--model", out / "best.onnx", picture, "--json"], env=environment, capture_output=True, text=True, timeout=60
    )
    assert json.loads(predict.stdout)["info"]["class_names"] == ["square"], predict


def test_an_interrupted_training_leaves_nothing_behind(environment, squares, tmp_path):
    out = tmp_path / "out"
    train = subprocess.Popen(
        [binary(), "train", squares, "--output", out, "--epochs", "1000", "--img-size", "64", "--device", "cpu"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in train.stderr:
        if line.startswith("epoch 1 "):
            break
    train.send_signal(signal.SIGINT)
    rest = train.communicate(timeout=60)[1]
    assert train.returncode == 1 and "cancelled" in rest, rest
    assert list(out.iterdir()) == []


def test_wrong_options_are_named(environment, squares, tmp_path):
    for arguments, status, word in (
        ([squares], 2, "--output"),
        ([], 2, "PATH"),
        ([squares, "--output", tmp_path / "out", "--base-model", "resnet"], 1, "base_model"),
        ([squares, "--output", tmp_path / "out", "--split", "1,2"], 2, "--split"),
        ([tmp_path / "nowhere", "--output", tmp_path / "out"], 1, "nowhere"),
    ):
        done = subprocess.run([binary(), "train", *arguments], env=environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == status and word in done.stderr, (arguments, done)
