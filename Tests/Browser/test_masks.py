"""Masks, keypoints and the picture's adjustments on the image page, by mouse and by keyboard alone. What was painted is compared
pixel by pixel with numpy and, as saved, with pycocotools."""

import io

import numpy
import pytest
from PIL import Image
from playwright.sync_api import expect
from pycocotools import mask as coco
from workspace import Workspace

ONE_BACKEND = True


@pytest.fixture(scope="module")
def project(fovea, photographs):
    made = fovea.ada("POST", "/api/projects", {"name": "Painting", "task_type": "SEGMENTATION", "class_names": ["RBC", "WBC"]})
    skeleton = {"keypoints": ["head", "middle", "tail"], "edges": [[0, 1], [1, 2]]}
    fovea.ada("POST", f"/api/projects/{made['id']}/labels", {"name": "Fish", "color": "#f76b15", "hotkey": "3", "skeleton": skeleton})
    fovea.ada.upload(made["id"], sorted((photographs / "JPEGImages").glob("*.jpg"))[120:132])
    return made


@pytest.fixture(scope="module")
def images(fovea, project):
    return iter(fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=50&sort=filename")["items"])


@pytest.fixture
def work(page, fovea, project, images):
    """An image of its own for each test."""
    return Workspace(page, fovea, project, next(images)).open()


def pixels(annotation):
    """The pixels of a saved mask, which must be written as pycocotools writes it."""
    geometry = annotation["geometry"]
    assert geometry["type"] == "mask"
    runs = {"size": geometry["size"], "counts": geometry["counts"].encode()}
    bits = coco.decode(runs)
    assert coco.encode(numpy.asfortranarray(bits))["counts"] == runs["counts"]
    return bits.astype(bool)


def disc(work, x, y, size):
    rows, columns = numpy.mgrid[0 : work.image["height"], 0 : work.image["width"]] + 0.5
    return (columns - x) ** 2 + (rows - y) ** 2 <= (size / 2) ** 2


def iou(a, b):
    return (a & b).sum() / (a | b).sum()


def brush(work, size):
    field = work.page.get_by_label("Size of the brush in pixels")
    field.fill(str(size))
    field.press("Enter")
    work.page.get_by_role("application").focus()


def test_strokes_make_a_mask_and_undo_takes_them_one_by_one(work):
    page = work.page
    page.keyboard.press("m")
    brush(work, 60)
    work.click(200, 200)
    [mask] = work.saved()
    assert iou(pixels(mask), disc(work, 200, 200, 60)) > 0.95
    work.drag((200, 200), (300, 200))
    [mask] = work.saved()
    painted = pixels(mask)
    assert painted[200, 250] and painted[175, 290] and not painted[240, 250] and mask["version"] == 2
    page.keyboard.press("e")
    work.click(250, 200)
    [mask] = work.saved()
    assert not pixels(mask)[200, 250] and pixels(mask)[200, 205]
    page.keyboard.press("Control+z")
    assert (pixels(work.saved()[0]) == painted).all()
    page.keyboard.press("Control+z")
    assert iou(pixels(work.saved()[0]), disc(work, 200, 200, 60)) > 0.95
    page.keyboard.press("Control+z")
    assert work.saved() == []
    for _ in range(2):
        page.keyboard.press("Control+Shift+z")
    assert (pixels(work.saved()[0]) == painted).all()


def test_enter_begins_the_next_mask_and_a_selected_one_is_painted_on(work):
    page = work.page
    page.keyboard.press("m")
    brush(work, 40)
    work.click(100, 100)
    page.keyboard.press("Enter")
    work.click(300, 300)
    assert len(work.saved()) == 2
    page.keyboard.press("v")
    work.click(100, 100)
    page.keyboard.press("m")
    work.click(130, 100)
    masks = work.saved()
    assert len(masks) == 2 and sum(pixels(mask)[100, 130] for mask in masks) == 1


def test_erase_under_is_one_step_and_one_save(work):
    page = work.page
    page.keyboard.press("m")
    brush(work, 80)
    work.click(150, 200)
    before = pixels(work.saved()[0])
    page.keyboard.press("Enter")
    page.get_by_label("Takes from").select_option("masks of its label")
    page.get_by_role("application").focus()
    sent = []
    page.on("request", lambda request: sent.append(request.post_data_json) if request.method == "PATCH" else None)
    work.click(190, 200)
    both = work.saved()
    assert [len(body["ops"]) for body in sent] == [2], "both masks are saved in one request"
    first, second = pixels(both[0]), pixels(both[1])
    assert not (first & second).any()
    assert ((first | second) == (before | second)).all()
    page.keyboard.press("Control+z")
    [mask] = work.saved()
    assert (pixels(mask) == before).all()


def test_outlines_holes_and_polygons_of_masks(work):
    page = work.page
    page.keyboard.press("m")
    page.get_by_role("button", name="Outline").click()
    for point in ((100, 100), (300, 100), (300, 300), (100, 300)):
        work.click(*point)
    page.keyboard.press("Enter")
    page.keyboard.press("e")
    for point in ((150, 150), (250, 150), (250, 250), (150, 250), (150, 150)):
        work.click(*point)
    ring = pixels(work.saved()[0])
    assert abs(ring.sum() - 30_000) < 1500 and not ring[200, 200] and ring[120, 200]
    page.keyboard.press("v")
    page.keyboard.press("Shift+P")
    [polygon] = work.saved()
    assert polygon["geometry"]["type"] == "polygon" and len(polygon["geometry"]["holes"]) == 1
    page.keyboard.press("Shift+M")
    assert iou(pixels(work.saved()[0]), ring) > 0.97
    page.keyboard.press("m")
    page.keyboard.press("Shift+E")
    assert pixels(work.saved()[0])[200, 200]


def test_a_mask_by_keyboard_alone(work):
    page = work.page
    page.get_by_role("application").focus()
    page.keyboard.press("m")
    for _ in range(3):
        page.keyboard.press("]")
    expect(page.get_by_label("Size of the brush in pixels")).to_have_value("34")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    for _ in range(6):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    painted = pixels(work.saved()[0])
    rows, columns = numpy.nonzero(painted)
    assert abs(columns.max() - columns.min() - 60 - 34) <= 2 and abs(rows.max() - rows.min() - 34) <= 2
    page.keyboard.press("Shift+N")
    for _ in range(8):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert len(work.saved()) == 2


def test_ctrl_and_wheel_size_the_brush(work):
    page = work.page
    page.keyboard.press("m")
    size = page.get_by_label("Size of the brush in pixels")
    expect(size).to_have_value("24")
    page.mouse.move(*work.at(100, 100))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    expect(size).to_have_value("27")


def points(work):
    [one] = work.saved()
    assert one["geometry"]["type"] == "keypoints"
    return one["geometry"]["points"]


def near(found, expected, within=1.5):
    assert len(found) == len(expected)
    for a, b in zip(found, expected):
        assert a[2] == b[2] and abs(a[0] - b[0]) <= within and abs(a[1] - b[1]) <= within, (found, expected)


def test_keypoints_by_clicks_then_by_the_panel(work):
    page = work.page
    page.keyboard.press("3")
    page.keyboard.press("k")
    page.mouse.move(*work.at(90, 90))
    expect(page.locator(".work-status")).to_contain_text("Next: head (1 of 3)")
    work.click(100, 100)
    expect(page.locator(".work-status")).to_contain_text("Next: middle (2 of 3)")
    page.keyboard.press("j")
    work.click(300, 200, button="right")
    near(points(work), [[100, 100, 2], [0, 0, 0], [300, 200, 1]])
    panel = page.get_by_role("region", name="Keypoints")
    panel.get_by_label("Visibility of middle").select_option("Visible")
    near(points(work), [[100, 100, 2], [200, 150, 2], [300, 200, 1]])
    field = panel.get_by_label("x of middle")
    field.fill("210.5")
    field.press("Enter")
    near(points(work), [[100, 100, 2], [210.5, 150, 2], [300, 200, 1]])
    page.get_by_role("application").focus()
    page.keyboard.press("v")
    work.drag((100, 100), (120, 130))
    near(points(work), [[120, 130, 2], [210.5, 150, 2], [300, 200, 1]])
    work.click(120, 130, button="right")
    assert [point[2] for point in points(work)] == [1, 2, 1]
    page.keyboard.press("Control+z")
    assert [point[2] for point in points(work)] == [2, 2, 1]
    panel.get_by_label("Visibility of head").select_option("Not there")
    panel.get_by_label("Visibility of middle").select_option("Not there")
    panel.get_by_label("Visibility of tail").select_option("Not there")
    expect(page.get_by_text("At least one point must stay.")).to_be_visible()
    assert [point[2] for point in points(work)] == [0, 0, 1]


def test_a_drag_places_a_whole_skeleton(work):
    page = work.page
    page.keyboard.press("3")
    page.keyboard.press("k")
    work.drag((100, 100), (300, 260))
    found = points(work)
    assert len(found) == 3 and all(100 <= x <= 300 and 100 <= y <= 260 and v == 2 for x, y, v in found)


def test_keypoints_by_keyboard_alone(work):
    page = work.page
    page.get_by_role("application").focus()
    for key in ("3", "k", "Enter", "Enter", "Shift+ArrowRight", "Enter", "i", "Shift+ArrowDown", "Enter"):
        page.keyboard.press(key)
    (x, y, first), (x2, y2, second), (x3, y3, third) = points(work)
    assert (x2 - x, y2 - y, x3 - x, y3 - y) == (10, 0, 10, 10) and (first, second, third) == (2, 2, 1)


def test_a_label_without_a_skeleton_says_so(work):
    page = work.page
    page.keyboard.press("1")
    page.keyboard.press("k")
    expect(page.get_by_role("group", name="Options of the tool")).to_contain_text("RBC has no skeleton")
    work.click(100, 100)
    assert work.saved() == []


SHOWN = """() => {
  const canvas = document.querySelector("canvas[data-surface=picture]");
  return getComputedStyle(canvas).filter + " " + getComputedStyle(document.querySelector("canvas[data-surface=shapes]")).filter;
}"""


def test_the_picture_is_adjusted_alone_and_stays_so(work):
    page = work.page
    x, y = work.at(work.image["width"] / 2, work.image["height"] / 2)

    def brightness():
        shot = page.screenshot(clip={"x": x - 40, "y": y - 40, "width": 80, "height": 80})
        return numpy.asarray(Image.open(io.BytesIO(shot)).convert("L"), float).mean()

    def becomes(lowest, highest):
        # What the screen shows follows the page by a frame or more.
        for _ in range(100):
            if lowest <= brightness() <= highest:
                return
            page.wait_for_timeout(100)
        raise AssertionError(f"{brightness()} is not within {lowest} and {highest}")

    becomes(60, 255)
    plain = brightness()
    for _ in range(6):
        page.keyboard.press(",")
    becomes(0, plain - 40)
    assert page.evaluate(SHOWN).startswith("url(") and page.evaluate(SHOWN).endswith(" none")
    page.reload()
    work.ready()
    becomes(20, plain - 40)
    page.keyboard.press("Shift+W")
    becomes(plain - 2, plain + 2)
    page.keyboard.press("Shift+I")
    becomes(252 - plain, 258 - plain)
    page.keyboard.press("w")
    box = page.get_by_role("dialog", name="Picture")
    expect(box.get_by_label("Brightness")).to_be_focused()
    box.get_by_role("button", name="Reset").click()
    box.get_by_label("Gamma").focus()
    page.keyboard.press("End")
    becomes(plain + 10, 255)
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)


