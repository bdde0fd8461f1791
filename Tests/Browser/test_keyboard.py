"""Everything by keyboard."""

from checks import settle
from playwright.sync_api import expect

ONE_BACKEND = True


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()")


def test_keys_go_places_and_are_listed(page):
    page.goto("/")
    settle(page)
    page.keyboard.press("g")
    page.keyboard.press("j")
    page.wait_for_url("**/jobs")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    page.keyboard.type("undo")
    expect(sheet.get_by_text("Ctrl+Z")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)


def test_keys_do_not_fire_while_someone_types(page):
    page.goto("/projects?create=1")
    field = page.get_by_role("dialog").get_by_label("Name")
    field.focus()
    page.keyboard.type("gj c ?")
    expect(field).to_have_value("gj c ?")
    expect(page).to_have_url(page.url.split("/projects")[0] + "/projects?create=1")


def test_search_finds_a_project(page, fovea):
    project = fovea.ada("POST", "/api/projects", {"name": "Quokka survey", "task_type": "DETECTION"})
    page.goto("/")
    settle(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("quokka")
    expect(page.get_by_role("option", name="Quokka survey")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/projects/{project['id']}")


def test_the_first_tab_skips_to_the_content(page):
    page.goto("/jobs")
    settle(page)
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_dialog_keeps_the_focus_and_gives_it_back(page):
    page.goto("/projects")
    settle(page)
    button = page.get_by_role("button", name="New project").first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()


def test_menus_by_arrows(page):
    page.goto("/")
    settle(page)
    page.get_by_role("button", name="Account of ada").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Account")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Keys")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Account of ada")).to_be_focused()


def test_a_key_can_be_given_away(page):
    page.goto("/account?tab=shortcuts")
    page.get_by_role("button", name="Change the key of “Go to jobs”").click()
    page.keyboard.press("Alt+j")
    expect(page.get_by_role("listitem").filter(has_text="Go to jobs")).to_contain_text("Alt+J")
    page.keyboard.press("Alt+j")
    page.wait_for_url("**/jobs")
