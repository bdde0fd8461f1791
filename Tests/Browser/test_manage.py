"""Many images at once: filters that are typed, saved views, changes to all that match, undo, tags, the bin, metadata."""

import re

import pytest
from checks import assert_accessible, settle
from conftest import sign_in
from playwright.sync_api import expect

COUNT = 12


@pytest.fixture
def project(fovea, photographs):
    made = fovea.ada("POST", "/api/projects", {"name": "Managed", "task_type": "DETECTION", "class_names": ["RBC", "WBC"]})
    fovea.ada.upload(made["id"], sorted((photographs / "JPEGImages").glob("*.jpg"))[:COUNT])
    return made


def images(fovea, project, query=""):
    return fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=1000&sort=filename{query}")["items"]


def open_grid(page, project, query=""):
    page.goto(f"/projects/{project['id']}/images{query}")
    settle(page)


def cells(page):
    return page.get_by_role("listbox").get_by_role("option")


def choose(page, *steps):
    page.get_by_role("button", name="Filter", exact=True).click()
    for step in steps:
        page.get_by_role("menuitem", name=step, exact=True).or_(page.get_by_role("menuitemcheckbox", name=step, exact=True)).click()


def bar(page):
    return page.get_by_role("toolbar", name="Selection")


def pick(page, menu, item):
    bar(page).get_by_role("button", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=item).or_(page.get_by_role("menuitemcheckbox", name=item)).first.click()


def test_filters_that_are_typed(page, fovea, project):
    first = images(fovea, project)[0]
    fovea.ada("PATCH", f"/api/images/{first['id']}/metadata", {"metadata": {"site": "Basel", "n": 7}})
    open_grid(page, project)
    choose(page, "Width")
    page.get_by_role("dialog").get_by_label("At least").fill("much")
    page.get_by_role("dialog").get_by_role("button", name="Filter").click()
    expect(page.get_by_text("must be a number from 0 on")).to_be_visible()
    page.get_by_role("dialog").get_by_label("At least").fill("100000")
    page.get_by_role("dialog").get_by_role("button", name="Filter").click()
    expect(page.get_by_role("heading", name="No image matches the filter")).to_be_visible()
    page.get_by_role("button", name="Remove the filter Width: from 100,000 px").click()
    choose(page, "Metadata")
    page.get_by_role("dialog").get_by_label("Key").fill("site")
    page.get_by_role("dialog").get_by_label("Value").fill("Basel")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"metadata=site%3DBasel"))
    expect(cells(page)).to_have_count(1)
    choose(page, "Added")
    page.get_by_role("dialog").get_by_label("Last day").fill("2001-01-01")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="No image matches the filter")).to_be_visible()
    expect(page.get_by_text("until 2001-01-01")).to_be_visible()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(cells(page).nth(1)).to_be_visible()


def test_views_are_saved_chosen_changed_and_opened_first(page, visit, fovea, project):
    fovea.ada("PATCH", f"/api/images/{images(fovea, project)[2]['id']}/status", {"status": "DONE"})
    open_grid(page, project, "?status=DONE&sort=-width")
    page.get_by_role("button", name="Views").click()
    page.get_by_role("menuitem", name="Save as a view").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Finished")
    page.get_by_role("dialog").get_by_label("Open first").check()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile("view="))
    # Opened without saying which images, it is what one sees.
    open_grid(page, project)
    expect(page).to_have_url(re.compile("status=DONE"))
    expect(cells(page)).to_have_count(1)
    page.get_by_role("button", name="Remove the filter Status: Done").click()
    expect(cells(page).nth(3)).to_be_visible()
    page.get_by_role("button", name="Finished *").click()
    page.get_by_role("menuitem", name="Update Finished").click()
    expect(page.get_by_text("Finished updated")).to_be_visible()
    view = fovea.ada("GET", f"/api/projects/{project['id']}/views")["items"][0]
    assert "status" not in view["query"] and view["query"]["sort"] == "-width" and view["is_default"]
    page.get_by_role("button", name="Finished").click()
    page.get_by_role("menuitem", name="Delete Finished").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Views")).to_be_visible()
    assert fovea.ada("GET", f"/api/projects/{project['id']}/views")["items"] == []


