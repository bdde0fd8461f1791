"""Duplicates on the Curate page: looked for, walked by keys, resolved, taken back, dismissed."""

import os
import re

import pytest
from checks import assert_accessible, settle
from copies import SINGLE
from PIL import Image
from playwright.sync_api import expect


@pytest.fixture
def project(fovea, photographs, tmp_path):
    made = fovea.ada("POST", "/api/projects", {"name": "Copies", "task_type": "DETECTION", "class_names": ["RBC"]})
    files = []
    for number, source in enumerate(sorted((photographs / "JPEGImages").glob("*.jpg"))[:5]):
        picture = Image.open(source).convert("RGB")
        kinds = (["half", "mirrored", "cropped 5 % on the left"], ["jpeg 25", "darker"])[number] if number < 2 else []
        for kind in ["", *kinds]:
            file = tmp_path / f"cells {number}{' ' + kind if kind else ''}.png"
            # Of as many pixels the larger file is suggested: the original.
            (SINGLE[kind](picture) if kind else picture).save(file, compress_level=1 if kind else 0)
            files.append(file)
    answer = fovea.ada.upload(made["id"], files)
    made["images"] = {one["filename"]: one["image_id"] for one in answer["uploaded"]}
    return made


def split(fovea, project, filename, name):
    fovea.ada("PATCH", "/api/images/split", {"image_ids": [project["images"][filename]], "split": name})


def shot(page, name):
    if folder := os.environ.get("FOVEA_SCREENSHOTS"):
        page.wait_for_timeout(400)
        page.screenshot(path=f"{folder}/{name}.png")


def find(page, project):
    page.goto(f"/projects/{project['id']}/curate/duplicates")
    settle(page)
    page.get_by_role("button", name="Find duplicates").click()
    expect(page.locator(".duplicate")).to_have_count(2, timeout=60_000)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_copies_are_found_resolved_and_taken_back(page, fovea, project, theme):
    page.emulate_media(color_scheme=theme)
    page.goto(f"/projects/{project['id']}/curate/duplicates")
    settle(page)
    expect(page.get_by_text("Not looked for yet")).to_be_visible()
    assert_accessible(page)
    shot(page, f"duplicates-empty-{theme}")
    split(fovea, project, "cells 1.png", "train")
    split(fovea, project, "cells 1 darker.png", "test")
    find(page, project)
    # The leak first, with its splits; words on each copy.
    rows = page.locator(".duplicate")
    expect(rows.nth(0).get_by_text("leak: train and test")).to_be_visible()
    expect(rows.nth(0).get_by_text("darker by 30 %")).to_be_visible()
    for words in ("half the size", "mirrored", "cropped 5 %"):
        expect(rows.nth(1).get_by_text(words, exact=True)).to_be_visible()
    assert_accessible(page)
    # Keys: to the second row, along it, keep that one, be rid of the others.
    rows.nth(0).get_by_role("listbox").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    shot(page, f"duplicates-{theme}")
    page.keyboard.press("k")
    chosen = rows.nth(1).get_by_role("option", selected=True)
    expect(chosen).to_have_count(1)
    name = re.split(",", chosen.get_attribute("aria-label"))[0]
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 copies moved to the bin")).to_be_visible()
    expect(rows).to_have_count(1)
    left = fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=100")["items"]
    assert name in {one["filename"] for one in left} and len(left) == 7
    page.keyboard.press("Control+z")
    expect(rows).to_have_count(2)
    expect(page.get_by_text("The copies are back")).to_be_visible()
    assert_accessible(page)


def test_a_group_is_dismissed_and_comes_back(page, fovea, project):
    find(page, project)
    page.locator(".duplicate").first.get_by_role("listbox").focus()
    page.keyboard.press("n")
    expect(page.locator(".duplicate")).to_have_count(1)
    page.get_by_label("Which groups").select_option(label="Dismissed")
    expect(page.locator(".duplicate")).to_have_count(1)
    page.get_by_role("button", name="They are duplicates").click()
    expect(page.get_by_text("Nothing here")).to_be_visible()
    page.get_by_label("Which groups").select_option(label="Near duplicates")
    expect(page.locator(".duplicate")).to_have_count(2)
    page.get_by_role("button", name="Resolve all").click()
    assert_accessible(page)
    page.get_by_role("button", name="Move the copies to the bin").click()
    expect(page.locator(".duplicate")).to_have_count(0)
    assert len(fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=100")["items"]) == 5
