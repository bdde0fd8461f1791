"""The panels of import and export: the variant of a format is chosen and told, and what an export loses is said before it."""

import io
import os
import pathlib
import zipfile

from checks import assert_accessible, settle
from PIL import Image
from playwright.sync_api import expect


def oriented_boxes(path):
    picture = io.BytesIO()
    Image.effect_noise((200, 100), 60).convert("RGB").save(picture, "PNG")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("images/train/a.png", picture.getvalue())
        archive.writestr("labels/train/a.txt", "0 .2 .2 .4 .3 .35 .5 .15 .4\n0 .5 .2 .9 .2 .9 .8 .5 .8\n")
        archive.writestr("data.yaml", "names: [cat]\ntrain: images/train\n")
    return path


def keep(page, name):
    """Pictures of the page for whoever wants to look (FOVEA_PICTURES names a folder)."""
    if folder := os.environ.get("FOVEA_PICTURES"):
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.wait_for_timeout(200)
            page.screenshot(path=pathlib.Path(folder) / f"{name}-{theme}.png", full_page=True)


def test_the_task_is_chosen_told_and_what_an_export_loses_is_said(page, fovea, tmp_path):
    project = fovea.ada("POST", "/api/projects", {"name": "Oriented", "task_type": "DETECTION"})
    page.goto(f"/projects/{project['id']}/settings?tab=import")
    settle(page)
    page.get_by_label("Format").select_option("yolo")
    expect(page.get_by_label("Labels for")).to_be_visible()
    page.get_by_label("Labels for").select_option("obb")
    keep(page, "import")
    assert_accessible(page)
    page.locator("input[type=file]").set_input_files(oriented_boxes(tmp_path / "boxes.zip"))
    expect(page.get_by_text("read as obb, as told")).to_be_visible(timeout=60_000)

    page.goto(f"/projects/{project['id']}/settings?tab=export")
    settle(page)
    page.get_by_role("radio", name="Pascal VOC One XML").check()
    expect(page.get_by_role("status").filter(has_text="1 polygon became a box")).to_be_visible()
    page.get_by_role("radio", name="Datumaro").check()
    expect(page.get_by_text("This format holds all of it: 1 image and 2 annotations.")).to_be_visible()
    page.get_by_role("radio", name="YOLO").check()
    expect(page.get_by_text("1 polygon became a box")).to_be_visible()
    page.get_by_label("Labels for").select_option("segment")
    expect(page.get_by_text("1 box became a polygon")).to_be_visible()
    keep(page, "export")
    assert_accessible(page)
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the archive").click()
    with zipfile.ZipFile(started.value.path()) as archive:
        assert "1 box became a polygon" in archive.read("fovea-report.json").decode()
        assert [len(line.split()) for line in archive.read("labels/train/a.txt").decode().splitlines()] == [9, 9]
