"""The image page as tests see it: the canvas by image coordinates, objects and saving by what the server has."""

import re

from playwright.sync_api import expect


class Workspace:
    def __init__(self, page, fovea, project, image):
        self.page, self.fovea, self.project, self.image = page, fovea, project, image

    def open(self, query=""):
        self.page.goto(f"/projects/{self.project['id']}/images/{self.image['id']}{query}")
        self.ready()
        return self

    def ready(self):
        expect(self.page.get_by_role("status", name="Loading the image")).to_have_count(0)
        expect(self.page.locator(".work-status")).to_contain_text("object")
        # The project says what one may do.
        expect(self.page.locator(".work-project")).not_to_be_empty()
        self.page.keyboard.press("f")

    def at(self, x, y):
        """Where an image point is on the page, when the image is fitted (a margin of 24 px on the tighter side)."""
        box = self.page.locator(".work-surface").bounding_box()
        scale = min((box["width"] - 48) / self.image["width"], (box["height"] - 48) / self.image["height"])
        left = box["x"] + (box["width"] - self.image["width"] * scale) / 2
        top = box["y"] + (box["height"] - self.image["height"] * scale) / 2
        return left + x * scale, top + y * scale

    def click(self, x, y, **options):
        self.page.mouse.click(*self.at(x, y), **options)

    def drag(self, start, end):
        self.page.mouse.move(*self.at(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self.at(*[(a + b) / 2 for a, b in zip(start, end)]))
        self.page.mouse.move(*self.at(*end))
        self.page.mouse.up()

    def trace(self, points):
        """One stroke along these."""
        self.page.mouse.move(*self.at(*points[0]))
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*self.at(*point), steps=10)
        self.page.mouse.up()

    def press(self, *keys):
        """Keys one after the other; `key*3` is pressed three times."""
        for key in keys:
            key, _, times = key.partition("*")
            for _ in range(int(times or 1)):
                self.page.keyboard.press(key)

    def focus(self):
        self.page.get_by_role("application").focus()

    def saved(self):
        """Waits until the page says that all is saved; returns what the server then has."""
        expect(self.page.locator("[data-save]")).to_have_attribute("data-save", "saved")
        return self.stored()

    def stored(self):
        return self.fovea.ada("GET", f"/api/images/{self.image['id']}/annotations?limit=1000")["items"]

    def rows(self):
        return self.page.locator(".object-row")

    def row_of_label(self, name):
        return self.page.get_by_role("region", name="Labels").get_by_role("button", name=re.compile(f"^{name}"))

    def row(self, text):
        return self.page.get_by_role("region", name="Objects").get_by_role("button", name=re.compile(text))


def close_to(geometry, x, y, width, height, within=1.5):
    found = (geometry["x"], geometry["y"], geometry["width"], geometry["height"])
    assert all(abs(a - b) <= within for a, b in zip(found, (x, y, width, height))), found
