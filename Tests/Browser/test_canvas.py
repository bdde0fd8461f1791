"""The canvas engine in a browser: crowded scenes are painted by a worker, under the page's own policy."""

import json

from playwright.sync_api import expect

ONE_BACKEND = True

PAINTED = """() => {
  const canvas = document.querySelector("canvas[data-surface=shapes]");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i] > 0) count++;
  return count / (data.length / 4);
}"""


def measure(page, shapes):
    page.goto(f"/bench/canvas?shapes={shapes}&frames=40")
    figures = page.locator("#figures")
    expect(figures).to_contain_text("p95", timeout=60_000)
    return json.loads(figures.inner_text())


def test_few_shapes_are_painted_on_the_page(page):
    assert measure(page, 50)["shapes"] == 50
    assert page.workers == []
    assert page.evaluate(PAINTED) > 0


def test_many_shapes_are_painted_by_a_worker(page):
    found = measure(page, 5000)
    assert found["frames"] >= 40 and len(page.workers) == 1
    for _ in range(100):
        if page.evaluate(PAINTED) > 0.01:
            return
        page.wait_for_timeout(100)
    raise AssertionError("no tile came")