@pytest.fixture(scope="module")
def large(fovea, project, tmp_path_factory):
    """A photograph of 50 megapixels, made here: colours that say where one is, noise as a sensor makes it."""
    width, height = 8660, 5774
    rng = numpy.random.default_rng(3)
    rows, columns = numpy.mgrid[0:height, 0:width].astype(numpy.float32)
    picture = numpy.empty((height, width, 3), numpy.uint8)
    noise = rng.normal(0, 3, (height, width)).astype(numpy.float32)
    for channel, wave in enumerate((columns / 900, rows / 700, (columns + rows) / 1300)):
        picture[..., channel] = numpy.clip(128 + 90 * numpy.sin(wave) + noise, 0, 255)
    path = tmp_path_factory.mktemp("large") / "large.jpg"
    Image.fromarray(picture).save(path, quality=88)
    fovea.ada.upload(project["id"], [path])
    found = fovea.ada("GET", f"/api/projects/{project['id']}/images?limit=50&sort=filename")["items"]
    return next(image for image in found if image["filename"] == "large.jpg"), picture


# Whether the middle of the canvas is opaque and within `off` of each of the channels.
MIDDLE_IS = """([red, green, blue, off]) => {
  const canvas = document.querySelector("canvas[data-surface=picture]");
  const x = Math.floor(canvas.width / 2), y = Math.floor(canvas.height / 2);
  const found = canvas.getContext("2d").getImageData(x, y, 1, 1).data;
  return found[3] === 255 && [red, green, blue].every((wanted, channel) => Math.abs(found[channel] - wanted) < off);
}"""


