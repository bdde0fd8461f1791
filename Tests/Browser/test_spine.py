"""From an archive of photographs to a model that answers, all in the browser."""

import json
import re
import zipfile

import pytest
from checks import settle
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def project(fovea, backend):
    return fovea.ada("POST", "/api/projects", {"name": f"Blood cells {backend}", "task_type": "DETECTION"})


def test_1_an_archive_goes_in_and_the_report_names_what_did_not(page, fovea, project, voc_archive):
    page.goto(f"/projects/{project['id']}/settings?tab=import")
    page.get_by_label("Drop an archive or a video here, or choose one").set_input_files(voc_archive.path)
    expect(page.get_by_text("did not go in").first).to_be_visible(timeout=120_000)
    for name in voc_archive.odd:
        expect(page.get_by_role("row").filter(has_text=name)).to_be_visible()
    assert fovea.ada("GET", f"/api/projects/{project['id']}")["image_count"] == len(voc_archive.names)
    page.get_by_role("link", name="Look at the images").click()
    page.wait_for_url("**/images")
    page.goto(f"/projects/{project['id']}")
    settle(page)
    expect(page.get_by_role("table", name="Annotations by label")).to_contain_text("WBC")


def test_2_the_export_holds_all(page, project, voc_archive, tmp_path):
    page.goto(f"/projects/{project['id']}/settings?tab=export")
    page.get_by_role("radio", name="COCO").check()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Download the archive").click()
    path = tmp_path / "export.zip"
    download.value.save_as(path)
    with zipfile.ZipFile(path) as archive:
        files = [name for name in archive.namelist() if name.endswith(".json")]
        assert len(files) >= 1
        images = sum(len(json.loads(archive.read(name))["images"]) for name in files)
        assert images == len(voc_archive.names)
        assert sum(name.endswith(".jpg") for name in archive.namelist()) == len(voc_archive.names)


def test_3_a_dataset_version_is_frozen(page, project):
    page.goto(f"/projects/{project['id']}/datasets")
    page.get_by_role("button", name="New version").first.click()
    page.get_by_role("dialog").get_by_label("Name").fill("first")
    page.get_by_role("button", name="Create version").click()
    page.wait_for_url("**/datasets/*-*")
    expect(page.get_by_role("heading", name="first")).to_be_visible()
    expect(page.get_by_role("table", name="Annotations by class and split")).to_contain_text("RBC")
    page.get_by_role("tab", name=re.compile("Health")).click()
    settle(page)


def test_4_a_run_is_watched_live_and_makes_a_model(page, fovea, project):
    options = fovea.ada("GET", "/api/training/options")
    if not options["trainer"]["ready"]:
        pytest.skip(f"the trainer is not ready: {options['trainer']['reason']}")
    page.goto(f"/projects/{project['id']}/training/new")
    page.get_by_label("Epochs").fill("0")
    page.get_by_role("button", name="Start the run").click()
    expect(page.get_by_text("must be from 1 to")).to_be_visible()
    page.get_by_label("Epochs").fill("3")
    page.get_by_label("Image size").fill("96")
    page.get_by_label("Name").fill("short")
    page.get_by_role("button", name="Start the run").click()
    page.wait_for_url(re.compile("/training/[0-9a-f-]{36}$"))
    chart = page.get_by_role("img", name=re.compile("^Mean average precision"))
    # The curve grows while one looks on: the first epoch is on the chart before the run has ended.
    expect(chart).to_have_attribute("aria-label", re.compile("epoch 1:"), timeout=300_000)
    expect(page.get_by_role("log")).to_be_visible()
    expect(page.get_by_role("link", name="Open the model")).to_be_visible(timeout=300_000)
    expect(chart).to_have_attribute("aria-label", re.compile("epoch 3:"))
    page.get_by_role("link", name="Open the model").click()
    page.wait_for_url("**/models/*")


def test_5_the_model_is_deployed_and_answers(page, fovea, project, photographs):
    models = [model for model in fovea.ada("GET", "/api/models?limit=100")["items"] if model["project_id"] == project["id"]]
    if not models:
        pytest.skip("no model: the trainer was not ready")
    page.goto(f"/models/{models[0]['id']}")
    page.get_by_role("button", name=re.compile("^Deploy version")).first.click()
    expect(page.get_by_role("button", name="Undeploy")).to_be_visible()
    page.get_by_role("tab", name="Try it").click()
    page.get_by_label("Drop a photograph here, or choose one").set_input_files(photographs / "JPEGImages" / "BloodImage_00000.jpg")
    expect(page.get_by_role("img", name=re.compile("objects? found"))).to_be_visible(timeout=60_000)
    expect(page.get_by_text(re.compile(r"^\d+ ms$"))).to_be_visible()
    page.get_by_role("tab", name="Call it").click()
    expect(page.get_by_label("the curl command", exact=True)).to_contain_text(models[0]["id"])


def test_6_a_run_is_cancelled(page, fovea, project):
    if not fovea.ada("GET", "/api/training/options")["trainer"]["ready"]:
        pytest.skip("the trainer is not ready")
    dataset = fovea.ada("GET", f"/api/projects/{project['id']}/datasets")["items"][0]
    run = fovea.ada("POST", "/api/training", {"dataset_id": dataset["id"], "base_model": "yolov8n", "epochs": 500, "img_size": 96, "name": "endless"})
    page.goto(f"/projects/{project['id']}/training/{run['id']}")
    page.get_by_role("button", name="Cancel the run").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel the run").click()
    expect(page.locator(".page-head").get_by_text("Cancelled")).to_be_visible(timeout=60_000)
