"""Working together: several people label the same images without seeing each other's work, the results are compared and merged,
a reviewer sends an image back with a reason, and it comes back mended."""

import dataclasses

import pytest
from conftest import sign_in
from fovea_server import PASSWORD, Api
from playwright.sync_api import expect
from workspace import Workspace, close_to


@dataclasses.dataclass
class Team:
    fovea: object
    project: dict
    images: list
    people: dict

    def queue(self, name, kind="label"):
        items = self.people[name]("GET", f"/api/projects/{self.project['id']}/queue?kind={kind}")["items"]
        return [item["image"]["id"] for item in items]

    def stored(self, image):
        return self.fovea.ada("GET", f"/api/images/{image['id']}/annotations")["items"]


def account(fovea, name):
    invitation = fovea.ada("POST", "/api/invitations", {"email": f"{name}@example.org"})
    body = {"username": name, "email": f"{name}@example.org", "password": PASSWORD, "invitation": invitation["token"]}
    Api(fovea.base)("POST", "/api/auth/register", body)
    return fovea.sign_in(name)


@pytest.fixture(scope="module")
def people(fovea):
    return {name: account(fovea, name) for name in ("ann", "ben", "rob")}


@pytest.fixture
def team(fovea, photographs, people):
    project = fovea.ada("POST", "/api/projects", {"name": "Team", "task_type": "DETECTION", "class_names": ["RBC", "WBC"]})
    fovea.ada.upload(project["id"], sorted((photographs / "JPEGImages").glob("*.jpg"))[200:203])
    for name, role in (("ann", "annotator"), ("ben", "annotator"), ("rob", "reviewer")):
        fovea.ada("POST", f"/api/projects/{project['id']}/members", {"username": name, "role": role})
    images = fovea.ada("GET", f"/api/projects/{project['id']}/images?sort=filename")["items"]
    return Team(fovea, project, images, people)


def as_person(visit, fovea, name):
    page = visit(fovea)
    sign_in(page, name)
    return page


def start(page, project, button):
    """From the dashboard's queue into the first image that waits."""
    page.goto("/")
    line = page.locator(".queue-line", has=page.get_by_role("link", name=project["name"], exact=True)).last
    line.get_by_role("button", name=button).click()
    page.wait_for_url("**/images/**queue=**")


def opened(team, page):
    """The image page as it now is, ready to draw on."""
    image = next(image for image in team.images if image["id"] in page.url)
    work = Workspace(page, team.fovea, team.project, image)
    work.ready()
    return work


def draw(work, *boxes):
    for box in boxes:
        work.page.keyboard.press("b")
        work.drag(*box)
    expect(work.page.locator("[data-save]")).to_have_attribute("data-save", "saved")


def label_queue(team, page, boxes):
    """Labels one image after the other, each with its boxes, by the button that goes on."""
    start(page, team.project, "Start labelling")
    for place, image in enumerate(team.images):
        page.wait_for_url(f"**/images/{image['id']}**")
        work = opened(team, page)
        assert work.rows().count() == 0
        expect(page.get_by_text("Your own layer")).to_be_visible()
        draw(work, *boxes[place])
        page.get_by_role("button", name="Done, next").click()
    expect(page.get_by_text("That was the last one here.")).to_be_visible()