def test_a_50_megapixel_photograph_opens_by_its_tiles(page, fovea, project, large):
    image, picture = large
    asked = []
    page.on("request", lambda request: asked.append(request.url.split("/api/images/")[-1]) if "/api/images/" in request.url else None)
    work = Workspace(page, fovea, project, image).open()

    def middle_is(level):
        # The mean over what a pixel of the screen covers, once the tiles there are drawn.
        y, x, half = image["height"] // 2, image["width"] // 2, 2**level // 2 + 1
        expected = picture[y - half : y + half, x - half : x + half].reshape(-1, 3).mean(0)
        page.wait_for_function(MIDDLE_IS, arg=[*expected, 14])

    middle_is(3)
    levels = {int(url.split("/")[2]) for url in asked if "/tiles/" in url}
    assert not any(url.endswith("/content") and image["id"] in url for url in asked), "it is never fetched whole"
    assert levels and min(levels) >= 2, "and no finer than the screen shows"

    page.keyboard.press("Shift+F")
    page.wait_for_function("() => performance.getEntriesByType('resource').filter((one) => one.name.includes('/tiles/0/')).length >= 4")
    middle_is(0)
    page.keyboard.press("b")
    page.mouse.move(600, 400)
    page.mouse.down()
    page.mouse.move(700, 450)
    page.mouse.up()
    [box] = work.saved()
    assert box["geometry"]["width"] == 100 and box["geometry"]["height"] == 50, "drawn at 100 %"


def test_a_skeleton_is_made_in_the_settings(page, fovea):
    project = fovea.ada("POST", "/api/projects", {"name": "Skeletons", "task_type": "POSE"})
    page.goto(f"/projects/{project['id']}/settings?tab=labels")
    page.get_by_role("button", name="Add a label").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Fish")
    dialog.get_by_role("button", name="Add a point").click()
    page.keyboard.type("head")
    page.keyboard.press("Enter")
    page.keyboard.type("middle")
    page.keyboard.press("Enter")
    page.keyboard.type("tail")
    dialog.get_by_role("button", name="Join head with another").press("Enter")
    dialog.get_by_role("button", name="Join middle with head").press("Enter")
    # And in the drawing, by pointer.
    points = dialog.locator(".joints-drawing circle")
    points.nth(1).click()
    points.nth(2).click()
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog).to_have_count(0)
    [label] = fovea.ada("GET", f"/api/projects/{project['id']}/labels")["items"]
    assert label["skeleton"] == {"keypoints": ["head", "middle", "tail"], "edges": [[0, 1], [1, 2]]}
