"""Curate > Labels and Curate > Drift: what is labelled, and whether two sets of images differ."""

import os
import re
import urllib.request
import uuid

import pytest
from checks import assert_accessible, assert_titled, settle
from conftest import sign_in
from drawn_discs import described, discs
from playwright.sync_api import expect

# What the server answers is tested on both backends without a browser (Tests/CurationTests).
ONE_BACKEND = True


@pytest.fixture
def project(fovea, tmp_path):
    return discs(fovea, tmp_path)


@pytest.fixture
def labelled(fovea, project):
    """Reds and greens have a disc, reds a hole in it and a speck as well; reds are for training, the others for validation."""
    for name in ("hole", "speck"):
        fovea.ada("POST", f"/api/projects/{project['id']}/labels", {"name": name})
    labels = {one["name"]: one["id"] for one in fovea.ada("GET", f"/api/projects/{project['id']}/labels")["items"]}
    images = fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=100")["items"]
    for image in images:
        colour = image["filename"].split()[0]
        boxes = [] if colour == "blue" else [("disc", 72, 30, 180, 180)]
        if colour == "red":
            boxes += [("hole", 140, 100, 40, 40), ("speck", 0, 0, 5, 5)]
        ops = [
            {
                "action": "create",
                "id": str(uuid.uuid4()),
                "label_id": labels[label],
                "geometry": {"type": "box", "x": x, "y": y, "width": width, "height": height},
            }
            for label, x, y, width, height in boxes
        ]
        if ops:
            fovea.ada("PATCH", f"/api/images/{image['id']}/annotations", {"ops": ops})
    for colour, split in (("red", "train"), ("green", "val"), ("blue", "val")):
        ids = [image["id"] for image in images if image["filename"].startswith(colour)]
        fovea.ada("POST", f"/api/projects/{project['id']}/images/bulk", {"action": "split", "image_ids": ids, "split": split})
    return labels


def open_tab(page, project, tab, query=""):
    page.goto(f"/projects/{project['id']}/curate/{tab}{query}")
    settle(page)


def picture(page, name):
    """For whoever wants to look at what was built."""
    if folder := os.environ.get("FOVEA_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


# --- labels ---


def test_nothing_is_labelled_yet(page, project):
    open_tab(page, project, "labels")
    expect(page.get_by_role("heading", name="Nothing is labelled yet")).to_be_visible()
    assert_accessible(page)


def test_balance_and_what_its_numbers_lead_to(page, fovea, project, labelled):
    open_tab(page, project, "labels")
    balance = page.get_by_role("table", name="Balance of the labels")
    rows = balance.get_by_role("row")
    expect(rows).to_have_count(4)
    expect(rows.nth(1)).to_contain_text("disc")
    expect(rows.nth(1)).to_contain_text("50 %")
    together = page.get_by_role("table", name="Images with both")
    expect(together.get_by_role("row", name=re.compile("^hole"))).to_contain_text("4")
    page.get_by_label("Measure").select_option("lift")
    expect(page.get_by_role("table", name="Against chance (lift)")).to_contain_text("2.00")

    page.get_by_label("Split").select_option("val")
    expect(page).to_have_url(re.compile("split=val"))
    expect(rows.nth(1)).to_contain_text("100 %")
    page.get_by_label("Split").select_option("")
    expect(rows.nth(1)).to_contain_text("50 %")
    page.get_by_label("Boxes of").select_option(label="speck")
    expect(page).to_have_url(re.compile(f"label={labelled['speck']}"))
    odd = page.get_by_role("list", name="Images with a box that is tiny")
    expect(odd.get_by_role("link")).to_have_count(4)

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the classes (CSV)").click()
    lines = download.value.path().read_text().splitlines()
    assert lines[0].startswith("label,objects,images,share") and sorted(line.split(",")[0] for line in lines[1:]) == ["disc", "hole", "speck"]

    rows.nth(1).get_by_role("link", name="8", exact=True).click()
    expect(page).to_have_url(re.compile(f"/images\\?label_id={labelled['disc']}"))
    settle(page)
    expect(page.locator(".shot")).to_have_count(8)
    page.go_back()
    page.get_by_label("Boxes of").select_option("")
    page.get_by_role("table", name="Images by number of objects").get_by_role("row", name=re.compile("^3")).get_by_role("link").click()
    expect(page.locator(".shot")).to_have_count(4)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_labels_in_both_themes(theme, fovea, visit, project, labelled):
    page = visit(fovea, color_scheme=theme, bypass_csp=True)
    sign_in(page)
    open_tab(page, project, "labels")
    expect(page.get_by_role("table", name="Balance of the labels")).to_be_visible()
    picture(page, f"labels-{theme}")
    page.locator(".centres").scroll_into_view_if_needed()
    picture(page, f"labels-{theme}-below")
    assert_titled(page)
    assert_accessible(page)


# --- drift ---


def test_two_sets_are_compared(page, fovea, project, labelled):
    open_tab(page, project, "drift")
    expect(page.get_by_role("heading", name="Two sets to compare")).to_be_visible()
    assert_accessible(page)
    expect(page.get_by_label("What is usual")).to_have_value("split:train")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile("a=split%3Atrain&b=split%3Aval"))
    table = page.get_by_role("table", name="What differs")
    expect(table.get_by_role("row", name=re.compile("^Labels"))).to_contain_text("JS 0.")
    expect(page.get_by_text("How they look is compared once")).to_be_visible()
    described(fovea, project)
    page.reload()
    looks = table.get_by_role("row", name=re.compile("^Looks"))
    expect(looks).to_contain_text("MMD 0.")
    expect(looks).to_contain_text("Too few to tell")
    expect(page.get_by_role("table", name="Shares of the labels").get_by_role("row")).to_have_count(3)
    # The width of all images is the same.
    expect(table.get_by_role("row", name=re.compile("^Width"))).to_contain_text("No shift")

    page.get_by_label("Against it").select_option("all")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("4 images are in both sets")).to_be_visible()


def test_what_cannot_be_compared_is_said_beside_the_field(page, fovea, project):
    open_tab(page, project, "drift")
    page.get_by_label("Against it").select_option("split:train")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("Choose another set than the first.")).to_be_visible()
    page.get_by_label("Against it").select_option("since")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("Choose a day.")).to_be_visible()
    page.get_by_label("Against it, day").fill("2020-01-31")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("has no images: there is nothing to compare")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("What is usual").select_option("all")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("12 images are in both sets")).to_be_visible()
    expect(page.get_by_text("Nothing tells the two sets apart beyond chance.")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_drift_in_both_themes(theme, fovea, visit, project, labelled):
    described(fovea, project)
    page = visit(fovea, color_scheme=theme, bypass_csp=True)
    sign_in(page)
    open_tab(page, project, "drift", "?a=split:train&b=split:val")
    expect(page.get_by_role("table", name="What differs")).to_be_visible()
    picture(page, f"drift-{theme}")
    assert_titled(page)
    assert_accessible(page)


def test_the_document_of_the_api_knows_them(fovea):
    with urllib.request.urlopen(f"{fovea.base}/openapi.json") as answer:
        text = answer.read().decode()
    for path in ("coverage", "label-first", "label-statistics", "label-statistics/classes.csv", "drift"):
        assert f"/api/projects/{{project_id}}/{path}" in text
