"""What a person sees when the server is slow, away, or says no. The answers are made up on the way to the browser: the page is what is tested."""

from checks import settle
from playwright.sync_api import expect


def test_an_error_says_what_happened_and_can_be_retried(page):
    broken = {"now": True}

    def answer(route):
        if broken["now"]:
            route.fulfill(
                status=500, content_type="application/problem+json", body='{"title":"The disk is full","status":500,"detail":"Free some space."}'
            )
        else:
            route.continue_()

    page.route("**/api/jobs?*", answer)
    page.goto("/jobs")
    expect(page.get_by_role("alert")).to_contain_text("The disk is full")
    expect(page.get_by_role("alert")).to_contain_text("Free some space.")
    broken["now"] = False
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_skeleton_stands_while_loading(page):
    waiting = []
    page.route("**/api/models?*", lambda route: waiting.append(route))
    with page.expect_request("**/api/models?*"):
        page.goto("/models")
    expect(page.locator(".page .skeleton-rows")).to_be_visible()
    waiting[0].continue_()
    settle(page)


def test_a_session_that_ended_leads_to_sign_in_and_back(page):
    page.goto("/projects")
    settle(page)
    page.context.clear_cookies()
    page.get_by_role("link", name="Models").click()
    page.wait_for_url("**/sign-in?next=%2Fmodels")


def test_ten_thousand_jobs_are_a_short_list_of_rows(page):
    import json

    row = {
        "kind": "import",
        "status": "SUCCEEDED",
        "project_id": None,
        "user_id": None,
        "progress": 1,
        "progress_message": None,
        "attempt": 1,
        "max_attempts": 3,
        "result": None,
        "error_message": None,
        "created_at": "2024-05-01T00:00:00Z",
        "started_at": None,
        "finished_at": None,
    }
    items = [{**row, "id": f"00000000-0000-7000-8000-{number:012x}", "title": f"Import {number}"} for number in range(10_000)]
    page.route(
        "**/api/jobs?*",
        lambda route: route.fulfill(content_type="application/json", body=json.dumps({"items": items, "next_cursor": None, "total": 10_000})),
    )
    page.goto("/jobs")
    expect(page.get_by_text("Import 0", exact=True)).to_be_visible()
    assert page.locator("[role=row]").count() < 60
    page.get_by_role("row").filter(has_text="Import 0").first.focus()
    page.keyboard.press("End")
    expect(page.get_by_role("row").filter(has_text="Import 9999")).to_be_focused()
    assert page.locator("[role=row]").count() < 60


def test_a_project_that_is_not_there_is_said_once(page):
    page.goto("/projects/00000000-0000-7000-8000-000000000000")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Project")).to_have_count(0)


def test_objects_that_are_not_there_yet_are_not_called_none(page, fovea, photographs):
    project = fovea.ada("POST", "/api/projects", {"name": "Slow objects", "task_type": "DETECTION"})
    image = fovea.ada.upload(project["id"], [sorted((photographs / "JPEGImages").glob("*.jpg"))[0]])["uploaded"][0]["image_id"]
    waiting = []
    page.route(f"**/api/images/{image}/annotations*", lambda route: waiting.append(route))
    with page.expect_request(f"**/api/images/{image}/annotations*"):
        page.goto(f"/projects/{project['id']}/images/{image}")
    expect(page.get_by_role("region", name="Objects").locator(".skeleton")).to_be_visible()
    expect(page.get_by_text("Nothing marked yet")).to_have_count(0)
    waiting[0].continue_()
    expect(page.get_by_text("Nothing marked yet")).to_be_visible()
