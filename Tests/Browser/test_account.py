from fovea_server import Api
from playwright.sync_api import expect

ONE_BACKEND = True


def test_an_api_key_is_shown_once_and_works(page, fovea):
    page.goto("/account?tab=keys")
    page.get_by_role("button", name="New key").first.click()
    page.get_by_label("Name").fill("nightly")
    page.get_by_role("button", name="Make the key").click()
    key = page.get_by_label("the key", exact=True).inner_text().strip()
    assert Api(fovea.base, key)("GET", "/api/auth/me")["username"] == "ada"
    page.get_by_role("button", name="I have kept it").click()
    row = page.get_by_role("row").filter(has_text="nightly")
    expect(row).to_be_visible()
    assert key not in page.content()
    row.get_by_role("button", name="Revoke nightly").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(row).to_have_count(0)


def test_the_theme_is_kept(page):
    page.goto("/account")
    page.get_by_role("radio", name="Dark").check(force=True)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_this_session_is_listed(page):
    page.goto("/account?tab=sessions")
    expect(page.get_by_role("row").filter(has_text="this one")).to_have_count(1)


def test_an_invited_person_gets_in(page, fovea, visit):
    page.goto("/admin?tab=invitations")
    page.get_by_role("button", name="Invite someone").first.click()
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("the link", exact=True).inner_text().strip()
    guest = visit(fovea)
    guest.goto(link)
    guest.get_by_label("Username").fill("margaret")
    guest.get_by_label("Email").fill("margaret@example.org")
    guest.get_by_label("Password").fill("a very long passphrase indeed")
    guest.get_by_role("button", name="Create the account").click()
    expect(guest.get_by_role("heading", name="Hello, margaret")).to_be_visible()
    expect(guest.get_by_role("link", name="Administration")).to_have_count(0)
    guest.goto("/admin")
    expect(guest.get_by_role("heading", name="There is nothing here")).to_be_visible()
