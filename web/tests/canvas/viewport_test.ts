import * as assert from "../assert.ts";
import {
  actualSize,
  createViewport,
  fit,
  maxZoom,
  panned,
  resizedTo,
  revealing,
  toImage,
  toView,
  visible,
  zoomedBy,
  zoomOf,
} from "../../src/canvas/view/viewport.ts";

const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-6, `${a} is not ${b}`);
const photo = { width: 640, height: 480 };
const start = createViewport({ width: 1000, height: 800 }, photo);

Deno.test("an image opens whole and in the middle", () => {
  const part = visible(start);
  assert.ok(part.x0 <= 0 && part.y0 <= 0 && part.x1 >= 640 && part.y1 >= 480);
  const middle = toImage(start, { x: 500, y: 400 });
  near(middle.x, 320);
  near(middle.y, 240);
});

Deno.test("view and image coordinates are inverse", () => {
  const v = panned(zoomedBy(start, 3.7, { x: 120, y: 300 }), -33, 18);
  const p = toView(v, toImage(v, { x: 77, y: 501 }));
  near(p.x, 77);
  near(p.y, 501);
});

Deno.test("zooming keeps what lies under the pointer", () => {
  const at = { x: 420, y: 380 };
  const before = toImage(start, at);
  let v = start;
  for (let i = 0; i < 8; i++) v = zoomedBy(v, 1.3, at);
  const after = toImage(v, at);
  near(after.x, before.x);
  near(after.y, before.y);
});

Deno.test("zoom has limits on both ends", () => {
  assert.equal(zoomOf(zoomedBy(start, 1e9)), maxZoom);
  const small = zoomedBy(start, 1e-9);
  near(small.scale, fit(start).scale / 4);
});

Deno.test("100 % is one image pixel a device pixel, on any screen", () => {
  near(zoomOf(actualSize(start)), 1);
  const dense = createViewport({ width: 1000, height: 800 }, photo, 2);
  near(actualSize(dense).scale, 0.5);
});

Deno.test("the image cannot be lost by panning", () => {
  const v = panned(start, 1e6, -1e6);
  const part = visible(v);
  assert.ok(part.x0 < 640 && part.x1 > 0 && part.y0 < 480 && part.y1 > 0);
});

Deno.test("a fitted image stays fitted when the window changes; another keeps its middle", () => {
  const wide = resizedTo(start, { width: 1400, height: 800 }, 1);
  near(wide.scale, fit(wide).scale);
  const close = zoomedBy(start, 4);
  const middle = toImage(close, { x: 500, y: 400 });
  const after = resizedTo(close, { width: 1400, height: 900 }, 1);
  near(after.scale, close.scale);
  near(toImage(after, { x: 700, y: 450 }).x, middle.x);
});

Deno.test("revealing moves as little as it can, and zooms out only for what does not fit", () => {
  const box = { x0: 300, y0: 200, x1: 320, y1: 220 };
  assert.equal(revealing(start, box), start);
  const close = zoomedBy(start, 8, { x: 0, y: 0 });
  const moved = revealing(close, box);
  near(moved.scale, close.scale);
  const part = visible(moved);
  assert.ok(part.x0 < 300 && part.x1 > 320 && part.y0 < 200 && part.y1 > 220);
  const whole = revealing(close, { x0: 0, y0: 0, x1: 640, y1: 480 });
  assert.ok(whole.scale < close.scale);
});
