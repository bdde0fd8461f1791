"""Several people on one image: who is there, what they do at once, what they say, and that nobody's work is lost."""

import http.client

import pytest
from conftest import sign_in
from fovea_server import ApiProblem
from playwright.sync_api import expect
from workspace import Workspace, close_to


@pytest.fixture(scope="module")
def bob(fovea):
    """A second account. Only administrators invite."""
    token = fovea.ada("POST", "/api/invitations", {})["token"]
    account = {"username": "bob", "email": "bob@example.org", "password": "correct horse battery staple", "invitation": token}
    fovea.ada("POST", "/api/auth/register", account)
    return fovea.sign_in("bob")


@pytest.fixture(scope="module")
def project(fovea, bob, photographs):
    made = fovea.ada("POST", "/api/projects", {"name": "Live", "task_type": "DETECTION", "class_names": ["RBC", "WBC"]})
    fovea.ada("POST", f"/api/projects/{made['id']}/members", {"username": "bob", "role": "annotator"})
    fovea.ada.upload(made["id"], sorted((photographs / "JPEGImages").glob("*.jpg"))[210:226])
    return made


@pytest.fixture(scope="module")
def images(fovea, project):
    return iter(fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=50&sort=filename")["items"])


@pytest.fixture
def work(page, fovea, project, images):
    return Workspace(page, fovea, project, next(images)).open()


@pytest.fixture
def bobs(visit, fovea, bob, work):
    """The same image in bob's browser."""
    page = visit(fovea)
    sign_in(page, "bob")
    return Workspace(page, fovea, work.project, work.image).open()


def draw(work, start, end):
    work.page.keyboard.press("b")
    work.drag(start, end)
    work.page.keyboard.press("v")


def people(page):
    return page.get_by_role("button", name="Here too")


def test_two_people_see_each_other_come_and_go(work, bobs):
    expect(people(work.page)).to_have_attribute("aria-label", "Here too: bob")
    expect(people(bobs.page)).to_have_attribute("aria-label", "Here too: ada")
    bobs.page.close()
    expect(people(work.page)).to_have_count(0)


def test_what_one_draws_the_other_sees_without_a_reload(work, bobs):
    draw(work, (100, 100), (200, 180))
    expect(bobs.rows()).to_have_count(1)
    draw(bobs, (300, 200), (380, 300))
    expect(work.rows()).to_have_count(2)
    [first, second] = work.saved()
    close_to(first["geometry"], 100, 100, 100, 80)
    close_to(second["geometry"], 300, 200, 80, 100)
    # Both go on from there: moving what the other drew is no conflict, for its version is known.
    work.click(340, 250)
    work.page.keyboard.press("Shift+ArrowRight")
    work.saved()
    expect(bobs.page.locator("[data-save]")).to_have_attribute("data-save", "saved")
    bobs.click(350, 250)
    bobs.page.keyboard.press("Delete")
    expect(work.rows()).to_have_count(1)


def test_an_open_edit_is_not_overwritten_by_what_others_do(work, bobs):
    draw(work, (100, 100), (200, 180))
    expect(bobs.rows()).to_have_count(1)
    work.saved()
    # Ada's edit cannot leave yet; bob's comes meanwhile.
    work.page.route("**/annotations", lambda route: route.abort() if route.request.method == "PATCH" else route.continue_())
    work.page.keyboard.press("Shift+ArrowRight")
    expect(work.page.locator("[data-save]")).to_have_attribute("data-save", "offline")
    bobs.click(150, 140)
    bobs.page.keyboard.press("Shift+ArrowDown")
    bobs.saved()
    work.page.unroute("**/annotations")
    work.page.get_by_role("button", name="Try now").click()
    dialog = work.page.get_by_role("dialog", name="Someone else changed this object")
    expect(dialog.get_by_role("img")).to_have_count(2)
    expect(dialog.get_by_role("img", name="Mine: box")).to_be_visible()
    expect(dialog.get_by_role("img", name="Theirs")).to_be_visible()
    painted = "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((v, i) => i % 4 === 3 && v > 0)"
    assert all(picture.evaluate(painted) for picture in dialog.get_by_role("img").all())
    dialog.get_by_role("button", name="Keep mine").click()
    [box] = work.saved()
    close_to(box["geometry"], 110, 100, 100, 80)
    expect(bobs.page.locator("[data-save]")).to_have_attribute("data-save", "saved")


def test_others_cursors_and_selections_are_shown_and_can_be_hidden(work, bobs):
    draw(work, (100, 100), (200, 180))
    expect(bobs.rows()).to_have_count(1)
    work.click(150, 140)
    work.page.mouse.move(*work.at(250, 250))
    cursor = bobs.page.locator("[data-cursor=ada]")
    expect(cursor).to_be_visible()
    expect(bobs.page.locator(".live-selected")).to_have_count(1)
    people(bobs.page).click()
    bobs.page.get_by_role("menuitemcheckbox", name="Show where everyone points").click()
    expect(cursor).to_have_count(0)
    work.page.mouse.move(*work.at(260, 260))
    bobs.page.reload()
    bobs.ready()
    expect(people(bobs.page)).to_be_visible()
    work.page.mouse.move(*work.at(270, 270))
    expect(cursor).to_have_count(0)


def test_a_comment_is_pinned_answered_mentioned_and_resolved(work, bobs, fovea, bob):
    page = work.page
    page.keyboard.press("Shift+C")
    place = page.get_by_role("application", name="Choose the place")
    expect(place).to_be_visible()
    work.click(120, 90)
    write = page.get_by_role("combobox", name="Comment at")
    write.press_sequentially("Is this one cell, @bo")
    expect(page.get_by_role("option", name="@bob")).to_be_visible()
    page.keyboard.press("Enter")
    write.press_sequentially("?")
    expect(write).to_have_value("Is this one cell, @bob ?")
    page.get_by_role("button", name="Comment", exact=True).click()
    pin = page.get_by_role("button", name="Comment 1 of ada")
    expect(pin).to_be_visible()
    x, y = work.at(120, 90)
    at = pin.bounding_box()
    assert abs(at["x"] - x) < 4 and abs(at["y"] + at["height"] - y) < 4, (at, x, y)

    # Bob sees the pin at once, and the mention on his dashboard.
    theirs = bobs.page.get_by_role("button", name="Comment 1 of ada")
    expect(theirs).to_be_visible()
    assert fovea.sign_in("bob")("GET", "/api/comments?unread=true")["total"] == 1
    bobs.page.goto("/")
    expect(bobs.page.get_by_text("Mentions of me (1 new)")).to_be_visible()
    bobs.page.get_by_role("link", name="Is this one cell").click()
    thread = bobs.page.locator("[data-thread]")
    expect(thread).to_contain_text("Is this one cell")
    expect(thread.locator(".mention")).to_have_text("@bob")
    thread.get_by_role("button", name="Answer").click()
    bobs.page.get_by_role("combobox", name="Your answer").fill("Two, I think.")
    bobs.page.keyboard.press("Control+Enter")
    expect(page.locator("[data-thread]")).to_contain_text("Two, I think.")
    expect(page.get_by_role("tab", name="Comments")).to_contain_text("2")
    assert bob("GET", "/api/comments?unread=true")["total"] == 0, "reading it where it stands is reading it"

    page.locator("[data-thread]").get_by_role("button", name="Resolve").click()
    expect(page.locator("[data-thread]")).to_have_count(0)
    page.get_by_role("checkbox", name="Show 1 resolved thread").check()
    page.get_by_role("button", name="Open again").click()
    expect(page.get_by_role("button", name="Open again")).to_have_count(0)


def test_a_comment_on_an_object_outlives_it(work):
    page = work.page
    draw(work, (100, 100), (200, 180))
    work.saved()
    page.keyboard.press("Shift+C")
    # Without a pointer: from the middle to the object.
    box = page.get_by_role("application", name="Choose the place").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    x, y = work.at(150, 140)
    for key, steps in (("ArrowLeft", (middle[0] - x) / 10), ("ArrowUp", (middle[1] - y) / 10)):
        for _ in range(round(steps)):
            page.keyboard.press(key)
    page.keyboard.press("Enter")
    write = page.get_by_role("combobox", name="Comment on RBC")
    expect(write).to_be_focused()
    write.fill("Too large")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-thread]")).to_contain_text("RBC")
    work.click(110, 170)
    page.keyboard.press("Delete")
    expect(page.locator("[data-thread]")).to_contain_text("On a deleted object")
    assert work.saved() == []
    page.keyboard.press("Control+z")
    expect(page.locator("[data-thread]").get_by_role("button", name="RBC")).to_be_visible()


