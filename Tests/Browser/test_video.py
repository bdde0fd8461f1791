"""A video is imported as frames, and an object goes through them: two keyframes are drawn, the frames between follow."""

import os
import pathlib

import pytest
from checks import assert_accessible, settle
from clips import moving_square
from playwright.sync_api import expect
from workspace import Workspace, close_to


@pytest.fixture(scope="session")
def clip(tmp_path_factory):
    return moving_square(tmp_path_factory.mktemp("clips") / "street.mp4")


def keep(page, name):
    """Pictures of the page for whoever wants to look (FOVEA_PICTURES names a folder)."""
    if folder := os.environ.get("FOVEA_PICTURES"):
        before = page.evaluate("document.documentElement.dataset.theme ?? null")
        page.mouse.move(0, 0)
        for theme in ("light", "dark"):
            page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
            page.wait_for_timeout(300)
            page.screenshot(path=pathlib.Path(folder) / f"{name}-{theme}.png")
        page.evaluate("theme => document.documentElement.dataset.theme = theme", before or "light")


class Film(Workspace):
    """The workspace on the frames of a sequence."""

    def __init__(self, page, fovea, project, sequence):
        self.sequence = sequence
        self.frames = fovea.ada("GET", f"/api/sequences/{sequence['id']}/frames?limit=1000")["items"]
        super().__init__(page, fovea, project, fovea.ada("GET", f"/api/images/{self.frames[0]['image_id']}"))

    def on(self, frame):
        return self.fovea.ada("GET", f"/api/images/{self.frames[frame]['image_id']}/annotations")["items"]

    def is_at(self, frame):
        slider = self.page.get_by_role("slider", name="Frame")
        expect(slider).to_have_value(str(frame))
        self.page.wait_for_url(lambda url: self.frames[frame]["image_id"] in url)
        self.image = self.fovea.ada("GET", f"/api/images/{self.frames[frame]['image_id']}")
        self.ready()

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)


@pytest.fixture
def film(page, fovea, clip):
    project = fovea.ada("POST", "/api/projects", {"name": "Film", "task_type": "DETECTION", "class_names": ["car", "bus"]})
    page.goto(f"/projects/{project['id']}/settings?tab=import")
    settle(page)
    page.locator("input[type=file]").set_input_files(clip)
    form = page.get_by_role("form", name="Import a video")
    expect(form).to_be_visible()
    page.get_by_label("Which frame").fill("0")
    page.get_by_role("button", name="Import the video").click()
    expect(page.get_by_text("A whole number from 1 to 1000000.")).to_be_visible()
    page.get_by_label("Which frame").fill("1")
    page.get_by_label("Name of the sequence").fill("street")
    keep(page, "video-import")
    assert_accessible(page)
    page.get_by_role("button", name="Import the video").click()
    link = page.get_by_role("link", name="Look at the sequence")
    expect(link).to_be_visible(timeout=120_000)
    expect(page.get_by_text("30 of 30 frames were taken, 30 images added.")).to_be_visible()
    keep(page, "video-report")
    link.click()
    expect(page.locator(".token").filter(has_text="Sequence")).to_contain_text("street")
    sequences = fovea.ada("GET", f"/api/projects/{project['id']}/sequences")["items"]
    assert len(sequences) == 1 and sequences[0]["frame_count"] == 30 and sequences[0]["fps"] == 10
    film = Film(page, fovea, project, sequences[0])
    expect(page.get_by_role("status").filter(has_text="30 images")).to_be_visible()
    keep(page, "video-images")
    return film


