"""Nothing is lost: offline, reloaded, in conflict, refused."""

import contextlib

import pytest
from fovea_server import PASSWORD
from playwright.sync_api import Error, expect
from workspace import Workspace, close_to


@pytest.fixture(scope="module")
def project(fovea, photographs):
    made = fovea.ada("POST", "/api/projects", {"name": "Saving", "task_type": "DETECTION", "class_names": ["RBC"]})
    fovea.ada.upload(made["id"], sorted((photographs / "JPEGImages").glob("*.jpg"))[190:208])
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
    # Theirs would be shown here at once; what is open here meets it when it is sent.
    cut(page)
    page.keyboard.press("ArrowRight")
    state(work, "offline")
    theirs = {**box["geometry"], "width": 33}
    op = {"action": "update", "id": box["id"], "geometry": theirs, "version": box["version"]}
    work.fovea.ada("PATCH", f"/api/images/{work.image['id']}/annotations", {"ops": [op]})
    page.unroute("**/annotations")
    page.get_by_role("button", name="Try now").click()
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


def lose_answers(page):
    """The server gets what is sent, the page hears nothing of it."""

    def lose(route):
        if route.request.method == "PATCH":
            route.fetch()
            return route.abort()
        return route.continue_()

    page.route("**/annotations", lose)


def creations(work):
    history = work.fovea.ada("GET", f"/api/images/{work.image['id']}/annotations/history?limit=100")["items"]
    return [change for change in history if change["action"] == "create"]


def test_an_edit_whose_answer_was_lost_is_found_once_after_a_reload(work):
    page = work.page
    lose_answers(page)
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    state(work, "offline")
    assert len(work.stored()) == 1
    page.reload()
    work.ready()
    expect(work.rows()).to_have_count(1)
    page.unroute("**/annotations")
    page.keyboard.press("b")
    work.drag((300, 200), (380, 300))
    assert len(work.saved()) == 2
    assert len(creations(work)) == 2


def test_what_was_deleted_after_its_creation_was_lost_stays_deleted(work):
    page = work.page
    lose_answers(page)
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    state(work, "offline")
    page.keyboard.press("v")
    page.keyboard.press("Control+z")
    expect(work.rows()).to_have_count(0)
    page.unroute("**/annotations")
    page.reload()
    work.ready()
    assert work.saved() == []
    expect(work.rows()).to_have_count(0)


def test_a_window_that_is_closed_leaves_its_edits_to_the_other(work):
    page = work.page
    other = Workspace(page.context.new_page(), work.fovea, work.project, work.image).open()
    cut(page)
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    state(work, "offline")
    other.page.bring_to_front()
    other.page.keyboard.press("b")
    other.drag((300, 200), (380, 300))
    assert len(other.saved()) == 1, "the other window saves its own and leaves this one's alone"
    page.close()
    expect(other.rows()).to_have_count(2)
    assert len(other.saved()) == 2
    assert len(creations(work)) == 2


def test_a_window_that_crashes_leaves_its_edits_to_the_other(work):
    page = work.page
    other = Workspace(page.context.new_page(), work.fovea, work.project, work.image).open()
    cut(page)
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    state(work, "offline")
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    expect(other.rows()).to_have_count(1)
    assert len(other.saved()) == 1


def test_a_browser_that_cannot_store_says_so(page, fovea, project, images):
    page.add_init_script(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }",
    )
    work = Workspace(page, fovea, project, next(images)).open()
    cut(page)
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    state(work, "offline")
    expect(page.locator("[data-save]")).to_contain_text("1 change in this window only")
    page.unroute("**/annotations")
    page.get_by_role("button", name="Try now").click()
    assert len(work.saved()) == 1


def test_signed_out_in_between_nothing_is_lost(work):
    page = work.page
    page.context.clear_cookies()
    page.keyboard.press("b")
    work.drag((100, 100), (200, 180))
    page.wait_for_url(lambda url: "/sign-in" in url)
    page.get_by_label("Username or email").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    work.ready()
    expect(work.rows()).to_have_count(1)
    assert len(work.saved()) == 1
    assert len(creations(work)) == 1
