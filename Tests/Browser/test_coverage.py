"""Curate > Coverage: counting how unique and representative images are, and picking which to label first."""

import os
import re
import time
import uuid

import pytest
from checks import assert_accessible, assert_titled, settle
from conftest import sign_in
from drawn_discs import described, discs, image, shown
from fovea_server import PASSWORD, Api
from playwright.sync_api import expect

# What the server answers is tested on both backends without a browser (Tests/CurationTests).
ONE_BACKEND = True


@pytest.fixture
def project(fovea, tmp_path):
    return discs(fovea, tmp_path)


def open_tab(page, project, query=""):
    page.goto(f"/projects/{project['id']}/curate/coverage{query}")
    settle(page)


def counted(fovea, project):
    described(fovea, project)
    fovea.ada("POST", f"/api/projects/{project['id']}/coverage")
    for _ in range(600):
        state = fovea.ada("GET", f"/api/projects/{project['id']}/coverage")
        if state["job_id"] is None and state["counted"] == state["embedded"]:
            return
        time.sleep(0.1)
    raise AssertionError(state)


def label(fovea, project, name):
    one = image(fovea, project, name)
    labels = fovea.ada("GET", f"/api/projects/{project['id']}/labels")["items"]
    geometry = {"type": "box", "x": 72, "y": 30, "width": 180, "height": 180}
    change = {"action": "create", "id": str(uuid.uuid4()), "label_id": labels[0]["id"], "geometry": geometry}
    fovea.ada("PATCH", f"/api/images/{one['id']}/annotations", {"ops": [change]})


def picture(page, name):
    """For whoever wants to look at what was built."""
    if folder := os.environ.get("FOVEA_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png")