def test_two_keyframes_make_the_frames_between(film):
    page = film.page
    film.open(f"?sequence_id={film.sequence['id']}")
    film.is_at(0)
    film.press("b")
    film.drag((0, 100), (40, 140))
    first = film.saved()
    assert len(first) == 1 and first[0]["track"] is None
    # By keys alone from here on, but for the drawing.
    film.press("Shift+PageDown")
    film.is_at(10)
    film.press("b")
    film.drag((100, 100), (140, 140))
    film.press("z")
    expect(page.get_by_text("9 frames between them filled.")).to_be_visible()
    film.saved()
    for frame in range(11):
        (one,) = film.on(frame)
        close_to(one["geometry"], frame * 10, 100, 40, 40, within=2)
        assert one["track"]["id"] == first[0]["id"] and one["track"]["is_keyframe"] == (frame in (0, 10))
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("Keyframe · 2 keyframes")
    keep(page, "video-timeline")
    assert_accessible(page)

    # On the way back the object stays in hand, and moving it makes a keyframe.
    film.press("v")
    for _ in range(5):
        film.press("PageUp")
    film.is_at(5)
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("Interpolated · 2 keyframes")
    keep(page, "video-between")
    film.press("Shift+ArrowDown")
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("Keyframe · 3 keyframes")
    film.saved()
    (middle,) = film.on(5)
    (third,) = film.on(3)
    assert middle["track"]["is_keyframe"]
    close_to(middle["geometry"], 50, 110, 40, 40, within=2)
    close_to(third["geometry"], 30, 106, 40, 40, within=2)
    # Undone, it is interpolated again.
    film.press("Control+z")
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("Interpolated · 2 keyframes")
    film.saved()
    close_to(film.on(3)[0]["geometry"], 30, 100, 40, 40, within=2)

    # It leaves at frame 5: nothing until the keyframe at 10, which is then removed as well.
    film.press("Shift+O")
    expect(page.get_by_text("It comes back at frame 11, its next keyframe.")).to_be_visible()
    assert [len(film.on(frame)) for frame in (4, 5, 6, 9, 10)] == [1, 1, 0, 0, 1]
    page.get_by_role("button", name="Remove that").click()
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("Leaves here · 2 keyframes")
    assert [len(film.on(frame)) for frame in (5, 10)] == [1, 0]


def test_an_object_is_propagated_and_frames_are_walked_by_keys(film):
    page = film.page
    film.open()
    film.is_at(0)
    film.press("b")
    film.drag((0, 100), (40, 140))
    film.saved()
    film.press("Shift+Z")
    dialog = page.get_by_role("dialog", name="Propagate through the next frames")
    dialog.get_by_label("How many frames").fill("20")
    keep(page, "video-propagate")
    dialog.get_by_role("button", name="Propagate").click()
    expect(page.get_by_text("On 20 more frames, up to frame 21.")).to_be_visible()
    assert [len(film.on(frame)) for frame in (0, 1, 19, 20, 21)] == [1, 1, 1, 1, 0]
    film.press("v", "Shift+PageDown")
    film.is_at(10)
    film.press("Shift+PageDown")
    film.is_at(20)
    # The object of the track is in hand there: moved by keys, all between follow.
    for _ in range(20):
        film.press("Shift+ArrowRight")
    film.saved()
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("Keyframe · 2 keyframes")
    close_to(film.on(10)[0]["geometry"], 100, 100, 40, 40, within=2)
    film.press("Escape", "End")
    film.is_at(29)
    expect(page.get_by_role("button", name="Next frame")).to_be_disabled()
    film.press("Home")
    film.is_at(0)
    # It plays to its end by itself.
    film.press("End")
    film.is_at(29)
    film.press("Shift+PageUp")
    film.is_at(19)
    film.press("y")
    expect(page.get_by_role("slider", name="Frame")).to_have_value("29", timeout=60_000)


def test_sequences_are_renamed_and_taken_apart(film):
    page = film.page
    page.goto(f"/projects/{film.project['id']}/settings?tab=import")
    settle(page)
    page.get_by_role("button", name="Rename street").click()
    field = page.get_by_role("dialog").get_by_label("Name")
    field.fill("  ")
    page.get_by_role("button", name="Rename", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    field.fill("high street")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="high street")).to_be_visible()
    keep(page, "video-sequences")
    assert_accessible(page)
    page.get_by_role("button", name="Delete high street").click()
    page.get_by_label("Move its 30 frames to the bin, too").check()
    page.get_by_role("button", name="Delete the sequence").click()
    expect(page.get_by_role("link", name="high street")).to_have_count(0)
    assert film.fovea.ada("GET", f"/api/projects/{film.project['id']}/images")["total"] == 0
    assert len(film.fovea.ada("GET", f"/api/projects/{film.project['id']}/images?bin=true")["items"]) == 30