def test_a_change_is_undone_exactly(page, fovea, project):
    ids = [image["id"] for image in images(fovea, project)]
    fovea.ada("PATCH", "/api/images/split", {"image_ids": ids[:2], "split": "test"})
    open_grid(page, project)
    page.keyboard.press("Control+a")
    pick(page, "Split", "Train")
    expect(page.get_by_text(f"{COUNT} images changed")).to_be_visible()
    assert len(images(fovea, project, "&split=train")) == COUNT
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(f"{COUNT} images set back")).to_be_visible()
    assert [image["split"] for image in images(fovea, project)] == ["test"] * 2 + ["unassigned"] * (COUNT - 2)


def test_everything_that_matches_is_asked_first_and_changed(page, fovea, project):
    """More than come with the first page: rows that have not been seen are changed as well."""
    many = fovea.ada("POST", "/api/projects", {"name": "More than a page", "task_type": "DETECTION", "class_names": ["a"]})
    fill(fovea, many, 130)
    open_grid(page, many)
    page.keyboard.press("Control+a")
    expect(page.get_by_text("All 130 images that match")).to_be_visible()
    pick(page, "Status", "Done")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Set the status of 130 images to Done?")).to_be_visible()
    dialog.get_by_role("button", name="Change all").click()
    expect(page.get_by_text("130 images changed")).to_be_visible()
    assert len(images(fovea, many, "&status=DONE")) == 130
    page.keyboard.press("Control+a")
    pick(page, "Split", "At random")
    dialog.get_by_label("Train").fill("50")
    expect(dialog.get_by_text("The shares make 70 %, not 100 %.")).to_be_visible()
    dialog.get_by_label("Val").fill("40")
    dialog.get_by_role("button", name="Split 130 images").click()
    expect(page.get_by_text("130 images put into splits")).to_be_visible()
    found = [len(images(fovea, many, f"&split={part}")) for part in ("train", "val", "test")]
    assert found == [65, 52, 13]


