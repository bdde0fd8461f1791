"""Classes of many images by keyboard alone."""

import re
import uuid

import pytest
from checks import settle
from playwright.sync_api import expect
from test_manage import fill

ONE_BACKEND = True

COUNT = 60


@pytest.fixture
def project(fovea):
    made = fovea.ada("POST", "/api/projects", {"name": "Kinds", "task_type": "CLASSIFICATION", "class_names": ["cat", "dog", "bird"]})
    fill(fovea, made, COUNT)
    return made


def images(fovea, project, query=""):
    return fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=1000&sort=filename{query}")["items"]


def label(fovea, project, name):
    return next(one for one in fovea.ada("GET", f"/api/projects/{project['id']}/labels")["items"] if one["name"] == name)


def classes(fovea, project):
    """Names of each image's classes, in the order of the images."""
    names = {one["id"]: one["name"] for one in fovea.ada("GET", f"/api/projects/{project['id']}/labels")["items"]}
    found = {}
    ids = [image["id"] for image in images(fovea, project)]
    for start in range(0, len(ids), 100):
        query = "&".join(f"image_id={one}" for one in ids[start : start + 100])
        for shape in fovea.ada("GET", f"/api/projects/{project['id']}/annotations?{query}")["items"]:
            assert shape["geometry"] == {"type": "image"}
            found.setdefault(shape["image_id"], []).append(names[shape["label_id"]])
    return [sorted(found.get(one, [])) for one in ids]


def open_page(page, project, query=""):
    page.goto(f"/projects/{project['id']}/classify{query}")
    settle(page)
    expect(page.get_by_role("option").first).to_have_accessible_name(re.compile("no class|cat|dog|bird"))


def saved(page):
    expect(page.locator("[data-save]")).to_have_attribute("data-save", "saved")


def cell(page, index):
    return page.locator(f"[data-index='{index}']")


def test_every_image_by_keyboard_alone(page, fovea, project):
    open_page(page, project)
    wanted = ["cat", "dog", "bird"]
    for number in range(COUNT):
        # Giving a class goes on by itself; the next image's classes are there before its key is pressed.
        expect(cell(page, number)).to_have_class(re.compile("focused"))
        expect(cell(page, number)).to_have_accessible_name(re.compile("no class"))
        page.keyboard.press(str(number % 3 + 1))
    saved(page)
    assert classes(fovea, project) == [[wanted[number % 3]] for number in range(COUNT)]
    page.keyboard.press("Enter")
    expect(page.get_by_text("Every image from here on has a class.")).to_be_visible()
    page.get_by_text("Without a class").click()
    expect(page.get_by_role("heading", name="Every image has a class")).to_be_visible()


def test_replace_take_undo_select_and_confirm(page, fovea, project):
    open_page(page, project)
    page.keyboard.press("1")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("2")
    expect(cell(page, 0)).to_have_accessible_name(re.compile("dog"))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("2")
    expect(cell(page, 0)).to_have_accessible_name(re.compile("no class"))
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(cell(page, 0)).to_have_accessible_name(re.compile("cat"))
    saved(page)
    assert classes(fovea, project)[0] == ["cat"]
    # Several at once.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(cell(page, 4)).to_have_class(re.compile("focused"))
    saved(page)
    assert classes(fovea, project)[:5] == [["cat"], ["bird"], ["bird"], ["bird"], []]
    assert [image["status"] for image in images(fovea, project)[:5]] == ["IN_PROGRESS", "DONE", "DONE", "DONE", "NEW"]
    # Letters that a label claims, and the whole thing taken away again.
    fovea.ada("PATCH", f"/api/labels/{label(fovea, project, 'dog')['id']}", {"hotkey": "x"})
    open_page(page, project)
    page.keyboard.press("x")
    expect(cell(page, 0)).to_have_accessible_name(re.compile("dog"))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Backspace")
    expect(cell(page, 0)).to_have_accessible_name(re.compile("no class"))
    saved(page)
    assert classes(fovea, project)[0] == []


def test_searching_and_making_a_class_on_the_way(page, fovea, project):
    open_page(page, project)
    page.keyboard.press("/")
    page.keyboard.type("bi")
    page.keyboard.press("Enter")
    expect(cell(page, 0)).to_have_accessible_name(re.compile("bird"))
    page.keyboard.press("/")
    page.keyboard.type("axolotl")
    page.keyboard.press("Enter")
    expect(cell(page, 1)).to_have_accessible_name(re.compile("axolotl"))
    saved(page)
    assert classes(fovea, project)[:2] == [["bird"], ["axolotl"]]


def test_several_classes_an_image(page, fovea, project):
    fovea.ada("PATCH", f"/api/projects/{project['id']}", {"metadata": {"multi_label": True}})
    open_page(page, project)
    page.keyboard.press("1")
    page.keyboard.press("2")
    expect(cell(page, 0)).to_have_accessible_name(re.compile("cat, dog"))
    page.keyboard.press("Enter")
    page.keyboard.press("3")
    saved(page)
    assert classes(fovea, project)[:2] == [["cat", "dog"], ["bird"]]


def test_somebody_was_first(page, fovea, project):
    open_page(page, project)
    first = images(fovea, project)[0]
    bird = label(fovea, project, "bird")["id"]
    ops = [{"action": "create", "id": str(uuid.uuid4()), "label_id": bird, "geometry": {"type": "image"}}]
    fovea.ada("PATCH", f"/api/images/{first['id']}/annotations", {"ops": ops})
    page.keyboard.press("1")
    expect(page.get_by_text("Somebody was first")).to_be_visible()
    expect(cell(page, 0)).to_have_accessible_name(re.compile("bird"))
    saved(page)
    assert classes(fovea, project)[0] == ["bird"]


def test_nothing_is_lost_while_the_server_is_away(page, fovea, project):
    open_page(page, project)
    page.context.set_offline(True)
    page.keyboard.press("1")
    expect(page.locator("[data-save]")).to_have_attribute("data-save", "offline")
    expect(cell(page, 0)).to_have_accessible_name(re.compile("cat"))
    # Back online it goes by itself.
    page.context.set_offline(False)
    saved(page)
    assert classes(fovea, project)[0] == ["cat"]


def test_quick_look_and_columns(page, project):
    open_page(page, project)
    expect(page.get_by_role("status", name="Columns")).to_have_text("6")
    page.keyboard.press("-")
    expect(page.get_by_role("status", name="Columns")).to_have_text("5")
    page.keyboard.press("Space")
    expect(page.get_by_role("dialog", name=re.compile("Quick look"))).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(cell(page, 1)).to_have_class(re.compile("focused"))
    # The page of a project about classes stands before its images.
    places = page.get_by_role("navigation", name="Project").get_by_role("link").all_inner_texts()
    assert places.index("Classify") < places.index("Images")