def listed(fovea, project, query):
    return [one["filename"] for one in fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=100&{query}")["items"]]


def test_it_says_what_is_needed_first(fovea, page, project):
    empty = fovea.ada("POST", "/api/projects", {"name": "Empty", "task_type": "DETECTION"})
    open_tab(page, empty)
    expect(page.get_by_role("heading", name="No images yet")).to_be_visible()
    open_tab(page, project)
    expect(page.get_by_role("heading", name="The images are not described yet")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Go to Embeddings").click()
    expect(page).to_have_url(re.compile("/curate/embeddings"))


def test_images_are_counted_and_chosen_by_what_was_counted(fovea, page, project):
    described(fovea, project)
    open_tab(page, project)
    expect(page.get_by_text("Not counted yet.")).to_be_visible()
    page.get_by_role("button", name="Count", exact=True).click()
    unique = page.get_by_role("region", name="Uniqueness")
    expect(unique).to_be_visible()
    expect(page.get_by_text("12 images counted")).to_be_visible()
    expect(page.locator(".shot")).to_have_count(12)
    assert shown(page) == listed(fovea, project, "sort=-uniqueness")
    page.get_by_role("button", name="Representativeness", exact=True).click()
    expect(page).to_have_url(re.compile("sort=-representativeness"))
    expect(page.get_by_label("Order")).to_have_value("-representativeness")
    page.wait_for_function(
        "(name) => document.querySelector('.shot')?.ariaLabel?.startsWith(name)", arg=listed(fovea, project, "sort=-representativeness")[0]
    )

    slider = unique.get_by_label("Uniqueness, at least")
    slider.focus()
    slider.press("End")
    expect(page).to_have_url(re.compile("min_uniqueness="))
    bound = re.search(r"min_uniqueness=([\d.]+)", page.url)[1]
    few = listed(fovea, project, f"min_uniqueness={bound}")
    assert 0 < len(few) < 12
    expect(page.locator(".shot")).to_have_count(len(few))
    page.get_by_role("button", name=re.compile("Remove the filter Uniqueness")).click()
    expect(page.locator(".shot")).to_have_count(12)

    # The image says it of itself, and the list of images filters by it as well.
    one = image(fovea, project, few[0])
    page.goto(f"/projects/{project['id']}/images/{one['id']}?panel=details")
    expect(page.get_by_role("heading", name="Among the others")).to_be_visible()
    page.goto(f"/projects/{project['id']}/images?min_uniqueness={bound}&sort=-uniqueness")
    settle(page)
    expect(page.locator(".shot")).to_have_count(len(few))
    expect(page.get_by_role("button", name=re.compile("Remove the filter Uniqueness: from"))).to_be_visible()


def test_images_to_label_first_are_picked_selected_and_tagged(fovea, page, project):
    counted(fovea, project)
    label(fovea, project, "red 0.png")
    fovea.ada("POST", f"/api/projects/{project['id']}/tags", {"name": "first batch", "color": "#3366cc"})
    open_tab(page, project)
    expect(page.locator(".shot")).to_have_count(12)
    wanted = page.get_by_label("How many")
    expect(wanted).to_have_value("50")
    wanted.fill("none")
    wanted.press("Enter")
    expect(page.get_by_text("A whole number from 1 to 1000.")).to_be_visible()
    wanted.fill("2")
    page.get_by_role("button", name="Pick images to label first").click()
    expect(page.locator(".shot")).to_have_count(2)
    expect(page.get_by_text("2 of 11 images picked.")).to_be_visible()
    expect(page.get_by_text("2 images to label first")).to_be_visible()
    assert {name.split()[0] for name in shown(page)} == {"green", "blue"}
    bar = page.get_by_role("toolbar", name="Selection")
    expect(bar).to_contain_text("2 images selected")
    picture(page, "coverage-picks")
    bar.get_by_role("button", name="Tags").click()
    page.get_by_role("menuitemcheckbox", name="first batch").or_(page.get_by_role("menuitem", name="first batch")).first.click()
    tag = next(one for one in fovea.ada("GET", f"/api/projects/{project['id']}/tags")["items"] if one["name"] == "first batch")
    for _ in range(100):
        tagged = listed(fovea, project, f"tag_id={tag['id']}")
        if len(tagged) == 2:
            break
        time.sleep(0.1)
    assert {name.split()[0] for name in tagged} == {"green", "blue"}

    # An image is opened and labelled: coming back, the same ones are there.
    before = shown(page)
    label(fovea, project, before[0])
    page.get_by_role("listbox").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/images/"))
    page.go_back()
    expect(page.locator(".shot")).to_have_count(2)
    assert shown(page) == before
    # Picked again, the rest is complemented.
    page.get_by_role("button", name="Pick images to label first").click()
    expect(page.get_by_text("2 of 10 images picked.")).to_be_visible()
    assert before[0] not in shown(page) and before[1] in shown(page)
    page.get_by_role("button", name="Show all images").click()
    expect(page.locator(".shot")).to_have_count(12)


def test_a_filter_narrows_the_choice(fovea, page, project):
    described(fovea, project)
    open_tab(page, project, "?text=green&first=3")
    expect(page.locator(".shot")).to_have_count(3)
    assert all(name.startswith("green") for name in shown(page))
    expect(page.get_by_text("3 of 4 images picked.")).to_be_visible()
    expect(page.get_by_text("among those that match the filter")).to_be_visible()


def test_a_viewer_looks_and_picks_nothing(fovea, visit, project):
    counted(fovea, project)
    token = fovea.ada("POST", "/api/invitations", {})["token"]
    account = {"username": "vera", "email": "vera@example.org", "password": PASSWORD, "invitation": token}
    Api(fovea.base)("POST", "/api/auth/register", account)
    fovea.ada("POST", f"/api/projects/{project['id']}/members", {"username": "vera", "role": "viewer"})
    page = visit(fovea)
    sign_in(page, "vera")
    open_tab(page, project)
    expect(page.locator(".shot")).to_have_count(12)
    expect(page.get_by_role("region", name="Uniqueness")).to_be_visible()
    expect(page.get_by_role("button", name="Pick images to label first")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_tab_in_both_themes(theme, fovea, visit, project):
    counted(fovea, project)
    page = visit(fovea, color_scheme=theme, bypass_csp=True)
    sign_in(page)
    open_tab(page, project, "?first=3")
    expect(page.locator(".shot")).to_have_count(3)
    page.wait_for_timeout(500)
    picture(page, f"coverage-{theme}")
    assert_titled(page)
    assert_accessible(page)
