"""The canvas in a real browser: main-thread time a frame while panning and zooming 1,000, 5,000 and 10,000 shapes on a
50-megapixel image. The page /bench/canvas does the work and the measuring; this reads its figures, five times a size."""

import json
import os
import statistics
import tempfile

from fovea_server import Fovea
from measure import Row
from playwright.sync_api import sync_playwright

TITLE = "Workspace in the browser"
SIZES = (1000, 5000, 10_000)
GOAL_MS = 8
FIRST_PAINT_MS = 1000


def figures(page, shapes):
    page.goto(f"/bench/canvas?shapes={shapes}")
    page.wait_for_selector("#figures:has-text('p95')", timeout=120_000)
    return json.loads(page.locator("#figures").inner_text())


def run(effort):
    sizes = SIZES[: effort.size(len(SIZES), 1)]
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder, sync_playwright() as playwright:
        server = Fovea(folder, {"FOVEA_WORKERS": "0", "FOVEA_LOG_LEVEL": "warning"}).start()
        try:
            # Until somebody is registered every address leads to the first run.
            server.register()
            browser = playwright.chromium.launch(executable_path=os.environ.get("FOVEA_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
            page = browser.new_page(base_url=server.base, viewport={"width": 1440, "height": 900})
            found = {shapes: [figures(page, shapes) for _ in range(effort.rounds)] for shapes in sizes}
            browser.close()
        finally:
            server.stop()
    for shapes, values in found.items():
        yield row(shapes, values)


def row(shapes, values):
    middle = {name: statistics.median(value[name] for value in values) for name in ("p50", "p95", "intervalP95", "firstPaint")}
    spread = f"{min(value['p95'] for value in values):.1f}-{max(value['p95'] for value in values):.1f}"
    return Row(
        f"workspace, {shapes:,} shapes, main-thread ms a frame p95",
        "-",
        f"<= {GOAL_MS}",
        f"{middle['p95']:.1f} ({spread})",
        met=middle["p95"] <= GOAL_MS and middle["firstPaint"] <= FIRST_PAINT_MS,
        note=f"median frame {middle['p50']:.2f} ms; first paint {middle['firstPaint']:.0f} ms (goal: {FIRST_PAINT_MS}); from frame "
        f"to frame p95 {middle['intervalP95']:.0f} ms with the browser's rasterising, in software here",
    )
