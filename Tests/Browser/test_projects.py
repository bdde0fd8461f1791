from checks import settle
from playwright.sync_api import expect

ONE_BACKEND = True


def test_a_project_is_made_changed_and_deleted(page):
    page.goto("/projects")
    settle(page)
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="New project")
    dialog.get_by_label("Name").fill("Leaves")
    dialog.get_by_label("Labels").fill("oak, birch\nelm")
    dialog.get_by_role("button", name="Create project").click()
    page.wait_for_url("**/projects/*/images")
    page.goto(page.url.removesuffix("/images") + "/settings?tab=labels")
    for name in ("oak", "birch", "elm"):
        expect(page.get_by_role("row").filter(has_text=name)).to_be_visible()
    page.get_by_role("row").filter(has_text="birch").click()
    page.get_by_label("Name").fill("silver birch")
    page.get_by_label("Attributes").fill("season: select spring, autumn")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row").filter(has_text="silver birch")).to_contain_text("1 attribute")
    page.get_by_role("button", name="Actions on elm").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("row").filter(has_text="elm")).to_have_count(0)
    page.get_by_role("tab", name="General").click()
    page.get_by_label("Name").fill("Trees")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("navigation", name="Breadcrumb")).to_contain_text("Trees")
    page.get_by_role("button", name="Delete").click()
    confirm = page.get_by_role("button", name="Delete for ever")
    expect(confirm).to_be_disabled()
    page.get_by_label("Type Trees to confirm").fill("Trees")
    confirm.click()
    page.wait_for_url("**/projects")
    expect(page.get_by_role("link", name="Trees")).to_have_count(0)


def test_an_empty_name_is_refused_in_the_servers_words(page, fovea):
    project = fovea.ada("POST", "/api/projects", {"name": "Names", "task_type": "DETECTION"})
    fovea.ada("POST", f"/api/projects/{project['id']}/labels", {"name": "taken", "color": "#e69f00", "index": 0})
    page.goto(f"/projects/{project['id']}/settings?tab=labels")
    page.get_by_role("button", name="Add a label").click()
    page.get_by_label("Name").fill("taken")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("alert").first).to_be_visible()


def test_back_walks_the_tabs(page, fovea):
    project = fovea.ada("POST", "/api/projects", {"name": "Steps", "task_type": "DETECTION"})
    page.goto(f"/projects/{project['id']}")
    page.get_by_role("navigation", name="Project").get_by_role("link", name="Settings").click()
    page.get_by_role("tab", name="Export").click()
    expect(page).to_have_url(f"{fovea.base}/projects/{project['id']}/settings?tab=export")
    page.go_back()
    expect(page.get_by_role("tab", name="General")).to_have_attribute("aria-selected", "true")
    page.go_back()
    expect(page).to_have_title("Overview · Steps · Fovea")


def test_members_are_added_changed_and_removed(page, fovea, visit):
    invitation = fovea.ada("POST", "/api/invitations", {})
    from fovea_server import PASSWORD, Api

    Api(fovea.base)(
        "POST", "/api/auth/register", {"username": "linus", "email": "linus@example.org", "password": PASSWORD, "invitation": invitation["token"]}
    )
    project = fovea.ada("POST", "/api/projects", {"name": "Shared", "task_type": "DETECTION"})
    page.goto(f"/projects/{project['id']}/members")
    page.get_by_role("button", name="Add a member").click()
    page.get_by_label("Username or email").fill("nobody-here")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("alert").first).to_be_visible()
    page.get_by_label("Username or email").fill("linus")
    page.get_by_role("radio", name="Viewer Sees").check()
    page.get_by_role("button", name="Add", exact=True).click()
    row = page.get_by_role("row").filter(has_text="linus@example.org")
    expect(row).to_be_visible()
    guest = fovea.sign_in("linus")
    assert guest("GET", f"/api/projects/{project['id']}")["role"] == "viewer"
    row.get_by_label("Role of linus").select_option("annotator")
    expect(page.get_by_text("linus is now annotator.")).to_be_visible()
    assert guest("GET", f"/api/projects/{project['id']}")["role"] == "annotator"
    row.get_by_role("button", name="Remove linus").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(row).to_have_count(0)
