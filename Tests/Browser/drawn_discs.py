"""Images whose likeness can be told: discs of three colours."""

import re
import time

from PIL import Image, ImageDraw

COLOURS = {"red": (214, 40, 40), "green": (40, 160, 80), "blue": (40, 80, 200)}


def draw(path, colour, shift):
    picture = Image.new("RGB", (320, 240), (70, 72, 76))
    ImageDraw.Draw(picture).ellipse((70 + shift, 30, 250 + shift, 210), fill=COLOURS[colour])
    picture.save(path)
    return path


def discs(fovea, tmp_path):
    """A project of twelve discs in three colours."""
    made = fovea.ada("POST", "/api/projects", {"name": "Discs", "task_type": "DETECTION", "class_names": ["disc"]})
    files = [draw(tmp_path / f"{colour} {number}.png", colour, number * 2) for colour in COLOURS for number in range(4)]
    fovea.ada.upload(made["id"], files)
    return made


def described(fovea, project):
    state = fovea.ada("GET", f"/api/projects/{project['id']}/embedding")
    fovea.ada("PUT", f"/api/projects/{project['id']}/embedding", {"model_id": state["models"][0]["id"]})
    wait_described(fovea, project)


def wait_described(fovea, project):
    for _ in range(600):
        state = fovea.ada("GET", f"/api/projects/{project['id']}/embedding")
        if state["embedded_count"] == state["image_count"] and state["image_count"] > 0:
            return
        time.sleep(0.1)
    raise AssertionError(state)


def image(fovea, project, name):
    found = fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=100")["items"]
    return next(one for one in found if one["filename"] == name)


def shown(page):
    """The names in the grid, in order."""
    return [re.split(",", one.get_attribute("aria-label"))[0] for one in page.locator(".shot").all()]