def test_the_history_is_looked_at_and_gone_back_on(work):
    page = work.page
    draw(work, (100, 100), (200, 180))
    [drawn] = work.saved()
    work.click(150, 140)
    page.keyboard.press("Shift+ArrowRight")
    work.saved()
    page.keyboard.press("Delete")
    assert work.saved() == []
    page.get_by_role("tab", name="History").click()
    entries = page.locator(".edits li")
    expect(entries).to_have_count(3)
    entries.nth(1).hover()
    expect(page.locator("[data-preview] .live-before")).to_have_count(1)
    expect(page.locator("[data-preview] .live-after")).to_have_count(1)

    page.get_by_role("button", name="Bin", exact=True).click()
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("No object of this image has been deleted.")).to_be_visible()
    [back] = work.saved()
    assert back["id"] == drawn["id"] and back["version"] > drawn["version"]
    close_to(back["geometry"], 110, 100, 100, 80)

    page.get_by_role("button", name="Changes", exact=True).click()
    expect(entries).to_have_count(4)
    entries.nth(3).get_by_role("button", name="Go back").click()
    page.get_by_role("menuitem", name="Make the object this again").click()
    expect(entries).to_have_count(5)
    close_to(work.stored()[0]["geometry"], 100, 100, 100, 80)

    # The whole image, to when the object was deleted.
    entries.nth(2).get_by_role("button", name="Go back").click()
    page.get_by_role("menuitem", name="Bring the whole image back").click()
    dialog = page.get_by_role("dialog", name="Bring the whole image back?")
    expect(dialog).to_contain_text("1 object goes to the bin")
    dialog.get_by_role("button", name="Bring it back").click()
    expect(dialog).to_have_count(0)
    assert work.stored() == []
    page.get_by_role("tab", name="Objects").click()
    expect(work.rows()).to_have_count(0)


