"""The map of a project's images: made, coloured, selected from by loops, by the legend and by keyboard."""

import io
import json
import re

import numpy
import pytest
from checks import assert_accessible, settle
from drawn_discs import discs
from PIL import Image
from playwright.sync_api import expect

# What the server answers is tested on both backends without a browser (Tests/CurationTests).
ONE_BACKEND = True


@pytest.fixture
def project(fovea, tmp_path):
    return discs(fovea, tmp_path)


class Map:
    """The map on the page, whole, with its points as the server has them."""

    def __init__(self, page, fovea, project):
        self.page, self.path = page, f"/api/projects/{project['id']}/embedding-map"
        self.found = fovea.ada("GET", self.path)
        self.names = {one["id"]: one["filename"] for one in fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=100")["items"]}
        self.plot = page.get_by_role("application")
        expect(page.get_by_role("list", name="Legend")).to_be_visible()

    def at(self, x, y):
        box = self.plot.bounding_box()
        scale = min(box["width"], box["height"]) - 48
        return box["x"] + box["width"] / 2 + (x - 0.5) * scale, box["y"] + box["height"] / 2 - (y - 0.5) * scale

    def points(self):
        return list(zip(self.found["ids"], self.found["x"], self.found["y"], strict=True))

    def loop(self, left, bottom, right, top):
        corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom + 0.02)]
        self.page.mouse.move(*self.at(*corners[0]))
        self.page.mouse.down()
        for corner in corners[1:]:
            self.page.mouse.move(*self.at(*corner), steps=8)
        self.page.mouse.up()
        return {image for image, x, y in self.points() if left < x < right and bottom < y < top}

    def selected(self, count):
        expect(self.page.get_by_role("toolbar", name="Selection").get_by_text(f"{count} image")).to_be_visible()


def make(page, fovea, project):
    page.goto(f"/projects/{project['id']}/curate/map")
    settle(page)
    page.get_by_role("button", name="Make the map").click()
    expect(page.get_by_text("by t-SNE of")).to_be_visible()
    return Map(page, fovea, project)


def drawn(page):
    """Pixels of the plot that are not its ground."""
    page.mouse.move(0, 0)
    picture = numpy.asarray(Image.open(io.BytesIO(page.get_by_role("application").screenshot())).convert("RGB")).astype(int)
    return int((numpy.abs(picture - picture[2, 2]).max(-1) > 8).sum())


def test_a_map_is_made_and_a_loop_selects(page, fovea, project):
    page.goto(f"/projects/{project['id']}/curate/map")
    settle(page)
    expect(page.get_by_role("heading", name="No map yet")).to_be_visible()
    assert_accessible(page)
    found = make(page, fovea, project)
    assert_accessible(page)
    assert len(found.points()) == 12

    half = sorted(x for _, x, _ in found.points())
    inside = found.loop(-0.03, -0.03, (half[5] + half[6]) / 2, 1.03)
    assert 0 < len(inside) < 12
    found.selected(len(inside))
    # Another loop with Shift adds.
    page.keyboard.down("Shift")
    found.loop((half[5] + half[6]) / 2, -0.03, 1.03, 1.03)
    page.keyboard.up("Shift")
    found.selected(12)
    page.keyboard.press("Escape")
    expect(page.get_by_role("toolbar", name="Selection")).to_have_count(0)

    # What is selected can be worked on: a split, which the map then shows.
    inside = found.loop(-0.03, -0.03, (half[5] + half[6]) / 2, 1.03)
    page.get_by_role("button", name="Split", exact=True).click()
    page.get_by_role("menuitem", name="Test", exact=True).click()
    page.get_by_label("Colour by").select_option("Split")
    legend = page.get_by_role("list", name="Legend")
    expect(legend.get_by_role("button", name=f"Test {len(inside)}")).to_be_visible()
    images = fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=100&split=test")["items"]
    assert {one["id"] for one in images} == inside
    # A name in the legend selects its images; the bin takes them off the map.
    legend.get_by_role("button", name=f"Test {len(inside)}").click()
    found.selected(len(inside))
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(legend.get_by_role("button", name="Test")).to_have_count(0)
    assert fovea.ada("GET", f"/api/projects/{project['id']}/images/count") == {"count": 12 - len(inside)}


