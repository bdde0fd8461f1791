"""The image grid: upload, look, filter, select, change many, the bin."""

import re

import pytest
from checks import settle
from playwright.sync_api import expect

COUNT = 30


@pytest.fixture(scope="module")
def project(fovea, photographs):
    made = fovea.ada("POST", "/api/projects", {"name": "Grid", "task_type": "DETECTION", "class_names": ["RBC", "WBC"]})
    fovea.ada.upload(made["id"], sorted((photographs / "JPEGImages").glob("*.jpg"))[:COUNT])
    return made


def images(fovea, project, query=""):
    return fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=200&sort=filename{query}")["items"]


def open_grid(page, project, query=""):
    page.goto(f"/projects/{project['id']}/images{query}")
    settle(page)


def cell(page, index):
    return page.locator(f"[data-index='{index}']")


def cells(page):
    return page.get_by_role("listbox").get_by_role("option")


def selected(page):
    return page.get_by_role("listbox").get_by_role("option", selected=True)


def test_an_empty_project_asks_for_images_and_takes_them(page, fovea, photographs, tmp_path):
    made = fovea.ada("POST", "/api/projects", {"name": "Fresh", "task_type": "DETECTION"})
    text = tmp_path / "notes.jpg"
    text.write_text("not a photograph")
    open_grid(page, made)
    expect(page.get_by_role("heading", name="No images yet")).to_be_visible()
    files = sorted((photographs / "JPEGImages").glob("*.jpg"))[:3]
    page.get_by_label("Images to upload").set_input_files([*files, text])
    expect(page.get_by_text("3 images added, 1 refused")).to_be_visible()
    expect(page.get_by_role("region", name="Upload")).to_contain_text("notes.jpg")
    expect(cells(page)).to_have_count(3)
    page.get_by_label("Images to upload").set_input_files(files[:1])
    expect(page.get_by_text("0 images added, 1 double")).to_be_visible()
    assert len(images(fovea, made)) == 3


def test_the_address_is_the_filter(page, fovea, project):
    first = images(fovea, project)[0]
    fovea.ada("PATCH", f"/api/images/{first['id']}/status", {"status": "DONE"})
    open_grid(page, project)
    expect(page.get_by_role("status").filter(has_text=f"{COUNT} images")).to_be_visible()
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("menuitem", name="Status").click()
    page.get_by_role("menuitemcheckbox", name="Done").click()
    expect(page).to_have_url(re.compile(r"\?status=DONE$"))
    expect(cells(page)).to_have_count(1)
    page.reload()
    expect(page.get_by_role("option", name=re.compile(first["filename"]))).to_be_visible()
    page.go_back()
    expect(cells(page).nth(1)).to_be_visible()
    page.get_by_label("Search by file name").fill("no such name")
    expect(page.get_by_role("heading", name="No image matches the filter")).to_be_visible()
    page.get_by_role("button", name="Clear the filter").click()
    expect(cells(page).first).to_be_visible()


def test_selecting_by_mouse_and_keyboard_and_changing_many(page, fovea, project):
    open_grid(page, project)
    cell(page, 0).click(modifiers=["Control"])
    cell(page, 3).click(modifiers=["Shift"])
    expect(selected(page)).to_have_count(4)
    cell(page, 1).click()
    expect(selected(page)).to_have_count(3)
    page.keyboard.press("Escape")
    expect(selected(page)).to_have_count(0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowRight")
    expect(selected(page)).to_have_count(2)
    page.get_by_role("toolbar", name="Selection").get_by_role("button", name="Split").click()
    page.get_by_role("menuitem", name="Test").click()
    expect(page.get_by_text("2 images changed")).to_be_visible()
    assert len(images(fovea, project, "&split=test")) == 2


def test_a_dragged_rectangle_selects_what_it_touches(page, project):
    open_grid(page, project)
    first, far = cell(page, 0).bounding_box(), cell(page, 2).bounding_box()
    page.mouse.move(first["x"] + 20, first["y"] + 60)
    page.mouse.down()
    page.mouse.move(far["x"] + 10, far["y"] + 70, steps=4)
    page.mouse.up()
    expect(selected(page)).to_have_count(3)
    expect(page).to_have_url(re.compile("/images$"))


def test_the_bin_gives_back(page, fovea, project):
    before = len(images(fovea, project))
    open_grid(page, project)
    cell(page, 4).click(modifiers=["Control"])
    page.keyboard.press("Delete")
    expect(page.get_by_text("1 image moved to the bin")).to_be_visible()
    assert len(images(fovea, project)) == before - 1
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 image restored")).to_be_visible()
    assert len(images(fovea, project)) == before
    cell(page, 4).click(modifiers=["Control"])
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Open the bin").click()
    expect(cells(page)).to_have_count(1)
    cell(page, 0).click(modifiers=["Control"])
    with page.expect_response("**/images/bulk") as answer:
        page.get_by_role("button", name="Restore").click()
    assert answer.value.ok
    expect(page.get_by_role("heading", name="The bin is empty")).to_be_visible()
    assert len(images(fovea, project)) == before


def test_quick_look_walks_and_closes_with_the_same_key(page, fovea, project):
    names = [image["filename"] for image in images(fovea, project)]
    open_grid(page, project)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_role("dialog", name=f"Quick look: {names[0]}")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("img", name=names[1])).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_labels_are_drawn_on_thumbnails_when_wanted(page, fovea, project):
    label = fovea.ada("GET", f"/api/projects/{project['id']}/labels")["items"][0]
    image = images(fovea, project)[6]
    box = {"type": "box", "x": 10, "y": 20, "width": 200, "height": 100}
    op = {"action": "create", "id": "0a000000-0000-4000-8000-000000000001", "label_id": label["id"], "geometry": box}
    fovea.ada("PATCH", f"/api/images/{image['id']}/annotations", {"ops": [op]})
    open_grid(page, project)
    expect(page.locator("svg.shapes-over")).to_have_count(0)
    page.get_by_role("button", name="Draw labels on the thumbnails").click()
    expect(cell(page, 6).locator("svg.shapes-over path").first).to_have_attribute("d", "M10 20h200v100h-200z")


def test_only_cells_in_view_exist(page, project):
    page.set_viewport_size({"width": 900, "height": 500})
    open_grid(page, project)
    page.get_by_label("Density").get_by_text("L").click()
    assert cells(page).count() < COUNT
    page.get_by_role("listbox").evaluate("box => box.scrollTop = box.scrollHeight")
    expect(cell(page, COUNT - 1)).to_be_visible()
    expect(cell(page, 0)).to_have_count(0)
