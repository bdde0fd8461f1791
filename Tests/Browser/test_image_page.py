"""The image page: draw, change, label, undo, by mouse and by keyboard; what is seen is what the server has."""

import re

import pytest
from playwright.sync_api import expect
from workspace import Workspace, close_to


@pytest.fixture(scope="module")
def project(fovea, photographs):
    made = fovea.ada("POST", "/api/projects", {"name": "Workspace", "task_type": "DETECTION", "class_names": ["RBC", "WBC", "Platelets"]})
    fovea.ada.upload(made["id"], sorted((photographs / "JPEGImages").glob("*.jpg"))[100:112])
    return made


@pytest.fixture(scope="module")
def images(fovea, project):
    return iter(fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=50&sort=filename")["items"])


@pytest.fixture
def work(page, fovea, project, images):
    """An image of its own for each test."""
    return Workspace(page, fovea, project, next(images)).open()


def test_a_box_is_drawn_labelled_moved_resized_and_deleted(work):
    page = work.page
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    [box] = work.saved()
    close_to(box["geometry"], 100, 100, 100, 80)
    page.keyboard.press("2")
    [box] = work.saved()
    names = {label["id"]: label["name"] for label in work.fovea.ada("GET", f"/api/projects/{work.project['id']}/labels")["items"]}
    assert names[box["label_id"]] == "WBC" and box["version"] == 2
    page.keyboard.press("v")
    work.drag((150, 140), (190, 160))
    close_to(work.saved()[0]["geometry"], 140, 120, 100, 80)
    work.drag((240, 200), (300, 260))
    close_to(work.saved()[0]["geometry"], 140, 120, 160, 140)
    page.keyboard.press("Delete")
    assert work.saved() == []


def test_two_clicks_make_a_box_and_esc_gives_one_up(work):
    page = work.page
    page.keyboard.press("b")
    work.click(300, 200)
    page.mouse.move(*work.at(350, 250))
    page.keyboard.press("Escape")
    work.click(50, 60)
    work.click(150, 160)
    [box] = work.saved()
    close_to(box["geometry"], 50, 60, 100, 100)


def test_a_polygon_is_drawn_and_its_vertex_dragged(work):
    page = work.page
    page.keyboard.press("p")
    for point in ((100, 100), (200, 90), (260, 200), (120, 220), (300, 300)):
        work.click(*point)
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    [polygon] = work.saved()
    assert polygon["geometry"]["type"] == "polygon" and len(polygon["geometry"]["points"]) == 4
    page.keyboard.press("v")
    work.drag((260, 200), (300, 240))
    [polygon] = work.saved()
    x, y = polygon["geometry"]["points"][2]
    assert abs(x - 300) < 2 and abs(y - 240) < 2


def test_undo_and_redo_also_reach_the_server(work):
    page = work.page
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    [before] = work.saved()
    page.keyboard.press("Delete")
    assert work.saved() == []
    page.keyboard.press("Control+z")
    [after] = work.saved()
    assert after["id"] == before["id"] and after["geometry"] == before["geometry"]
    page.keyboard.press("Control+z")
    assert work.saved() == []
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("Control+y")
    assert work.saved() == []
    expect(work.rows()).to_have_count(0)


def test_hands_on_the_keyboard(work):
    page = work.page
    page.keyboard.press("b")
    work.drag((300, 100), (400, 180))
    work.drag((100, 200), (200, 280))
    work.saved()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_role("application").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".object-row.on")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    boxes = sorted(work.saved(), key=lambda one: one["geometry"]["y"])
    close_to(boxes[0]["geometry"], 301, 110, 100, 80)
    page.keyboard.press("/")
    page.keyboard.type("plat")
    page.keyboard.press("Enter")
    expect(work.row("Platelets")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Delete")
    assert len(work.saved()) == 1


def test_a_box_is_drawn_without_a_pointer(work):
    page = work.page
    page.get_by_role("application").focus()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    [box] = work.saved()
    close_to(box["geometry"], work.image["width"] / 2, work.image["height"] / 2, 40, 40)


def test_images_are_walked_and_the_address_follows(work):
    page = work.page
    name = page.locator(".work-name strong")
    expect(name).to_have_text(work.image["filename"])
    page.keyboard.press("d")
    expect(name).not_to_have_text(work.image["filename"])
    assert work.image["id"] not in page.url
    page.keyboard.press("ArrowLeft")
    expect(name).to_have_text(work.image["filename"])
    expect(page.get_by_role("navigation", name=re.compile("Filmstrip"))).to_be_visible()
    page.get_by_role("button", name="Hide the filmstrip").click()
    page.get_by_role("button", name="Hide the panel").click()
    expect(page).to_have_url(re.compile("film=hide.*panel=none"))
    page.reload()
    expect(page.get_by_role("complementary", name="Panel")).to_have_count(0)


def test_status_review_split_and_tags(work):
    page = work.page
    page.get_by_label("Status").select_option("DONE")
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("tab", name="Details").click()
    page.get_by_label("Split").select_option("val")
    page.get_by_label("Add a tag").fill("sharp")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("button", name="Remove sharp")).to_be_visible()
    page.reload()
    work.ready()
    stored = work.fovea.ada("GET", f"/api/images/{work.image['id']}")
    assert (stored["status"], stored["review_status"], stored["split"], len(stored["tag_ids"])) == ("DONE", "APPROVED", "val", 1)


def test_comments_and_history(work):
    page = work.page
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    work.saved()
    page.get_by_role("tab", name="Comments").click()
    page.get_by_label(re.compile("^Comment on ")).fill("Is this one cell or two?")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Is this one cell or two?")).to_be_visible()
    expect(page.locator(".thread-head .btn .icon").first).to_be_visible()
    expect(page.locator(".thread-head")).not_to_contain_text("On the image")
    page.get_by_role("tab", name="History").click()
    expect(page.get_by_text(re.compile(r"^Added .* \(box\)$"))).to_be_visible()
