"""Likely mistakes of labels: a model's word beside the labels, each put right or dismissed with one key."""

import uuid

import pytest
from checks import assert_accessible, settle
from conftest import sign_in
from planted import put_analysis
from playwright.sync_api import expect

# What the server answers is tested on both backends without a browser (Tests/CurationTests).
ONE_BACKEND = True


@pytest.fixture
def project(fovea, photographs):
    made = fovea.ada("POST", "/api/projects", {"name": "Doubts", "task_type": "DETECTION", "class_names": ["RBC", "WBC"]})
    fovea.ada.upload(made["id"], sorted((photographs / "JPEGImages").glob("*.jpg"))[250:251])
    return made


@pytest.fixture
def image(fovea, project):
    [image] = fovea.ada("GET", f"/api/projects/{project['id']}/images")["items"]
    return image


def label(fovea, project, image, places):
    labels = {one["name"]: one["id"] for one in fovea.ada("GET", f"/api/projects/{project['id']}/labels")["items"]}
    ops = [
        {
            "action": "create",
            "id": str(uuid.uuid4()),
            "label_id": labels[name],
            "geometry": {"type": "box", "x": x, "y": y, "width": 80, "height": 80},
        }
        for name, x, y in places
    ]
    fovea.ada("PATCH", f"/api/images/{image['id']}/annotations", {"ops": ops})
    return labels


def stored(fovea, image):
    return fovea.ada("GET", f"/api/images/{image['id']}/annotations")["items"]


def test_doubts_are_looked_at_and_decided_by_keys(page, fovea, project, image):
    page.goto(f"/projects/{project['id']}/curate/label-errors")
    settle(page)
    expect(page.get_by_text("No model has looked at these images yet")).to_be_visible()
    labels = label(fovea, project, image, [("RBC", 20, 20), ("RBC", 200, 200), ("RBC", 400, 300)])
    said = [("RBC", 0.9, (22, 20, 80, 80)), ("WBC", 0.8, (200, 202, 80, 80)), ("RBC", 0.6, (500, 50, 80, 80))]
    put_analysis(fovea, image["id"], "Finder", "3", said)

    page.reload()
    settle(page)
    page.get_by_role("button", name="Compare the labels").click()
    doubts = page.get_by_role("listbox", name="Likely mistakes").get_by_role("option")
    expect(doubts).to_have_count(3)
    expect(doubts.nth(0)).to_contain_text("RBC, not seen by the model")
    expect(doubts.nth(1)).to_contain_text("RBC, for the model WBC")
    expect(doubts.nth(2)).to_contain_text("RBC, not labelled")
    page.wait_for_function("() => [...document.querySelectorAll('.closeup img')].every((one) => one.naturalWidth > 0)")

    # Dismissed, taken back, dismissed again; then the next is applied, and the last.
    page.keyboard.press("x")
    expect(doubts).to_have_count(2)
    page.get_by_role("button", name="Undo").first.click()
    expect(doubts).to_have_count(3)
    page.keyboard.press("x")
    expect(doubts).to_have_count(2)
    expect(doubts.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(doubts).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing to look at")).to_be_visible()
    found = sorted((one["geometry"]["x"], one["label_id"]) for one in stored(fovea, image))
    assert found == [(20, labels["RBC"]), (200, labels["WBC"]), (400, labels["RBC"]), (500, labels["RBC"])]
    # The labels say now what the model says, but for what was dismissed: comparing again finds nothing new.
    page.get_by_role("button", name="Compare again").click()
    expect(page.get_by_role("button", name="Compare again")).to_be_enabled()
    expect(page.get_by_text("Nothing to look at")).to_be_visible()


def test_a_kind_alone_and_a_label_that_changed_meanwhile(page, fovea, project, image):
    label(fovea, project, image, [("RBC", 20, 20), ("RBC", 200, 200)])
    put_analysis(
        fovea, image["id"], "Finder", "3", [("RBC", 0.9, (20, 20, 80, 80)), ("WBC", 0.8, (200, 200, 80, 80)), ("WBC", 0.7, (500, 50, 80, 80))]
    )
    fovea.ada("POST", f"/api/projects/{project['id']}/label-errors", {"model_name": "Finder", "model_version": "3"})
    page.goto(f"/projects/{project['id']}/curate/label-errors")
    doubts = page.get_by_role("listbox", name="Likely mistakes").get_by_role("option")
    expect(doubts).to_have_count(2)
    page.get_by_role("button", name="Swapped 1").click()
    expect(doubts).to_have_count(1)
    [moved] = [one for one in stored(fovea, image) if one["geometry"]["x"] == 200]
    op = {"action": "update", "id": moved["id"], "geometry": {**moved["geometry"], "x": 210}, "version": 1}
    fovea.ada("PATCH", f"/api/images/{image['id']}/annotations", {"ops": [op]})
    page.keyboard.press("Enter")
    expect(page.locator(".mistakes-main")).to_contain_text("changed")
    expect(doubts).to_have_count(1)


def test_axe_in_both_themes(fovea, visit, project, image):
    label(fovea, project, image, [("RBC", 20, 20)])
    put_analysis(fovea, image["id"], "Finder", "3", [("WBC", 0.8, (20, 20, 80, 80)), ("RBC", 0.3, (300, 300, 40, 40))])
    fovea.ada("POST", f"/api/projects/{project['id']}/label-errors", {"model_name": "Finder", "model_version": "3"})
    for theme in ("light", "dark"):
        page = visit(fovea, color_scheme=theme, bypass_csp=True)
        sign_in(page)
        page.goto(f"/projects/{project['id']}/curate/label-errors")
        settle(page)
        expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(2)
        assert_accessible(page)
