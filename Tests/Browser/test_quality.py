"""The Curate page's Quality tab: computing, histograms with a range, flags, the selection; the image's details; filters elsewhere."""

import os
import re

import pytest
from checks import assert_accessible, assert_titled, settle
from conftest import sign_in
from playwright.sync_api import expect

# What the server answers is tested on both backends without a browser (Tests/CurationTests).
ONE_BACKEND = True

COUNT = 14


@pytest.fixture(scope="module")
def project(fovea, photographs):
    made = fovea.ada("POST", "/api/projects", {"name": "Measured", "task_type": "DETECTION", "class_names": ["RBC"]})
    fovea.ada.upload(made["id"], sorted((photographs / "JPEGImages").glob("*.jpg"))[:COUNT])
    return made


def open_tab(page, project, query=""):
    page.goto(f"/projects/{project['id']}/curate/quality{query}")
    settle(page)


def cells(page):
    return page.get_by_role("listbox").get_by_role("option")


def images(fovea, project, query):
    return [one["id"] for one in fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=100&{query}")["items"]]


def wait_until_measured(page, project):
    open_tab(page, project)
    expect(page.get_by_text(re.compile("left$"))).to_have_count(0, timeout=120_000)


def picture(page, name):
    """For whoever wants to look at what was built."""
    if folder := os.environ.get("FOVEA_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png")


def test_an_empty_project_says_what_to_do(fovea, page):
    made = fovea.ada("POST", "/api/projects", {"name": "Empty", "task_type": "DETECTION"})
    open_tab(page, made)
    expect(page.get_by_role("heading", name="No images yet")).to_be_visible()
    expect(page.get_by_role("link", name="Add images")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_tab_in_both_themes(theme, fovea, visit, project):
    page = visit(fovea, color_scheme=theme, bypass_csp=True)
    sign_in(page)
    wait_until_measured(page, project)
    expect(cells(page)).to_have_count(COUNT)
    page.wait_for_timeout(500)
    picture(page, f"quality-{theme}")
    assert_titled(page)
    assert_accessible(page)


def test_ranges_flags_and_order_choose_images(fovea, page, project):
    wait_until_measured(page, project)
    expect(page.get_by_role("link", name="Curate")).to_have_attribute("aria-current", "page")
    piqe = page.get_by_role("region", name="PIQE")
    piqe.get_by_role("button", name="PIQE").click()
    expect(page).to_have_url(re.compile("sort=-piqe"))
    expect(cells(page)).to_have_count(COUNT)
    listed = cells(page).evaluate_all("all => all.map(one => one.querySelector('a')?.href ?? one.outerHTML)")
    wanted = images(fovea, project, "sort=-piqe")
    assert len(listed) == COUNT and all(id in text for id, text in zip(wanted, listed)), listed[0]

    # By the keyboard: the lower slider, up until some fall out.
    slider = piqe.get_by_label("PIQE, at least")
    slider.focus()
    slider.press("End")
    expect(page).to_have_url(re.compile("min_piqe="))
    bound = re.search(r"min_piqe=([\d.]+)", page.url)[1]
    expect(page.get_by_role("button", name=re.compile("Remove the filter PIQE"))).to_be_visible()
    few = images(fovea, project, f"min_piqe={bound}")
    assert len(few) < COUNT
    expect(cells(page)).to_have_count(len(few)) if few else expect(page.get_by_role("heading", name="No image matches the filter")).to_be_visible()
    page.get_by_role("button", name=re.compile("Remove the filter PIQE")).click()
    expect(cells(page)).to_have_count(COUNT)

    # By dragging over the columns.
    box = page.get_by_role("region", name="Sharpness").get_by_role("img").bounding_box()
    page.mouse.move(box["x"] + 1, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 20, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile("max_sharpness="))
    bound = re.search(r"max_sharpness=([\d.]+)", page.url)[1]
    expect(cells(page)).to_have_count(len(images(fovea, project, f"max_sharpness={bound}")))
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("Remove the filter Sharpness")).click()

    blurry = images(fovea, project, "flag=blurry")
    flag = page.get_by_role("region", name="Looks").get_by_role("button", name="Blurry")
    expect(flag).to_contain_text(str(len(blurry)))
    flag.click()
    expect(flag).to_have_attribute("aria-pressed", "true")
    expect(cells(page)).to_have_count(len(blurry))


def test_the_selection_can_be_acted_on(fovea, page, project):
    wait_until_measured(page, project)
    worst = images(fovea, project, "sort=-brisque")[:2]
    page.get_by_role("listbox").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    bar = page.get_by_role("toolbar", name="Selection")
    expect(bar).to_contain_text("2 images selected")
    picture(page, "quality-selection")
    bar.get_by_role("button", name="Status", exact=True).click()
    page.get_by_role("menuitem", name="Done").or_(page.get_by_role("menuitemcheckbox", name="Done")).first.click()
    expect(page.get_by_text(re.compile("2 images")).first).to_be_visible()
    page.wait_for_timeout(500)
    done = images(fovea, project, "status=DONE")
    assert len(done) == 2 and set(done) <= set(images(fovea, project, "sort=-brisque")[:4]), (done, worst)


def test_details_and_filters_tell_it_too(fovea, page, project):
    wait_until_measured(page, project)
    image = images(fovea, project, "sort=-brisque")[0]
    found = fovea.ada("GET", f"/api/images/{image}/quality")
    assert found["status"] == "measured" and {"brisque", "niqe", "piqe"} <= set(found["metrics"]), found
    page.goto(f"/projects/{project['id']}/images/{image}")
    settle(page)
    page.get_by_role("tab", name="Details").click()
    expect(page.get_by_role("heading", name="Quality")).to_be_visible()
    expect(page.get_by_text("BRISQUE")).to_be_visible()
    page.goto(f"/projects/{project['id']}/images?flag=blurry&min_brisque=10&sort=-brisque")
    settle(page)
    expect(page.get_by_role("button", name="Remove the filter Looks: Blurry")).to_be_visible()
    expect(page.get_by_role("button", name="Remove the filter BRISQUE: from 10")).to_be_visible()
    expect(cells(page)).to_have_count(len(images(fovea, project, "flag=blurry&min_brisque=10")))
