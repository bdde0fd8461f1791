"""Groups of a batch: found by looks, named, merged, moved between and labelled, by mouse and by keyboard."""

import re

import pytest
from checks import assert_accessible, settle
from drawn_discs import discs
from playwright.sync_api import expect

# What the server answers is tested on both backends without a browser (Tests/CurationTests).
ONE_BACKEND = True


@pytest.fixture
def project(fovea, tmp_path):
    return discs(fovea, tmp_path)


def batch_of(fovea, project):
    return fovea.ada("GET", f"/api/batches?project_id={project['id']}")["items"][0]


def group(page, name):
    return page.get_by_role("region", name=re.compile(f"^{name}, "))


def make(page, project):
    page.goto(f"/projects/{project['id']}/curate/groups")
    settle(page)
    page.get_by_role("button", name="New batch").click()
    page.get_by_role("textbox", name="Name").fill("All discs")
    page.get_by_role("button", name="Create").click()
    expect(group(page, "Not analysed yet")).to_be_visible()
    page.get_by_role("button", name="Analyse…").click()
    page.get_by_label("Smallest group").fill("3")
    page.get_by_role("button", name="Analyse", exact=True).click()
    expect(group(page, "1")).to_be_visible()


def test_groups_are_found_and_arranged(page, fovea, project):
    page.goto(f"/projects/{project['id']}/curate/groups")
    settle(page)
    assert_accessible(page)
    make(page, project)
    content = fovea.ada("GET", f"/api/batches/{batch_of(fovea, project)['id']}")
    found = {}
    for image in content["images"]:
        found.setdefault(image["group_label"], set()).add(image["filename"].split()[0])
    assert sorted(map(sorted, found.values())) == [["blue"], ["green"], ["red"]]
    assert_accessible(page)

    # A name, and one group with another.
    group(page, "1").get_by_role("button", name="Commands for 1").click()
    page.get_by_role("menuitem", name="Rename or merge").click()
    page.get_by_role("textbox", name="Name").fill("round")
    page.get_by_role("button", name="Rename", exact=True).click()
    expect(group(page, "round")).to_be_visible()
    group(page, "2").get_by_role("button", name="Commands for 2").click()
    page.get_by_role("menuitem", name="Rename or merge").click()
    page.get_by_role("textbox", name="Name").fill("round")
    page.get_by_role("button", name="Merge with round").click()
    expect(group(page, "round").get_by_role("option")).to_have_count(8)

    # By keyboard: two of them to a new group.
    group(page, "round").get_by_role("listbox").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_text("2 images selected")).to_be_visible()
    page.keyboard.press("m")
    page.get_by_role("textbox", name="Name").fill("odd")
    page.keyboard.press("Enter")
    expect(group(page, "odd").get_by_role("option")).to_have_count(2)
    expect(group(page, "round").get_by_role("option")).to_have_count(6)
    assert_accessible(page)

    # Analysing again leaves all that.
    page.get_by_role("button", name="Analyse…").click()
    page.get_by_label("Smallest group").fill("3")
    page.get_by_role("button", name="Analyse", exact=True).click()
    expect(page.get_by_role("button", name="Analyse…")).to_be_enabled()
    expect(group(page, "odd").get_by_role("option")).to_have_count(2)
    expect(group(page, "round").get_by_role("option")).to_have_count(6)


def test_a_group_becomes_a_class(page, fovea, project):
    make(page, project)
    members = {one["image_id"] for one in fovea.ada("GET", f"/api/batches/{batch_of(fovea, project)['id']}")["images"] if one["group_label"] == "1"}
    group(page, "1").get_by_role("button", name="Commands for 1").click()
    page.get_by_role("menuitem", name="Give a class").click()
    page.get_by_role("button", name="Give the class").click()
    expect(page.get_by_text("4 images are disc.")).to_be_visible()
    for one in members:
        shapes = fovea.ada("GET", f"/api/images/{one}/annotations")["items"]
        assert [shape["geometry"] for shape in shapes] == [{"type": "image"}]
