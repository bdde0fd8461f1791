"""One sitting with five hundred mixed photographs that nobody has looked at: they are uploaded, seen by groups, two of which become
one and one a class; the map shows them; blurred ones and copies are found; fifty are picked to label first."""

import os
import re

import pytest
from checks import assert_accessible, settle
from mixed import BLURRED, COPIES, mixed
from playwright.sync_api import expect

# The same to every backend; what each of the ways of looking does on both of them has tests of its own.
ONE_BACKEND = True

WAIT = 300_000


@pytest.fixture(scope="module")
def files(photographs, tmp_path_factory):
    return mixed(photographs, tmp_path_factory.mktemp("mixed"))


def shot(page, name):
    if folder := os.environ.get("FOVEA_SCREENSHOTS"):
        page.wait_for_timeout(600)
        page.screenshot(path=f"{folder}/story-{name}.png")


def group(page, name):
    return page.get_by_role("region", name=re.compile(f"^{re.escape(name)}, "))


def test_five_hundred_photographs(page, fovea, files):
    project = fovea.ada("POST", "/api/projects", {"name": "Mixed", "task_type": "CLASSIFICATION", "class_names": ["flower", "temple"]})
    fovea.ada("POST", f"/api/projects/{project['id']}/tags", {"name": "label first", "color": "#e69f00"})
    base = f"/projects/{project['id']}"
    everything = [path for kind in files.values() for path in kind]
    assert len(everything) == 500

    # Uploaded in the browser, all at once.
    page.goto(f"{base}/images")
    settle(page)
    page.get_by_label("Images to upload").set_input_files(everything)
    expect(page.get_by_text("500 images").first).to_be_visible(timeout=WAIT)

    def names(query):
        return [one["filename"] for one in fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=500&{query}")["items"]]

    # Groups by looks.
    page.goto(f"{base}/curate/groups")
    settle(page)
    page.get_by_role("button", name="New batch").click()
    page.get_by_role("textbox", name="Name").fill("Everything")
    page.get_by_role("button", name="Create").click()
    page.get_by_role("button", name="Analyse…").click()
    page.get_by_label("Smallest group").fill("10")
    page.get_by_role("button", name="Analyse", exact=True).click()
    expect(group(page, "1")).to_be_visible(timeout=WAIT)
    expect(group(page, "2")).to_be_visible()
    batch = fovea.ada("GET", f"/api/batches?project_id={project['id']}")["items"][0]["id"]

    def members():
        found = {}
        for image in fovea.ada("GET", f"/api/batches/{batch}")["images"]:
            found.setdefault(image["group_label"], []).append(image["filename"])
        return found

    before = members()
    print({name: len(all) for name, all in before.items()})
    shot(page, "groups")

    # A group of flowers becomes a class.
    flowers = max((name for name in before if name), key=lambda name: sum(one.startswith("flower") for one in before[name]))
    assert sum(one.startswith("flower") for one in before[flowers]) > 0.8 * len(before[flowers]), before[flowers]
    group(page, flowers).get_by_role("button", name=f"Commands for {flowers}").click()
    page.get_by_role("menuitem", name="Give a class").click()
    page.get_by_label("Label", exact=True).select_option("flower")
    page.get_by_role("button", name="Give the class").click()
    expect(page.get_by_text(f"{len(before[flowers])} images are flower.")).to_be_visible()
    label = next(one for one in fovea.ada("GET", f"/api/projects/{project['id']}/labels")["items"] if one["name"] == "flower")
    assert sorted(names(f"label_id={label['id']}")) == sorted(before[flowers])

    # Two others become one.
    first, second = [name for name in before if name and name != flowers][:2]
    group(page, second).get_by_role("button", name=f"Commands for {second}").click()
    page.get_by_role("menuitem", name="Rename or merge").click()
    page.get_by_role("textbox", name="Name").fill(first)
    page.get_by_role("button", name=f"Merge with {first}").click()
    expect(group(page, second)).to_have_count(0)
    after = members()
    assert sorted(after[first]) == sorted(before[first] + before[second])

    # The map shows the groups.
    page.get_by_role("tab", name="Map").click()
    page.get_by_role("button", name="Make the map").click()
    expect(page.get_by_text("500 images by t-SNE of")).to_be_visible(timeout=WAIT)
    page.get_by_label("Colour by").select_option("Group")
    legend = page.get_by_role("list", name="Legend")
    expect(legend.get_by_role("button", name=f"{first} {len(after[first])}", exact=True)).to_be_visible()
    legend.get_by_role("button", name=f"{flowers} {len(after[flowers])}", exact=True).click()
    expect(page.get_by_text(f"{len(after[flowers])} images selected")).to_be_visible()
    assert_accessible(page)
    shot(page, "map")
    page.keyboard.press("Escape")

    # Blurred ones come first by sharpness.
    page.get_by_role("tab", name="Quality").click()
    expect(page.get_by_text(re.compile("left$"))).to_have_count(0, timeout=WAIT)
    page.get_by_role("region", name="Sharpness").get_by_role("button", name="Sharpness").click()
    expect(page).to_have_url(re.compile("sort=sharpness"))
    expect(page.get_by_role("option", name=re.compile("^blurred ")).first).to_be_visible()
    # Sky and what is out of focus behind the flower have no edges either: parts of those may come between, no sharp cells.
    least = [name for name in names("sort=sharpness") if not name.startswith(("flower", "temple"))]
    assert all(name.startswith("blurred") for name in least[:BLURRED]), least[:BLURRED]
    shot(page, "blurred")

    # Every copy is found with what it is of.
    page.get_by_role("tab", name="Duplicates").click()
    page.get_by_role("button", name="Find duplicates").click()
    expect(page.locator(".duplicate").first).to_be_visible(timeout=WAIT)
    shot(page, "duplicates")
    groups, cursor = [], ""
    while cursor is not None:
        answer = fovea.ada("GET", f"/api/projects/{project['id']}/duplicates?limit=100{cursor and f'&cursor={cursor}'}")
        groups += [{one["filename"] for one in found["images"]} for found in answer["items"]]
        cursor = answer["next_cursor"]
    pairs = [{path.name, path.name.replace(" copy", "")} for path in files["copy"]]
    together = sum(any(pair <= found for found in groups) for pair in pairs)
    assert together >= 0.9 * COPIES, [pair for pair in pairs if not any(pair <= found for found in groups)]

    # Fifty to label first, of the whole: by the vectors that the groups were made of, now the project's own.
    page.get_by_role("tab", name="Embeddings").click()
    page.get_by_role("button", name="Describe the images").click()
    expect(page.get_by_text("500 of 500 images described")).to_be_visible(timeout=WAIT)
    page.get_by_role("tab", name="Coverage").click()
    page.get_by_role("button", name="Pick images to label first").click()
    expect(page.get_by_text("50 images selected")).to_be_visible(timeout=WAIT)
    shot(page, "picks")
    assert_accessible(page)
    page.get_by_role("button", name="Tags", exact=True).click()
    page.get_by_role("menuitemcheckbox", name="label first").or_(page.get_by_role("menuitem", name="label first")).click()
    expect(page.get_by_text("Tags of 50 images changed")).to_be_visible()
    tag = fovea.ada("GET", f"/api/projects/{project['id']}/tags")["items"][0]["id"]
    picked = names(f"tag_id={tag}")
    assert len(picked) == 50 and len({name.split()[0] for name in picked}) >= 3, picked
    assert not set(picked) & set(before[flowers]), "those are labelled"
