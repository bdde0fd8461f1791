import * as assert from "../assert.ts";
import { hitGrip, hitShape } from "../../src/canvas/scene/hit.ts";
import { box, sceneOf, shape } from "./shapes.ts";

const reach = { handle: 8, edge: 5 };

Deno.test("inside: the smallest shape under the pointer", () => {
  const scene = sceneOf(box("big", 0, 0, 400, 400), box("small", 100, 100, 80, 80), box("middle", 50, 50, 250, 250));
  assert.deepEqual(hitShape(scene, { x: 140, y: 140 }, reach), { part: "inside", id: "small" });
  assert.deepEqual(hitShape(scene, { x: 70, y: 90 }, reach), { part: "inside", id: "middle" });
  assert.deepEqual(hitShape(scene, { x: 350, y: 350 }, reach), { part: "inside", id: "big" });
  assert.equal(hitShape(scene, { x: 500, y: 500 }, reach), null);
});

Deno.test("an edge wins over an inside, so a large box can be taken where small ones cover it", () => {
  const scene = sceneOf(box("big", 100, 100, 300, 300), box("small", 60, 60, 100, 100));
  assert.deepEqual(hitShape(scene, { x: 102, y: 130 }, reach), { part: "edge", id: "big" });
  assert.deepEqual(hitShape(scene, { x: 56, y: 80 }, reach), { part: "edge", id: "small" });
});

Deno.test("among equals the one on top", () => {
  const scene = sceneOf(box("below", 0, 0, 50, 50), box("above", 0, 0, 50, 50));
  assert.equal(hitShape(scene, { x: 25, y: 25 }, reach)?.id, "above");
});

Deno.test("holes, rotated boxes, lines, keypoints and masks are hit where they are seen", () => {
  const ring = shape("ring", {
    type: "polygon",
    points: [[0, 0], [100, 0], [100, 100], [0, 100]],
    holes: [[[30, 30], [70, 30], [70, 70], [30, 70]]],
  });
  assert.equal(hitShape(sceneOf(ring), { x: 50, y: 50 }, reach), null);
  assert.equal(hitShape(sceneOf(ring), { x: 15, y: 50 }, reach)?.part, "inside");
  assert.equal(hitShape(sceneOf(ring), { x: 33, y: 50 }, reach)?.part, "edge");

  const tilted = shape("tilted", { type: "rotated_box", cx: 100, cy: 100, width: 200, height: 20, angle: 45 });
  assert.equal(hitShape(sceneOf(tilted), { x: 150, y: 150 }, reach)?.part, "inside");
  assert.equal(hitShape(sceneOf(tilted), { x: 150, y: 50 }, reach), null);

  const line = shape("line", { type: "polyline", points: [[0, 0], [100, 100]] });
  assert.equal(hitShape(sceneOf(line), { x: 52, y: 50 }, reach)?.part, "edge");
  assert.equal(hitShape(sceneOf(line), { x: 80, y: 20 }, reach), null);

  const points = shape("points", { type: "keypoints", points: [[10, 10, 2], [0, 0, 0], [90, 90, 1]] });
  assert.equal(hitShape(sceneOf(points), { x: 12, y: 10 }, reach)?.part, "edge");
  assert.equal(hitShape(sceneOf(points), { x: 0, y: 0 }, reach), null);

  const mask = shape("mask", { type: "mask", size: [3, 3], counts: "09" });
  assert.equal(hitShape(sceneOf(mask), { x: 1, y: 1 }, reach)?.part, "inside");
});

Deno.test("locked and hidden shapes let the pointer through", () => {
  const scene = sceneOf(box("below", 0, 0, 100, 100), box("above", 20, 20, 40, 40));
  scene.setLocked("above", true);
  assert.equal(hitShape(scene, { x: 40, y: 40 }, reach)?.id, "below");
  scene.setHidden("below", true);
  assert.equal(hitShape(scene, { x: 40, y: 40 }, reach), null);
  scene.setHidden("below", false);
  scene.setAllHidden(true);
  assert.equal(hitShape(scene, { x: 40, y: 40 }, reach), null);
});

Deno.test("corners, sides and, on a tiny box, still its inside", () => {
  const scene = sceneOf(box("b", 100, 100, 200, 100), box("tiny", 10, 10, 9, 9));
  assert.deepEqual(hitGrip(scene.entry("b")!, { x: 297, y: 203 }, reach), { part: "handle", id: "b", handle: 4 });
  assert.deepEqual(hitGrip(scene.entry("b")!, { x: 230, y: 98 }, reach), { part: "handle", id: "b", handle: 1 });
  assert.equal(hitGrip(scene.entry("b")!, { x: 150, y: 150 }, reach), null);
  assert.equal(hitGrip(scene.entry("tiny")!, { x: 14.5, y: 14.5 }, reach), null);
  assert.equal(hitGrip(scene.entry("tiny")!, { x: 8, y: 8 }, reach)?.part, "handle");
});

Deno.test("vertices before the middles between them, holes included", () => {
  const ring = shape("p", {
    type: "polygon",
    points: [[0, 0], [100, 0], [100, 100]],
    holes: [[[70, 20], [80, 20], [80, 30]]],
  });
  const entry = sceneOf(ring).entry("p")!;
  assert.deepEqual(hitGrip(entry, { x: 98, y: 2 }, reach), { part: "vertex", id: "p", ring: 0, index: 1 });
  assert.deepEqual(hitGrip(entry, { x: 50, y: 1 }, reach), { part: "middle", id: "p", ring: 0, index: 0 });
  assert.deepEqual(hitGrip(entry, { x: 80, y: 31 }, reach), { part: "vertex", id: "p", ring: 1, index: 2 });
});
