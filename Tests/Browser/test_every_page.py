"""Every page, light and dark: names its place, has no serious fault for assistive technology, and obeys the page's policy."""

import pytest
from checks import assert_accessible, assert_titled, settle
from conftest import sign_in
from fovea_server import PASSWORD

ONE_BACKEND = True

PLACES = [
    "/",
    "/projects",
    "/projects?create=1",
    "/models",
    "/models?upload=1",
    "/jobs",
    "/account",
    "/account?tab=keys",
    "/account?tab=sessions",
    "/account?tab=shortcuts",
    "/admin",
    "/admin?tab=invitations",
    "/admin?tab=system",
    "/projects/{id}",
    "/projects/{id}/images",
    "/projects/{id}/images?bin=true",
    "/projects/{id}/curate",
    "/projects/{id}/curate/duplicates",
    "/projects/{id}/curate/coverage",
    "/projects/{id}/curate/labels",
    "/projects/{id}/curate/drift",
    "/projects/{id}/classify",
    "/projects/{id}/datasets",
    "/projects/{id}/training",
    "/projects/{id}/training/new",
    "/projects/{id}/training/compare",
    "/projects/{id}/tasks",
    "/projects/{id}/tasks?tab=quality",
    "/projects/{id}/tasks/{consensus}",
    "/projects/{id}/members",
    "/projects/{id}/settings",
    "/projects/{id}/settings?tab=labels",
    "/projects/{id}/settings?tab=import",
    "/projects/{id}/settings?tab=export",
    "/projects/{id}/images/{image}",
    "/nowhere",
]


@pytest.fixture(scope="module")
def filled(fovea, photographs):
    token = fovea.ada("POST", "/api/invitations", {})["token"]
    account = {"username": "eve", "email": "eve@example.org", "password": PASSWORD, "invitation": token}
    other = fovea.ada("POST", "/api/auth/register", account)["id"]
    project = fovea.ada("POST", "/api/projects", {"name": "Every page", "task_type": "DETECTION", "class_names": ["RBC", "WBC"]})
    answer = fovea.ada.upload(project["id"], sorted((photographs / "JPEGImages").glob("*.jpg"))[:6])
    images = [one["image_id"] for one in answer["uploaded"]]
    fovea.ada("POST", f"/api/projects/{project['id']}/members", {"username": "eve", "role": "annotator"})
    people = [fovea.ada("GET", "/api/auth/me")["id"], other]
    several = {"name": "Twice", "user_ids": people, "images": {"image_ids": images[:2]}}
    consensus = fovea.ada("POST", f"/api/projects/{project['id']}/consensus", several)["id"]
    return {"id": project["id"], "image": images[0], "consensus": consensus}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages(theme, fovea, visit, filled):
    page = visit(fovea, color_scheme=theme, bypass_csp=True)
    sign_in(page)
    for place in PLACES:
        page.goto(place.format(**filled))
        settle(page)
        assert_titled(page)
        assert_accessible(page)


def test_the_policy_holds(page, filled):
    """Without bypassing the policy: the watcher of `visit` fails the test on any breach."""
    for place in PLACES:
        answer = page.goto(place.format(**filled))
        policy = answer.headers.get("content-security-policy", "")
        assert "script-src 'self'" in policy and "unsafe" not in policy, f"{place}: {policy}"
        settle(page)


def test_public_pages(fovea, visit):
    page = visit(fovea, bypass_csp=True)
    for place in ("/sign-in", "/register", "/register?invitation=abc"):
        page.goto(place)
        page.wait_for_selector("h1")
        assert_titled(page)
        assert_accessible(page)
