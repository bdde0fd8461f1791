"""A model's answer drawn over a photograph. The model and what it says are made up on the way to the browser: the drawing is what is tested."""

import json

import pytest
from playwright.sync_api import expect

MODEL = "00000000-0000-7000-8000-000000000001"
VERSION = "00000000-0000-7000-8000-000000000002"
AT = "2024-05-01T00:00:00Z"
MADE_UP = {
    f"**/api/models/{MODEL}": {
        "id": MODEL,
        "name": "Blood cells",
        "description": "",
        "owner_id": MODEL,
        "project_id": None,
        "is_public": False,
        "deployed_version_id": None,
        "version_count": 1,
        "created_at": AT,
        "updated_at": AT,
    },
    f"**/api/models/{MODEL}/versions?*": {
        "items": [
            {
                "id": VERSION,
                "model_id": MODEL,
                "version_number": "1",
                "status": "READY",
                "kind": "detector",
                "class_names": ["RBC", "WBC", "Platelets"],
                "metrics": {},
                "created_at": AT,
            }
        ],
        "next_cursor": None,
        "total": 1,
    },
    f"**/api/models/{MODEL}/metrics": {"requests": 0, "errors": 0, "latency_ms": None, "versions": []},
}
# At each corner and edge, a small one with a long name, and two of one place.
BOXES = [(0, 0, 70, 60), (590, 5, 50, 60), (600, 430, 40, 50), (0, 440, 60, 40), (270, 90, 40, 40), (300, 300, 90, 90), (302, 302, 90, 90)]


@pytest.fixture
def answered(page, photographs):
    def make_up(place, answer):
        page.route(place, lambda route: route.fulfill(content_type="application/json", body=json.dumps(answer)))

    for place, answer in MADE_UP.items():
        make_up(place, answer)
    names = ["RBC", "WBC", "Platelets"]
    found = [
        {"class_id": i % 3, "class_name": names[i % 3], "confidence": 0.9 - i / 20, "box": dict(zip(("x", "y", "width", "height"), box, strict=True))}
        for i, box in enumerate(BOXES)
    ]
    timing = {"decode": 1, "preprocess": 1, "inference": 1, "postprocess": 1, "total": 4}
    answer = {"predictions": found, "width": 640, "height": 480, "model_id": MODEL, "version_id": VERSION, "timing_ms": timing}
    make_up("**/api/predictions/infer", answer)
    page.goto(f"/models/{MODEL}?tab=try")
    page.get_by_label("Drop a photograph here, or choose one").set_input_files(photographs / "JPEGImages" / "BloodImage_00000.jpg")
    expect(page.get_by_role("img", name=f"{len(BOXES)} objects found")).to_be_visible()
    return page


def test_names_fit_their_text_stay_inside_and_off_each_other(answered):
    for width in (1360, 800):
        answered.set_viewport_size({"width": width, "height": 860})
        answered.wait_for_function("document.querySelector('.try-chips').clientWidth === document.querySelector('.try-picture img').clientWidth")
        answered.wait_for_timeout(200)
        measured = answered.evaluate(
            """() => [...document.querySelectorAll('.try-chips span')].map(chip => {
                const text = document.createRange(); text.selectNodeContents(chip);
                const [a, t, p] = [chip, text, chip.parentElement].map(one => one.getBoundingClientRect());
                return {name: chip.textContent, spare: a.width - t.width, x0: a.left - p.left, y0: a.top - p.top,
                        x1: a.right - p.left, y1: a.bottom - p.top, right: p.width, bottom: p.height};
            })"""
        )
        assert len(measured) == len(BOXES)
        for chip in measured:
            assert 0 <= chip["spare"] <= 12, chip
            assert chip["x0"] >= -0.5 and chip["y0"] >= -0.5 and chip["x1"] <= chip["right"] + 0.5 and chip["y1"] <= chip["bottom"] + 0.5, chip
        for i, one in enumerate(measured):
            for other in measured[:i]:
                apart = one["x1"] <= other["x0"] + 1 or other["x1"] <= one["x0"] + 1 or one["y1"] <= other["y0"] + 1 or other["y1"] <= one["y0"] + 1
                assert apart, (one, other)