def test_the_map_by_keyboard(page, fovea, project):
    found = make(page, fovea, project)
    found.plot.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("status").filter(has_text="of 12, No label")).to_be_attached()
    page.keyboard.press("x")
    found.selected(1)
    # To the end in one direction, then to the other: every step goes on or stays.
    for _ in range(12):
        page.keyboard.press("Shift+ArrowLeft")
    before = page.get_by_role("toolbar", name="Selection").inner_text()
    assert int(before.split(" ")[0]) >= 2, before
    page.keyboard.press("+")
    page.keyboard.press("f")
    page.keyboard.press("Control+a")
    found.selected(12)
    page.keyboard.press("Enter")
    page.wait_for_url("**/images/*")
    page.go_back()
    found.plot.focus()
    found.selected(12)


def test_classes_are_hidden_and_colours_are_in_the_address(page, fovea, project):
    make(page, fovea, project)
    page.get_by_label("Colour by").select_option("Quality")
    page.get_by_label("Measure").select_option("Colourfulness")
    page.reload()
    expect(page.get_by_label("Measure")).to_have_value("colorfulness")
    legend = page.get_by_role("list", name="Legend")
    expect(legend.get_by_role("listitem").first).to_be_visible()
    assert drawn(page) > 100
    hide = page.get_by_role("button", name="Hide ")
    for _ in range(hide.count()):
        hide.first.click()
    expect(hide).to_have_count(0)
    assert drawn(page) == 0, "nothing is left to see"
    page.get_by_label("Colour by").select_option("Group")
    expect(page.get_by_text("There are no groups yet")).to_be_visible()


def test_two_hundred_thousand_points(page, fovea, project):
    make(page, fovea, project)
    count = 200_000
    ids = [f"01900000-0000-7000-8000-{number:012x}" for number in range(count)]
    places = [((number * 7919) % count / count, number / count) for number in range(count)]
    version = ids[-1]
    state = fovea.ada("GET", f"/api/projects/{project['id']}/embedding-map?points=false") | {"version": version, "point_count": count}
    whole = state | {"ids": ids, "x": [x for x, _ in places], "y": [y for _, y in places]}
    classes = [number % 3 for number in range(count)]
    legend = [{"name": name, "value": name, "color": None, "count": classes.count(place)} for place, name in enumerate("abc")]
    colours = {"version": version, "by": "label", "is_scale": False, "legend": legend, "classes": classes}

    def answer(route):
        url = route.request.url
        body = colours if "/colours" in url else state if "points=false" in url else whole
        route.fulfill(status=200, content_type="application/json", body=json.dumps(body))

    page.route(re.compile("/embedding-map"), answer)
    page.reload()
    expect(page.get_by_text("200,000 images by")).to_be_visible()
    expect(page.get_by_role("list", name="Legend")).to_be_visible()
    assert drawn(page) > 10_000
    box = page.get_by_role("application").bounding_box()
    scale = min(box["width"], box["height"]) - 48
    corner = box["x"] + box["width"] / 2 - scale / 2, box["y"] + box["height"] / 2 - scale / 2
    # The upper left quarter, by a loop around it.
    page.mouse.move(corner[0] - 10, corner[1] - 10)
    page.mouse.down()
    for x, y in [(0.5, -0.02), (0.5, 0.5), (-0.02, 0.5)]:
        page.mouse.move(corner[0] + x * scale, corner[1] + y * scale, steps=5)
    page.mouse.up()
    text = page.get_by_role("toolbar", name="Selection").get_by_text("images selected").inner_text()
    assert abs(int(text.split(" ")[0].replace(",", "")) - count / 4) < count / 100, text
    page.get_by_role("list", name="Legend").get_by_role("button", name=re.compile("^b ")).click()
    expect(page.get_by_text(f"{classes.count(1):,} images selected")).to_be_visible()
