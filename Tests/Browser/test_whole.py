"""One sitting at one image: every tool by mouse, every tool by keyboard alone, offline, reloaded, online again; and a second
browser on the same image all the while. At the end the server has each edit once."""

import collections

import pytest
from conftest import sign_in
from playwright.sync_api import Error, expect
from workspace import Workspace

# What each tool makes, in the order in which both hands use them.
KINDS = ["box", "box", "rotated_box", "polygon", "polygon", "polyline", "mask", "keypoints", "image"]


@pytest.fixture(scope="module")
def project(fovea, photographs):
    made = fovea.ada("POST", "/api/projects", {"name": "Whole", "task_type": "SEGMENTATION", "class_names": ["RBC", "WBC"]})
    skeleton = {"keypoints": ["head", "tail"], "edges": [[0, 1]]}
    fovea.ada("POST", f"/api/projects/{made['id']}/labels", {"name": "Fish", "color": "#f76b15", "hotkey": "3", "skeleton": skeleton})
    fovea.ada.upload(made["id"], sorted((photographs / "JPEGImages").glob("*.jpg"))[240:241])
    return made


@pytest.fixture
def work(page, fovea, project):
    [image] = fovea.ada("GET", f"/api/projects/{project['id']}/images")["items"]
    return Workspace(page, fovea, project, image).open()


@pytest.fixture
def other(visit, fovea, work):
    """The same image in a second browser."""
    page = visit(fovea)
    sign_in(page)
    return Workspace(page, fovea, work.project, work.image).open()


def by_mouse(work):
    """Only the mouse: tools, labels and finishing are clicked too."""
    page = work.page

    def tool(name):
        page.get_by_role("toolbar", name="Tools").get_by_role("button", name=name, exact=True).click()

    work.row_of_label("RBC").click()
    tool("Box")
    work.drag((20, 20), (90, 80))
    work.click(110, 20)
    work.click(180, 80)
    tool("Rotated box")
    work.drag((200, 20), (280, 80))
    tool("Polygon")
    for point in ((300, 20), (370, 20), (370, 80), (300, 20)):
        work.click(*point)
    work.trace([(390, 20), (460, 20), (460, 80), (390, 80), (390, 21)])
    tool("Polyline")
    for point in ((480, 20), (550, 50), (480, 80)):
        work.click(*point)
    work.click(480, 80)
    tool("Mask")
    work.drag((40, 120), (120, 120))
    # What is selected would take the label too.
    tool("Select")
    work.click(600, 300)
    work.row_of_label("Fish").click()
    tool("Keypoints")
    work.click(200, 120)
    work.click(260, 140)
    page.get_by_role("button", name="Give the image the class WBC").click()


def by_keyboard(work):
    """Only keys, from the label to the last point; each object begins where the cursor was left."""
    right, down, left = "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowLeft"
    work.focus()
    work.press("v", "Escape", "1", "b", "Enter", "Enter", f"{right}*4", f"{down}*4", "Enter")
    work.press(f"{right}*2", "Enter", f"{right}*4", f"{down}*3", "Enter")
    work.press("r", "Enter", f"{right}*4", "Enter", f"{down}*3", "Enter")
    for _ in range(2):
        work.press("p", f"{left}*3", "Enter", f"{right}*6", "Enter", f"{down}*4", "Enter", "Enter")
    work.press("l", f"{left}*5", "Enter", f"{right}*5", "Enter", "Enter")
    work.press("m", f"{left}*8", "Enter", f"{right}*4", "Enter", "Enter", "Shift+N")
    work.press("3", "k", f"{left}*8", "Enter", f"{right}*3", "Enter")
    work.press("Escape", "Escape", "Escape", "Alt+1")


def kinds(stored):
    return collections.Counter(one["geometry"]["type"] for one in stored)


def test_every_tool_offline_and_back_and_a_second_browser_sees_it_all(work, other):
    page = work.page
    by_mouse(work)
    once = collections.Counter(KINDS)
    assert kinds(work.saved()) == once
    by_keyboard(work)
    twice = collections.Counter({kind: 2 * count for kind, count in once.items()})
    assert kinds(work.saved()) == twice
    expect(other.rows()).to_have_count(twice.total())
    before = {one["id"]: one for one in work.stored()}

    # Offline: one more by mouse, one by keyboard, one moved, one deleted.
    page.context.set_offline(True)
    page.keyboard.press("v")
    work.click(20, 50)
    page.keyboard.press("Shift+ArrowDown")
    work.click(110, 50)
    page.keyboard.press("Delete")
    page.keyboard.press("1")
    page.keyboard.press("b")
    work.drag((40, 200), (100, 260))
    work.focus()
    work.press("Enter", "Enter", "Shift+ArrowLeft*5", "Shift+ArrowUp*5", "Enter")
    expect(page.locator("[data-save]")).to_have_attribute("data-save", "offline")
    assert work.stored() == list(before.values())
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()

    # Meanwhile the other browser draws. (What a page sends while it is left may slip through this kind of offline; then it
    # is sent a second time below, and must be there once all the same.)
    other.page.keyboard.press("b")
    other.drag((300, 200), (360, 260))
    other.saved()

    page.context.set_offline(False)
    work.open()
    after = {one["id"]: one for one in work.saved()}
    assert len(after) == len(before) - 1 + 2 + 1
    [gone] = before.keys() - after.keys()
    assert before[gone]["geometry"]["x"] == pytest.approx(110, abs=1.5)
    moved = [after[id] for id in before.keys() & after.keys() if after[id] != before[id]]
    assert [(one["geometry"]["y"], one["version"]) for one in moved] == [(pytest.approx(30, abs=1.5), 2)]
    for browser in (work, other):
        expect(browser.rows()).to_have_count(len(after))

    # Each edit is there once: so says the history.
    history = work.fovea.ada("GET", f"/api/images/{work.image['id']}/annotations/history?limit=1000")["items"]
    ours = collections.Counter((change["annotation_id"], change["action"]) for change in history if change["action"] != "update")
    assert set(ours.values()) == {1}
    assert collections.Counter(change["action"] for change in history if change["annotation_id"] not in before)["create"] == 3