def test_two_people_label_independently_and_the_results_are_merged(page, visit, fovea, team):
    project = team.project
    page.goto(f"/projects/{project['id']}/images")
    expect(page.get_by_text("3 images", exact=True)).to_be_visible()
    page.keyboard.press("Control+a")
    page.get_by_role("toolbar", name="Selection").get_by_role("button", name="Assign").click()
    page.get_by_role("menuitem", name="Assign…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Label independently").click()
    dialog.get_by_label("Name").fill("Round one")
    dialog.get_by_role("checkbox", name="ann Annotator").check()
    dialog.get_by_role("checkbox", name="ben Annotator").check()
    dialog.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_text("3 images to be labelled by 2 people independently")).to_be_visible()

    left, right, far = ((100, 100), (200, 200)), ((104, 100), (204, 200)), ((400, 300), (480, 380))
    ann, ben = as_person(visit, fovea, "ann"), as_person(visit, fovea, "ben")
    label_queue(team, ann, [[left], [left], [left]])
    # The pages of one never hold what the other drew, nor does the image itself.
    label_queue(team, ben, [[right], [right, far], [far]])
    assert [team.stored(image) for image in team.images] == [[], [], []]
    assert team.queue("ann") == team.queue("ben") == []

    page.goto(f"/projects/{project['id']}/tasks")
    page.get_by_role("row", name="Round one").click()
    table = page.get_by_role("table", name="Images by agreement")
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table.get_by_role("row").nth(1)).to_contain_text(team.images[2]["filename"])
    expect(table.get_by_role("row").nth(1)).to_contain_text("0 %")
    expect(table.get_by_role("row").nth(3)).to_contain_text("100 %")
    # The one that both saw is taken from ann; a majority decides the others.
    table.get_by_role("row").nth(1).click()
    expect(page.get_by_role("figure", name="ben's objects")).to_be_visible()
    page.get_by_role("button", name="Use ann's").click()
    expect(page.get_by_text("1 image merged")).to_be_visible()
    page.get_by_role("button", name="Merge 2 by majority").click()
    expect(page.get_by_text("2 images merged")).to_be_visible()
    [box] = team.stored(team.images[0])
    close_to(box["geometry"], 102, 100, 100, 100, within=2)
    [alone] = team.stored(team.images[2])
    close_to(alone["geometry"], 100, 100, 100, 100, within=2)
    assert {fovea.ada("GET", f"/api/images/{image['id']}")["status"] for image in team.images} == {"DONE"}

    page.goto(f"/projects/{project['id']}/tasks?tab=quality")
    people = page.get_by_role("table", name="Work by person")
    expect(people.get_by_role("row", name="ann")).to_contain_text("3")
    expect(page.get_by_role("table", name="Agreement by pair of people")).to_contain_text("ann and ben")


def test_an_image_goes_back_with_a_reason_and_comes_again(page, visit, fovea, team):
    page.goto(f"/projects/{team.project['id']}/tasks")
    page.get_by_role("button", name="Assign images").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("New images").fill("2")
    dialog.get_by_role("checkbox", name="ann Annotator").check()
    dialog.get_by_label("Note").fill("All red cells")
    dialog.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_role("table", name="Assignments").get_by_role("row", name="ann")).to_contain_text("0 / 2")

    ann, rob = as_person(visit, fovea, "ann"), as_person(visit, fovea, "rob")
    start(ann, team.project, "Start labelling")
    first, second = team.images[:2]
    draw(opened(team, ann), ((100, 100), (200, 200)))
    ann.keyboard.press("Control+Enter")
    ann.wait_for_url(f"**/images/{second['id']}**")

    start(rob, team.project, "Start reviewing")
    rob.wait_for_url(f"**/images/{first['id']}**")
    opened(team, rob)
    rob.keyboard.press("Shift+S")
    rob.get_by_label("What is to be done?").fill("The cell at the right is missing")
    with rob.expect_response("**/review"):
        rob.get_by_role("button", name="Send back").click()
    expect(rob.get_by_text("The cell at the right is missing")).to_be_visible()
    assert fovea.ada("GET", f"/api/images/{first['id']}")["review_status"] == "NEEDS_REVISION"

    # First of all in her queue, with the reason in sight.
    assert team.queue("ann") == [first["id"], second["id"]]
    ann.goto("/")
    expect(ann.get_by_text("1 sent back")).to_be_visible()
    start(ann, team.project, "Start labelling")
    ann.wait_for_url(f"**/images/{first['id']}**")
    work = opened(team, ann)
    expect(ann.get_by_role("region", name="Task")).to_contain_text("The cell at the right is missing")
    draw(work, ((400, 300), (480, 380)))
    ann.get_by_role("button", name="Done, next").click()
    ann.wait_for_url(f"**/images/{second['id']}**")

    start(rob, team.project, "Start reviewing")
    opened(team, rob)
    # The page says it at once; the server when it has it.
    with rob.expect_response("**/review"):
        rob.keyboard.press("Shift+A")
    expect(rob.get_by_text("Approved")).to_be_visible()
    reviews = fovea.ada("GET", f"/api/images/{first['id']}/reviews")["items"]
    assert [review["verdict"] for review in reviews] == ["APPROVED", "NEEDS_REVISION"]
    assert len(team.stored(first)) == 2 and team.queue("ann") == [second["id"]] and team.queue("rob", "review") == []
