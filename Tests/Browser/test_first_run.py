"""The very first visit: an administrator, then the demo project."""

from checks import assert_accessible
from conftest import PASSWORD
from playwright.sync_api import expect


def test_first_visit_makes_the_administrator_and_the_demo(new_server, visit):
    page = visit(new_server())
    page.goto("/projects")
    page.wait_for_url("**/welcome")
    expect(page).to_have_title("Welcome · Fovea")
    assert_accessible(page)
    page.get_by_label("Username").fill("grace")
    page.get_by_label("Email").fill("not an address")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Create the administrator").click()
    # The server's own words stand beside the fields concerned.
    expect(page.locator("[name=email]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=password]")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Email").fill("grace@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create the administrator").click()
    expect(page.get_by_role("heading", name="Where to begin")).to_be_visible()
    page.get_by_role("button", name="Make the demo project").click()
    page.wait_for_url("**/projects/*")
    expect(page.get_by_role("navigation", name="Project")).to_be_visible()
    page.goto("/admin")
    expect(page.get_by_role("row").filter(has_text="grace@example.org")).to_be_visible()


def test_a_stranger_is_sent_to_sign_in_and_back(fovea, visit):
    page = visit(fovea)
    page.goto("/jobs?status=FAILED")
    page.wait_for_url("**/sign-in?next=*")
    page.get_by_label("Username or email").fill("ada")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/jobs?status=FAILED")
    page.get_by_role("button", name="Account of ada").click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    page.goto("/projects")
    page.wait_for_url("**/sign-in?next=*")
