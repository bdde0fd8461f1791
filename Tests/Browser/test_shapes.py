"""Outline and box tools and all that is around objects: each by mouse and by keyboard alone; what is seen is what is stored."""

import math
import re
import uuid

import pytest
from playwright.sync_api import expect
from workspace import Workspace, close_to

ONE_BACKEND = True


@pytest.fixture(scope="module")
def project(fovea, photographs):
    made = fovea.ada("POST", "/api/projects", {"name": "Shapes", "task_type": "SEGMENTATION", "class_names": ["RBC", "WBC", "Platelets"]})
    fovea.ada.upload(made["id"], sorted((photographs / "JPEGImages").glob("*.jpg"))[112:150])
    return made


@pytest.fixture(scope="module")
def images(fovea, project):
    return iter(fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=50&sort=filename")["items"])


@pytest.fixture
def work(page, fovea, project, images):
    return Workspace(page, fovea, project, next(images)).open("?sort=filename")


def put(work, *geometries, label=0, **more):
    """Objects that are there before the page looks; answers their ids in the same order."""
    labels = work.fovea.ada("GET", f"/api/projects/{work.project['id']}/labels")["items"]
    ids = [str(uuid.uuid4()) for _ in geometries]
    ops = [{"action": "create", "id": one, "label_id": labels[label]["id"], "geometry": geometry, **more} for one, geometry in zip(ids, geometries)]
    for start in range(0, len(ops), 1000):
        work.fovea.ada("PATCH", f"/api/images/{work.image['id']}/annotations", {"ops": ops[start : start + 1000]})
    work.page.reload()
    work.ready()
    return ids


def box(x, y, width, height):
    return {"type": "box", "x": x, "y": y, "width": width, "height": height}


def polygon(*points):
    return {"type": "polygon", "points": [list(point) for point in points]}


def geometry(work, of=None):
    found = work.saved()
    return next(one["geometry"] for one in found if of in (None, one["id"]))


def near(found, wanted, within=1.5):
    assert math.dist(found, wanted) <= within, (found, wanted)


def corners(g):
    turn = math.radians(g["angle"])
    return [
        (g["cx"] + x * math.cos(turn) - y * math.sin(turn), g["cy"] + x * math.sin(turn) + y * math.cos(turn))
        for x, y in [(sx * g["width"] / 2, sy * g["height"] / 2) for sx, sy in [(-1, -1), (1, -1), (1, 1), (-1, 1)]]
    ]


# --- rotated boxes -------------------------------------------------------------------------------------------------------
def test_a_rotated_box_is_dragged_turned_and_resized_by_mouse(work):
    page = work.page
    work.press("r")
    work.drag((200, 150), (320, 230))
    g = geometry(work)
    assert (g["type"], g["angle"]) == ("rotated_box", 0)
    near((g["cx"], g["cy"]), (260, 190))
    near((g["width"], g["height"]), (120, 80))
    work.press("v")
    # The handle that turns it stands 24 px of the screen above its top side.
    x, y = work.at(260, 150)
    page.mouse.move(x, y - 24)
    page.mouse.down()
    page.keyboard.down("Shift")
    page.mouse.move(*work.at(330, 150), steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")
    g = geometry(work)
    assert g["angle"] % 15 == 0 and 45 <= g["angle"] <= 75, g
    near((g["cx"], g["cy"]), (260, 190))
    before = corners(g)
    side = [(a + b) / 2 for a, b in zip(before[1], before[2])]
    out = [s + (s - c) * 0.5 for s, c in zip(side, (g["cx"], g["cy"]))]
    work.drag(side, out)
    after = geometry(work)
    assert abs(after["width"] - 150) < 2 and abs(after["height"] - 80) < 2 and after["angle"] == g["angle"]
    near(corners(after)[0], before[0])


def test_a_rotated_box_by_three_clicks(work):
    work.press("r")
    work.click(100, 300)
    work.click(180, 360)
    work.click(150, 250)
    g = geometry(work)
    assert abs(g["width"] - 100) < 2 and abs(g["angle"] - 36.87) < 1
    assert any(math.dist(corner, (100, 300)) < 1.5 for corner in corners(g))


def test_a_rotated_box_by_keyboard(work):
    work.focus()
    work.press("r", "Enter", "Enter", "Shift+ArrowRight*3", "Shift+ArrowDown*4", "Enter", "Shift+ArrowLeft*4", "Shift+ArrowDown*3", "Enter")
    g = geometry(work)
    near((g["width"], g["height"]), (50, 50))
    assert abs(g["angle"] - 53.13) < 0.1
    work.press(".", ">", ",", ",")
    before = geometry(work)
    assert abs(before["angle"] - (53.13 + 14)) < 0.1
    # Esc leaves the cursor, Esc the tool; then the handles: the first corner, and the last of all, which turns the box.
    work.press("Escape", "Escape", "Enter", "Shift+Tab", "Enter", "Shift+ArrowRight*4", "Enter")
    turned = geometry(work)
    assert abs(turned["angle"] - before["angle"]) > 5 and {**turned, "angle": 0} == {**before, "angle": 0}


# --- polygons ------------------------------------------------------------------------------------------------------------
def test_a_polygon_freehand(work):
    page = work.page
    work.press("p")
    page.mouse.move(*work.at(300, 200))
    page.mouse.down()
    for step in range(1, 60):
        turn = step / 60 * 2 * math.pi
        page.mouse.move(*work.at(220 + 80 * math.cos(turn), 200 + 80 * math.sin(turn)))
    page.mouse.move(*work.at(300, 199))
    page.mouse.up()
    points = geometry(work)["points"]
    assert 10 < len(points) < 60
    assert all(abs(math.dist(point, (220, 200)) - 80) < 3 for point in points)


def test_a_polygon_by_keyboard_and_its_vertices_too(work):
    work.focus()
    work.press("p", "Enter", "Enter", "Shift+ArrowRight*6", "Enter", "Shift+ArrowDown*6", "Enter", "Enter")
    start = geometry(work)["points"]
    assert len(start) == 3
    near(start[1], (start[0][0] + 60, start[0][1]))
    # The cursor appears on the first vertex; Tab goes on to the middle and to the next vertex.
    work.press("Escape", "Escape", "Enter", "Tab", "Enter", "Shift+ArrowUp*2", "Enter")
    four = geometry(work)["points"]
    assert len(four) == 4
    near(four[1], (start[0][0] + 30, start[0][1] - 20))
    work.press("Delete")
    assert geometry(work)["points"] == start
    assert len(work.saved()) == 1


def test_a_hole_by_mouse_and_by_keyboard(work):
    page = work.page
    [one] = put(work, polygon((100, 100), (500, 100), (500, 400), (100, 400)))
    work.click(100, 250)
    page.get_by_role("button", name="Cut a hole into the selected polygon").click()
    for point in ((150, 150), (220, 150), (220, 220)):
        work.click(*point)
    work.press("Enter")
    assert len(geometry(work)["holes"]) == 1
    # A hole over that one is refused in words and nothing of it is lost.
    work.press("o")
    for point in ((140, 140), (230, 140), (230, 230)):
        work.click(*point)
    work.press("Enter")
    expect(page.get_by_text("A hole must not lie over another hole.")).to_be_visible()
    work.press("Escape", "Escape")
    work.focus()
    if page.locator(".object-row.on").count() == 0:
        work.press("Tab")
    work.press("o", "Enter", "Enter", "Shift+ArrowRight*3", "Enter", "Shift+ArrowDown*3", "Enter", "Enter")
    [stored] = work.saved()
    assert stored["id"] == one and len(stored["geometry"]["holes"]) == 2


def test_neighbours_share_a_border(work):
    page = work.page
    [one] = put(work, polygon((100, 100), (300, 100), (300, 300), (100, 300)))
    work.press("s")
    expect(page.get_by_role("button", name="Snap to neighbours")).to_have_attribute("aria-pressed", "true")
    work.press("p")
    for point in ((302, 150), (198, 302), (330, 330)):
        work.click(*point)
    work.press("Enter")
    found = next(a["geometry"]["points"] for a in work.saved() if a["id"] != one)
    near(found[0], (300, 150))
    assert found[0][0] == 300 and found[1] == [300, 300] and found[2][1] == 300
    # On a reload it is still on.
    page.reload()
    work.ready()
    expect(page.get_by_role("button", name="Snap to neighbours")).to_have_attribute("aria-pressed", "true")


# --- polylines -----------------------------------------------------------------------------------------------------------
def test_a_polyline_by_mouse_and_by_keyboard(work):
    work.press("l")
    for point in ((50, 50), (150, 80), (250, 60)):
        work.click(*point)
    work.press("Enter")
    points = geometry(work)["points"]
    assert len(points) == 3
    near(points[1], (150, 80))
    work.focus()
    work.press("Enter", "Enter", "Shift+ArrowRight*5", "Enter", "Enter")
    lines = [one["geometry"] for one in work.saved()]
    assert [line["type"] for line in lines] == ["polyline", "polyline"] and len(lines[1]["points"]) == 2


# --- selecting -----------------------------------------------------------------------------------------------------------
def test_many_are_selected_moved_and_deleted_together(work):
    page = work.page
    ids = put(work, box(100, 100, 40, 40), box(200, 100, 40, 40), polygon((300, 100), (350, 100), (350, 150)), box(500, 350, 30, 30))
    work.press("v")
    work.drag((80, 80), (260, 160))
    expect(page.locator(".object-row.on")).to_have_count(2)
    page.keyboard.down("Shift")
    work.click(340, 120)
    page.keyboard.up("Shift")
    expect(page.locator(".object-row.on")).to_have_count(3)
    work.drag((120, 120), (140, 150))
    stored = {one["id"]: one["geometry"] for one in work.saved()}
    close_to(stored[ids[0]], 120, 130, 40, 40)
    close_to(stored[ids[1]], 220, 130, 40, 40)
    near(stored[ids[2]]["points"][0], (320, 130))
    close_to(stored[ids[3]], 500, 350, 30, 30)
    work.press("2")
    names = {label["name"]: label["id"] for label in work.fovea.ada("GET", f"/api/projects/{work.project['id']}/labels")["items"]}
    assert sum(one["label_id"] == names["WBC"] for one in work.saved()) == 3
    work.press("Escape")
    expect(page.locator(".object-row.on")).to_have_count(0)
    work.press("Control+a")
    expect(page.locator(".object-row.on")).to_have_count(4)
    work.press("Delete")
    assert work.saved() == []
    work.press("Control+z")
    assert len(work.saved()) == 4


def test_objects_are_dragged_by_keyboard_alone(work):
    put(work, box(100, 100, 40, 40), box(300, 300, 40, 40))
    work.focus()
    work.press("v", "Tab", "Enter", "ArrowRight*5", "ArrowDown*5", "Enter", "Shift+ArrowRight*2", "Enter")
    moved = sorted((one["geometry"] for one in work.saved()), key=lambda g: g["x"])
    # The cursor began on the first corner; five pixels further in it took hold of the inside.
    assert moved == [box(120, 100, 40, 40), box(300, 300, 40, 40)]


def test_the_list_scrolls_the_view_to_its_object(work):
    page = work.page
    put(work, box(20, 20, 10, 10), box(600, 440, 10, 10))
    for _ in range(12):
        page.keyboard.press("=")
    zoom = page.locator(".work-status-zoom").inner_text()
    painted = "() => { const c = document.querySelector('canvas[data-surface=overlay]'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; return d.some((v, i) => i % 4 === 3 && v > 0) }"
    page.locator(".object-row .object-name").nth(1).click()
    page.mouse.move(5, 5)
    page.wait_for_function(painted)
    page.locator(".object-row .object-name").nth(0).click(modifiers=["Shift"])
    page.wait_for_function(painted)
    assert page.locator(".work-status-zoom").inner_text() == zoom
    expect(page.locator(".object-row.on")).to_have_count(2)


# --- order ---------------------------------------------------------------------------------------------------------------
def test_the_order_is_kept_and_decides_what_is_hit(work):
    page = work.page
    large, small = put(work, box(150, 150, 200, 200), box(200, 200, 60, 60))
    on = page.locator(".object-row.on")
    orders = lambda: {one["id"]: one["z_order"] for one in work.saved()}  # noqa: E731
    work.press("v")
    work.click(230, 230)
    expect(on).to_contain_text("60 × 60")
    work.press("]")
    expect(page.get_by_text("Nothing lies over it.")).to_be_visible()
    work.click(150, 300)
    expect(on).to_contain_text("200 × 200")
    work.press("]")
    assert orders() == {large: 1, small: 0}
    page.reload()
    work.ready()
    work.press("v")
    work.click(230, 230)
    expect(on).to_contain_text("200 × 200")
    page.get_by_role("tab", name="History").click()
    expect(page.get_by_text("Raised RBC")).to_be_visible()
    page.get_by_role("tab", name="Objects").click()
    work.focus()
    work.press("[")
    assert orders() == {large: 0, small: 0}
    work.press("Control+z", "{")
    assert orders() == {large: 0, small: 0}
    work.click(230, 230)
    expect(on).to_contain_text("60 × 60")
    work.press("{")
    assert orders()[small] == -1
    work.press("}")
    assert orders()[small] == 0


# --- numbers -------------------------------------------------------------------------------------------------------------
def test_geometry_is_typed_and_checked(work):
    page = work.page
    put(work, box(100, 100, 40, 40))
    work.focus()
    work.press("v", "Tab")
    left, width = page.get_by_label("Left edge, px"), page.get_by_label("Width, px")
    expect(left).to_have_value("100")
    left.fill("12,5")
    left.press("Enter")
    close_to(geometry(work), 12.5, 100, 40, 40, within=0)
    width.fill("5000")
    width.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("W: at most")
    expect(width).to_have_attribute("aria-invalid", "true")
    width.fill("wide")
    width.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("W: a number")
    width.press("Escape")
    expect(width).to_have_value("40")
    expect(page.get_by_role("alert")).to_have_count(0)
    close_to(geometry(work), 12.5, 100, 40, 40, within=0)
    work.press("Control+z")
    expect(left).to_have_value("100")


def test_the_angle_is_typed(work):
    page = work.page
    put(work, {"type": "rotated_box", "cx": 200, "cy": 200, "width": 80, "height": 40, "angle": 10})
    work.focus()
    work.press("v", "Tab")
    angle = page.get_by_label("Angle, degrees clockwise")
    angle.fill("-45.5")
    angle.press("Tab")
    assert geometry(work)["angle"] == -45.5


# --- other images --------------------------------------------------------------------------------------------------------
def stored_of(work, image):
    return work.fovea.ada("GET", f"/api/images/{image['id']}/annotations?limit=1000")["items"]


def test_objects_are_copied_to_the_next_images_and_taken_back(work, images):
    page = work.page
    listed = work.fovea.ada("GET", f"/api/projects/{work.project['id']}/images?limit=50&sort=filename")["items"]
    at = next(i for i, image in enumerate(listed) if image["id"] == work.image["id"])
    after = listed[at + 1 : at + 4]
    for _ in after:
        next(images)
    before = [{one["id"] for one in stored_of(work, image)} for image in after]
    put(work, box(100, 100, 40, 40), {"type": "polyline", "points": [[10, 10], [60, 60]]}, z_order=2)
    work.press("Shift+D")
    expect(page.get_by_text("Copied 2 objects to the next image.")).to_be_visible()
    copies = [one for one in stored_of(work, after[0]) if one["id"] not in before[0]]
    assert sorted(one["geometry"]["type"] for one in copies) == ["box", "polyline"] and {one["z_order"] for one in copies} == {2}
    # One of them, by the menu, to three images: where it lies already it is left out.
    work.focus()
    work.press("v", "Tab")
    page.get_by_role("button", name="Object commands").click()
    page.get_by_role("menuitem", name=re.compile("next images…")).click()
    dialog = page.get_by_role("dialog", name="Copy to the next images")
    dialog.get_by_label("How many images").fill("0")
    dialog.get_by_role("button", name="Copy", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("1 to 200")
    dialog.get_by_label("How many images").fill("3")
    dialog.get_by_role("button", name="Copy", exact=True).click()
    told = page.locator(".toast", has_text="there already")
    expect(told).to_contain_text("Copied 2 objects to 2 images. 1 object was there already.")
    assert [len(stored_of(work, image)) - len(old) for image, old in zip(after, before)] == [2, 1, 1]
    told.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The copies are taken back.")).to_be_visible()
    assert [len(stored_of(work, image)) - len(old) for image, old in zip(after, before)] == [2, 0, 0]
    page.keyboard.press("d")
    expect(page.locator(".work-name strong")).to_have_text(after[0]["filename"])
    expect(work.rows()).to_have_count(len(before[0]) + 2)


def test_what_is_copied_is_pasted_on_another_image(work, images):
    page = work.page
    put(
        work,
        box(100, 100, 40, 40),
        {"type": "rotated_box", "cx": 200, "cy": 200, "width": 80, "height": 40, "angle": 30},
        {"type": "polygon", "points": [[300, 300], [400, 300], [400, 400], [300, 400]], "holes": [[[320, 320], [340, 320], [340, 340]]]},
        {"type": "polyline", "points": [[10, 10], [60, 60]]},
        {"type": "keypoints", "points": [[50, 60, 2], [0, 0, 0], [70, 80, 1]]},
    )
    mine = work.stored()
    work.press("Control+a", "Control+c", "d")
    other = next(images)
    expect(page.locator(".work-name strong")).to_have_text(other["filename"])
    work.image = other
    work.ready()
    work.press("Control+v")
    pasted = work.saved()
    key = lambda one: one["type"]  # noqa: E731
    assert sorted((one["geometry"] for one in pasted), key=key) == sorted((one["geometry"] for one in mine), key=key)
    assert not {one["id"] for one in pasted} & {one["id"] for one in mine}
    work.press("Control+d")
    assert len(work.saved()) == 10


# --- what is seen and remembered -----------------------------------------------------------------------------------------
def test_a_label_is_hidden_with_all_its_objects(work):
    page = work.page
    put(work, box(100, 100, 40, 40))
    put(work, box(200, 100, 40, 40), label=1)
    page.get_by_role("button", name="Hide RBC").click()
    expect(page.get_by_text("1 label hidden")).to_be_visible()
    expect(page.locator(".object-row.dim")).to_have_count(1)
    work.focus()
    work.press("v", "Control+a")
    expect(page.locator(".object-row.on")).to_have_count(1)
    # What is drawn is seen, whatever was hidden.
    work.press("Escape", "1", "b")
    work.drag((300, 300), (350, 350))
    expect(page.get_by_text("1 label hidden")).to_have_count(0)


def test_tool_label_and_look_outlive_image_and_page(work, images):
    page = work.page
    page.get_by_role("button", name="How shapes look").click()
    page.get_by_label("Opacity of the fill").fill("40")
    page.get_by_label("Outline", exact=True).select_option(label="Thick")
    work.press("Escape")
    work.focus()
    work.press("3", "l")
    tool = page.get_by_role("button", name="Polyline")
    expect(tool).to_have_attribute("aria-pressed", "true")
    next(images)
    work.press("d")
    expect(page.locator(".work-name strong")).not_to_have_text(work.image["filename"])
    expect(tool).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(tool).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Platelets", exact=False).first).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="How shapes look").click()
    expect(page.get_by_label("Opacity of the fill")).to_have_value("40")


def test_ten_thousand_objects_and_three_thousand_labels(page, fovea, photographs):
    names = [f"part {i:04}" for i in range(2999)] + ["left bar"]
    project = fovea.ada("POST", "/api/projects", {"name": "Crowd", "task_type": "DETECTION", "class_names": names})
    fovea.ada.upload(project["id"], sorted((photographs / "JPEGImages").glob("*.jpg"))[150:151])
    image = fovea.ada("GET", f"/api/projects/{project['id']}/images")["items"][0]
    work = Workspace(page, fovea, project, image).open()
    put(work, *[box(5 + i % 100 * 6, 5 + i // 100 * 4.5, 4, 3) for i in range(10_000)])
    expect(page.locator(".side-head .num")).to_have_text("10000")
    assert work.rows().count() < 80
    assert page.locator(".label-line").count() < 40
    work.focus()
    work.press("v", "Shift+Tab")
    expect(page.locator(".object-row.on")).to_be_in_viewport()
    work.press("/")
    page.keyboard.type("bar")
    expect(page.locator(".label-line").first).to_contain_text("left bar")
    work.press("Enter")
    expect(page.locator(".object-row.on")).to_contain_text("left bar")
    work.press("Control+a", "Delete")
    assert work.saved() == []


def test_the_sheet_lists_what_is_new(work):
    page = work.page
    work.press("F1")
    sheet = page.get_by_role("dialog", name="Keys")
    for words in ("Cut a hole", "Snap to neighbours", "to the next image", "Bring to the front", "Turn a rotated box", "Select all objects"):
        expect(sheet.get_by_text(re.compile(words)).first).to_be_visible()
    page.goto("/account?tab=shortcuts")
    page.get_by_role("button", name="Change the key of “Rotated box”").click()
    page.keyboard.press("d")
    expect(page.get_by_role("listitem").filter(has_text="Rotated box").first).to_contain_text("also: Next image")
