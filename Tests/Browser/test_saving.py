"""Nothing is lost: offline, reloaded, in conflict, refused."""

import pytest
from playwright.sync_api import expect
from workspace import Workspace, close_to


@pytest.fixture(scope="module")
def project(fovea, photographs):
    made = fovea.ada("POST", "/api/projects", {"name": "Saving", "task_type": "DETECTION", "class_names": ["RBC"]})
    fovea.ada.upload(made["id"], sorted((photographs / "JPEGImages").glob("*.jpg"))[200:208])
    return made


@pytest.fixture(scope="module")
def images(fovea, project):
    return iter(fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=50&sort=filename")["items"])


@pytest.fixture
def work(page, fovea, project, images):
    return Workspace(page, fovea, project, next(images)).open()


def state(work, is_):
    expect(work.page.locator("[data-save]")).to_have_attribute("data-save", is_)


def cut(page):
    """Only saving fails: the page itself can still be loaded again. (What a page sends while it is left may slip through.)"""
    page.route("**/annotations", lambda route: route.abort() if route.request.method == "PATCH" else route.continue_())


def test_offline_is_said_kept_and_sent_when_online_again(work):
    page = work.page
    page.context.set_offline(True)
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    state(work, "offline")
    expect(page.locator("[data-save]")).to_contain_text("1 change kept here")
    assert work.stored() == []
    page.context.set_offline(False)
    assert len(work.saved()) == 1


def test_a_reload_while_saving_fails_loses_nothing(work):
    page = work.page
    cut(page)
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    state(work, "offline")
    page.reload()
    work.ready()
    expect(work.rows()).to_have_count(1)
    state(work, "offline")
    page.unroute("**/annotations")
    page.get_by_role("button", name="Try now").click()
    [box] = work.saved()
    close_to(box["geometry"], 100, 100, 100, 80)


def test_leaving_the_image_goes_on_saving_it(work):
    page = work.page
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    expect(page.locator(".work-name strong")).not_to_have_text(work.image["filename"])
    page.keyboard.press("a")
    expect(page.locator(".work-name strong")).to_have_text(work.image["filename"])
    expect(work.rows()).to_have_count(1)
    assert len(work.saved()) == 1


def test_an_edit_left_behind_is_sent_from_any_page(work):
    page = work.page
    cut(page)
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    state(work, "offline")
    page.unroute("**/annotations")
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        page.goto("/")
    assert len(work.stored()) == 1


@pytest.mark.parametrize("choice", ["Keep mine", "Take theirs"])
def test_a_conflict_is_shown_with_both_sides(work, choice):
    page = work.page
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    expect(work.rows()).to_have_count(1)
    [box] = work.saved()
    theirs = {**box["geometry"], "width": 33}
    op = {"action": "update", "id": box["id"], "geometry": theirs, "version": box["version"]}
    work.fovea.ada("PATCH", f"/api/images/{work.image['id']}/annotations", {"ops": [op]})
    page.keyboard.press("ArrowRight")
    dialog = page.get_by_role("dialog", name="Someone else changed this object")
    expect(dialog).to_contain_text("33 ×")
    assert work.stored()[0]["geometry"]["width"] == 33, "nothing was overwritten"
    dialog.get_by_role("button", name=choice).click()
    [after] = work.saved()
    assert (after["geometry"]["width"] == 33) == (choice == "Take theirs")
    expect(work.rows()).to_have_count(1)


def test_what_is_refused_is_said_in_the_server_s_words(work):
    page = work.page
    said = "An annotation may not be made on a full moon."

    def refuse(route):
        if route.request.method != "PATCH":
            return route.continue_()
        problem = {"title": "Invalid", "status": 422, "detail": said}
        route.fulfill(status=422, content_type="application/problem+json", json=problem)

    page.route("**/annotations", refuse)
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    state(work, "refused")
    expect(page.locator("[data-save]")).to_contain_text(said)
    page.unroute("**/annotations")
    page.get_by_role("button", name="Try again").click()
    assert len(work.saved()) == 1