def test_undo_goes_back_to_the_image_where_it_was_done(work, images):
    page, first = work.page, work.image
    draw(work, (100, 100), (200, 180))
    work.saved()
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    name = page.locator(".work-name strong")
    expect(name).not_to_have_text(first["filename"])
    expect(page.locator(".work-status")).to_contain_text("0 objects")
    page.keyboard.press("Control+z")
    expect(name).to_have_text(first["filename"])
    expect(page.get_by_role("region", name="Notifications")).to_contain_text(f"Undid: Draw a box on {first['filename']}")
    expect(work.rows()).to_have_count(0)
    assert work.saved() == []
    page.keyboard.press("Control+Shift+z")
    expect(work.rows()).to_have_count(1)
    [again] = work.saved()
    assert again["version"] == 3, "the same object came back, after its creation and its deletion"


def test_undoing_what_someone_has_changed_since_is_a_choice(work, bobs):
    page = work.page
    draw(work, (100, 100), (200, 180))
    expect(bobs.rows()).to_have_count(1)
    work.saved()
    work.click(150, 140)
    page.keyboard.press("Shift+ArrowRight")
    work.saved()
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    expect(page.locator(".work-status")).to_contain_text("0 objects")
    bobs.click(150, 140)
    bobs.page.keyboard.press("Shift+ArrowDown")
    [moved] = bobs.saved()
    page.keyboard.press("Control+z")
    dialog = page.get_by_role("dialog", name="Someone else changed this object")
    expect(dialog).to_be_visible()
    assert work.stored() == [moved], "nothing was overwritten"
    dialog.get_by_role("button", name="Take theirs").click()
    assert work.saved() == [moved]


def test_strangers_hear_nothing_and_whoever_is_removed_is_let_go(work, bobs, fovea, bob, visit):
    expect(people(work.page)).to_have_attribute("aria-label", "Here too: bob")
    path = f"/ws/images/{work.image['id']}"
    with pytest.raises(ApiProblem) as refused:
        fovea.ada.__class__(fovea.base)("GET", path)
    assert refused.value.status == 401
    me = bob("GET", "/api/auth/me")["id"]
    fovea.ada("DELETE", f"/api/projects/{work.project['id']}/members/{me}")
    try:
        expect(people(work.page)).to_have_count(0)
        with pytest.raises(ApiProblem) as gone:
            bob("GET", path)
        assert gone.value.status == 404
        expect(bobs.page.get_by_text("Not live")).to_be_visible()
    finally:
        fovea.ada("POST", f"/api/projects/{work.project['id']}/members", {"username": "bob", "role": "annotator"})


def test_a_page_of_another_site_may_not_listen(work, fovea):
    """The browser would send the cookie along; the Origin gives the page away."""
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in work.page.context.cookies())
    handshake = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    for origin, status in (("http://elsewhere.example", 403), (fovea.base, 101)):
        connection = http.client.HTTPConnection("127.0.0.1", fovea.port, timeout=30)
        connection.request("GET", f"/ws/images/{work.image['id']}", headers={**handshake, "Cookie": cookies, "Origin": origin})
        assert connection.getresponse().status == status, origin
        connection.close()


def test_the_connection_comes_back_and_finds_what_it_missed(work, bobs):
    page = work.page
    page.context.set_offline(True)
    # Cutting the network leaves an open socket alone: the server lets it go.
    page.evaluate("dispatchEvent(new Event('offline'))")
    draw(bobs, (100, 100), (200, 180))
    [box] = bobs.saved()
    page.context.set_offline(False)
    expect(work.rows()).to_have_count(1)
    assert work.stored() == [box]


def test_edits_wait_for_who_made_them(work, bob):
    """Somebody else signs in at the same browser: nothing goes out in their name."""
    page = work.page
    page.context.clear_cookies()
    draw(work, (100, 100), (200, 180))
    page.wait_for_url(lambda url: "/sign-in" in url)
    for name, count in (("bob", 0), ("ada", 1)):
        sign_in(page, name)
        work.open()
        expect(work.rows()).to_have_count(count)
        expect(page.locator("[data-save]")).to_have_attribute("data-save", "saved")
        assert len(work.stored()) == count
        page.context.clear_cookies()
    assert work.stored()[0]["created_by"] == work.fovea.ada("GET", "/api/auth/me")["id"]
