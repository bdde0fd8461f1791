"""Images by likeness: a model is chosen, images are described, and what looks alike is found from everywhere it is asked."""

import re
import uuid

import pytest
from checks import assert_accessible, settle
from drawn_discs import described, discs, draw, image, shown
from playwright.sync_api import expect


@pytest.fixture
def project(fovea, tmp_path):
    return discs(fovea, tmp_path)


def test_a_model_is_chosen_and_describes_the_images(page, fovea, project):
    page.goto(f"/projects/{project['id']}/curate/embeddings")
    settle(page)
    expect(page.get_by_role("radio")).to_have_count(len(fovea.ada("GET", f"/api/projects/{project['id']}/embedding")["models"]))
    assert_accessible(page)
    page.get_by_role("button", name="Describe the images").click()
    expect(page.get_by_text("12 of 12 images described")).to_be_visible()
    expect(page.get_by_text("New images are described as they come.")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_grid_shows_what_is_like_an_image(page, fovea, project, theme):
    described(fovea, project)
    page.emulate_media(color_scheme=theme)
    page.goto(f"/projects/{project['id']}/images")
    settle(page)
    expect(page.locator(".shot")).to_have_count(12)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("s")
    expect(page).to_have_url(re.compile("similar="))
    expect(page.locator(".shot")).to_have_count(11)
    assert shown(page)[:3] and all(name.startswith("blue") for name in shown(page)[:3])
    assert_accessible(page)
    # What is found is images like any: they can be selected and changed.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    expect(page.get_by_text("1 image selected")).to_be_visible()
    page.get_by_role("button", name=re.compile("Stop looking for images like")).click()
    expect(page.locator(".shot")).to_have_count(12)


def test_a_picture_from_this_computer_is_looked_for(page, fovea, project, tmp_path):
    described(fovea, project)
    page.goto(f"/projects/{project['id']}/images")
    settle(page)
    page.get_by_role("button", name="Find similar images").click()
    expect(page.get_by_text("Words find nothing with this model")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(draw(tmp_path / "other.png", "green", 11))
    expect(page.get_by_text("other.png")).to_be_visible()
    expect(page.locator(".shot")).to_have_count(12)
    assert all(name.startswith("green") for name in shown(page)[:4])
    # The picture is not kept: another visit says so.
    page.reload()
    expect(page.get_by_role("heading", name="The picture is no longer here")).to_be_visible()
    page.get_by_role("button", name="All images").click()
    expect(page.locator(".shot")).to_have_count(12)


def test_strips_stand_in_the_details_and_in_the_quick_look(page, fovea, project):
    one = image(fovea, project, "red 0.png")
    page.goto(f"/projects/{project['id']}/images/{one['id']}?panel=details")
    settle(page)
    expect(page.get_by_role("link", name="choose one under Curate")).to_be_visible()
    described(fovea, project)
    page.reload()
    strip = page.get_by_role("list", name="Similar images")
    expect(strip.get_by_role("link").first).to_have_accessible_name(re.compile(r"^red \d\.png, similarity 0\.\d\d|1\.00"))
    assert_accessible(page)
    page.goto(f"/projects/{project['id']}/images")
    settle(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_role("dialog").get_by_role("list", name="Similar images").get_by_role("link").first).to_have_accessible_name(
        re.compile("^blue")
    )
    assert_accessible(page)


def test_the_selected_object_is_looked_for(page, fovea, project):
    described(fovea, project)
    one = image(fovea, project, "green 1.png")
    labels = fovea.ada("GET", f"/api/projects/{project['id']}/labels")["items"]
    geometry = {"type": "box", "x": 72, "y": 30, "width": 180, "height": 180}
    change = {"action": "create", "id": str(uuid.uuid4()), "label_id": labels[0]["id"], "geometry": geometry}
    fovea.ada("PATCH", f"/api/images/{one['id']}/annotations", {"ops": [change]})
    page.goto(f"/projects/{project['id']}/images/{one['id']}")
    settle(page)
    expect(page.get_by_role("list", name="Objects").or_(page.get_by_text("disc").first).first).to_be_visible()
    page.locator("canvas").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("y")
    expect(page).to_have_url(re.compile(r"region=72%2C30%2C180%2C180"))
    expect(page.locator(".shot")).to_have_count(12)
    assert all(name.startswith("green") for name in shown(page)[:4])
