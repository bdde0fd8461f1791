import * as assert from "../assert.ts";
import type { Geometry } from "../../src/api/types.ts";
import { canEnter, entriesOf, parseEntry, withEntries } from "../../src/canvas/geometry/entry.ts";

const size = { width: 640, height: 480 };
const box: Geometry = { type: "box", x: 10, y: 20, width: 30, height: 40 };
const errors = (geometry: Geometry, entries: Parameters<typeof withEntries>[1]) => {
  const result = withEntries(geometry, entries, size);
  return "errors" in result ? Object.keys(result.errors).sort() : [];
};
const made = (geometry: Geometry, entries: Parameters<typeof withEntries>[1]) => {
  const result = withEntries(geometry, entries, size);
  assert.ok("geometry" in result);
  return result.geometry;
};

Deno.test("numbers are read with a point or a comma, anything else is none", () => {
  assert.deepEqual(["12", " 1.5 ", "1,25", "-3", "+.5", "−7"].map(parseEntry), [12, 1.5, 1.25, -3, 0.5, -7]);
  for (const text of ["", "x", "1e9", "1.2.3", "12px", "0x10", "Infinity", "--1", "1 2"]) {
    assert.equal(parseEntry(text), null, text);
  }
});

Deno.test("a box is put where it is said, inside the image only", () => {
  assert.deepEqual(made(box, { x: 100.5 }), { type: "box", x: 100.5, y: 20, width: 30, height: 40 });
  assert.deepEqual(made(box, { width: 630, height: 460 }), { type: "box", x: 10, y: 20, width: 630, height: 460 });
  assert.deepEqual(errors(box, { x: -1, y: 900 }), ["x", "y"]);
  assert.deepEqual(errors(box, { width: 0, height: -5 }), ["height", "width"]);
  assert.deepEqual(errors(box, { width: 631 }), ["width"]);
});

Deno.test("a rotated box has a centre and an angle", () => {
  const turned: Geometry = { type: "rotated_box", cx: 100, cy: 100, width: 50, height: 20, angle: 30 };
  assert.deepEqual(entriesOf(turned), { x: 100, y: 100, width: 50, height: 20, angle: 30 });
  assert.deepEqual(made(turned, { angle: 270 }), { ...turned, angle: -90 });
  assert.deepEqual(errors(turned, { angle: 361, x: 641, width: 0 }), ["angle", "width", "x"]);
  assert.deepEqual(errors(turned, { width: 800, height: 801 }), ["height"], "the diagonal is 800");
});

Deno.test("outlines and keypoints move and scale with their bounds, holes and absent points too", () => {
  const polygon: Geometry = {
    type: "polygon",
    points: [[10, 10], [110, 10], [110, 60]],
    holes: [[[80, 20], [100, 20], [100, 40]]],
  };
  assert.deepEqual(made(polygon, { x: 20, width: 200, height: 100 }), {
    type: "polygon",
    points: [[20, 10], [220, 10], [220, 110]],
    holes: [[[160, 30], [200, 30], [200, 70]]],
  });
  const points: Geometry = { type: "keypoints", points: [[10, 10, 2], [0, 0, 0], [20, 30, 1]] };
  assert.deepEqual(made(points, { y: 50 }), { type: "keypoints", points: [[10, 50, 2], [0, 0, 0], [20, 70, 1]] });
  const flat: Geometry = { type: "polyline", points: [[10, 10], [50, 10]] };
  assert.deepEqual(made(flat, { x: 100 }), { type: "polyline", points: [[100, 10], [140, 10]] });
});

Deno.test("a mask's numbers are read, not typed", () => {
  assert.equal(canEnter({ type: "mask", size: [4, 4], counts: "0" }), false);
  assert.equal(entriesOf({ type: "image" }), null);
});