def fill(fovea, project, count):
    """So many small pictures, each another."""
    import pathlib
    import struct
    import tempfile
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number in range(count):
            rows = b"".join(b"\0" + bytes([number % 251, number // 251 * 40, x * 8]) * 24 for x in range(18))
            head = struct.pack(">IIBBBBB", 24, 18, 8, 2, 0, 0, 0)
            path = pathlib.Path(folder) / f"picture {number:05}.png"
            path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
            files.append(path)
        for start in range(0, count, 500):
            fovea.ada.upload(project["id"], files[start : start + 500])


def test_a_large_change_is_a_job_with_progress(page, fovea):
    many = fovea.ada("POST", "/api/projects", {"name": "A thousand and more", "task_type": "DETECTION"})
    fill(fovea, many, 1010)
    open_grid(page, many)
    page.keyboard.press("Control+a")
    expect(page.get_by_text("All 1,010 images that match")).to_be_visible()
    pick(page, "Status", "In progress")
    page.get_by_role("dialog").get_by_role("button", name="Change all").click()
    expect(page.get_by_role("region", name="Change under way")).to_be_visible()
    expect(page.get_by_text("1,010 images changed")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1,010 images set back")).to_be_visible()
    assert fovea.ada("GET", f"/api/projects/{many['id']}/images/count?status=NEW")["count"] == 1010


def test_tags_are_made_merged_and_deleted(page, fovea, project):
    open_grid(page, project)
    page.get_by_role("button", name="Manage tags").click()
    dialog = page.get_by_role("dialog", name="Tags")
    for name in ("blurred", "dark"):
        dialog.get_by_label("New tag").fill(name)
        page.keyboard.press("Enter")
        expect(dialog.get_by_label(f"Name of {name}")).to_be_visible()
    dialog.get_by_role("button", name="Done").click()
    cells(page).first.click(modifiers=["Control"])
    pick(page, "Tags", "blurred")
    expect(page.get_by_text("Tags of 1 image changed")).to_be_visible()
    page.get_by_role("button", name="Manage tags").click()
    dialog.get_by_label("Name of dark").fill("too dark")
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Name of too dark")).to_be_visible()
    dialog.get_by_role("button", name="Merge blurred into").click()
    page.get_by_role("menuitem", name="Merge into too dark").click()
    expect(dialog.get_by_text("1 image", exact=True)).to_be_visible()
    expect(dialog.get_by_label("Name of blurred")).to_have_count(0)
    dialog.get_by_role("button", name="Delete too dark").click()
    page.get_by_role("dialog", name="Delete too dark?").get_by_role("button", name="Delete").click()
    expect(dialog.get_by_text("No tags yet")).to_be_visible()
    assert fovea.ada("GET", f"/api/projects/{project['id']}/tags")["items"] == []


def test_null_images_and_an_empty_bin(page, fovea, project):
    open_grid(page, project)
    cells(page).nth(0).click(modifiers=["Control"])
    pick(page, "More", "Mark as null")
    expect(page.get_by_text("1 image changed")).to_be_visible()
    choose(page, "Null", "Marked as null")
    expect(cells(page)).to_have_count(1)
    # It is selected still: the filter has it too.
    expect(page.get_by_text("1 image selected")).to_be_visible()
    page.keyboard.press("Delete")
    expect(page.get_by_text("1 image moved to the bin")).to_be_visible()
    open_grid(page, project, "?bin=true")
    expect(cells(page)).to_have_count(1)
    page.get_by_role("button", name="Empty the bin").click()
    dialog = page.get_by_role("dialog", name="Delete 1 image for good?")
    dialog.get_by_role("button", name="Empty the bin").click()
    expect(page.get_by_role("heading", name="The bin is empty")).to_be_visible()
    assert len(images(fovea, project)) == COUNT - 1


def test_copy_to_another_project(page, fovea, project):
    target = fovea.ada("POST", "/api/projects", {"name": "Copies go here", "task_type": "DETECTION"})
    open_grid(page, project)
    cells(page).nth(0).click(modifiers=["Control"])
    cells(page).nth(1).click()
    pick(page, "More", "Copy to another project")
    dialog = page.get_by_role("dialog", name="Copy to another project")
    dialog.get_by_label("Project", exact=True).select_option(label="Copies go here")
    dialog.get_by_role("button", name="Copy 2 images").click()
    expect(page.get_by_text("2 images copied")).to_be_visible()
    assert len(images(fovea, target)) == 2


def test_metadata_of_one_of_many_and_of_the_project(page, fovea, project):
    first = images(fovea, project)[0]
    page.goto(f"/projects/{project['id']}/images/{first['id']}?panel=details")
    page.get_by_role("button", name="Edit metadata").click()
    page.get_by_role("button", name="Add a key").click()
    page.get_by_label("Key of row 1").fill("depth")
    page.get_by_label("Type of depth").select_option(label="Number")
    page.get_by_label("Value of depth").fill("deep")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("is no number")).to_be_visible()
    page.get_by_label("Value of depth").fill("2.5")
    page.get_by_role("button", name="Add a key").click()
    page.get_by_label("Key of row 2").fill("seen")
    page.get_by_label("Type of seen").select_option(label="Day")
    page.get_by_label("Value of seen").fill("2026-02-28")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Edit metadata")).to_be_visible()
    assert fovea.ada("GET", f"/api/images/{first['id']}/metadata")["metadata"] == {"depth": 2.5, "seen": "2026-02-28"}
    open_grid(page, project)
    page.keyboard.press("Control+a")
    pick(page, "More", "Change metadata")
    dialog = page.get_by_role("dialog", name="Change metadata")
    dialog.get_by_label("Key of row 1").fill("site")
    dialog.get_by_label("Value of site").fill("Basel")
    dialog.get_by_label("Keys to remove").fill("seen")
    dialog.get_by_role("button", name=f"Change {COUNT} images").click()
    expect(page.get_by_text(f"Metadata of {COUNT} images changed")).to_be_visible()
    assert fovea.ada("GET", f"/api/images/{first['id']}/metadata")["metadata"] == {"depth": 2.5, "site": "Basel"}
    page.goto(f"/projects/{project['id']}/settings")
    settle(page)
    page.get_by_role("button", name="Edit metadata").click()
    page.get_by_role("button", name="Add a key").click()
    page.get_by_label("Key of row 1").fill("ethics")
    page.get_by_label("Type of ethics").select_option(label="Yes or no")
    page.get_by_label("Value of ethics").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Edit metadata")).to_be_visible()
    page.get_by_role("switch", name="An image may have several classes").click()
    expect(page.get_by_text("Each image has one class")).to_be_visible()
    assert fovea.ada("GET", f"/api/projects/{project['id']}")["metadata"] == {"ethics": True, "multi_label": False}


def test_dialogs_are_accessible(fovea, visit, project):
    page = visit(fovea, bypass_csp=True)
    sign_in(page)
    open_grid(page, project)
    page.get_by_role("button", name="Manage tags").click()
    assert_accessible(page)
    page.keyboard.press("Escape")
    choose(page, "Width")
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    for item in ("Give a class", "Change metadata", "Copy to another project"):
        pick(page, "More", item)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert_accessible(page)
        page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
