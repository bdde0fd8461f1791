import * as assert from "../assert.ts";
import type { Geometry } from "../../src/api/types.ts";
import {
  boxGeometry,
  clampShift,
  moved,
  nudged,
  resized,
  vertexInserted,
  vertexMoved,
  vertexRemoved,
} from "../../src/canvas/geometry/edit.ts";
import { boundsOf, surfaceOf } from "../../src/canvas/geometry/measure.ts";

const size = { width: 640, height: 480 };
const b = { x0: 100, y0: 100, x1: 200, y1: 150 };

Deno.test("each handle moves its own sides", () => {
  const to = { x: 50, y: 60 };
  assert.deepEqual(resized(b, 0, to, size), { x0: 50, y0: 60, x1: 200, y1: 150 });
  assert.deepEqual(resized(b, 1, to, size), { x0: 100, y0: 60, x1: 200, y1: 150 });
  assert.deepEqual(resized(b, 7, to, size), { x0: 50, y0: 100, x1: 200, y1: 150 });
  assert.deepEqual(resized(b, 3, { x: 300, y: 0 }, size), { x0: 100, y0: 100, x1: 300, y1: 150 });
});

Deno.test("a corner pulled across turns the box over, and never leaves the image", () => {
  assert.deepEqual(resized(b, 4, { x: 20, y: 30 }, size), { x0: 20, y0: 30, x1: 100, y1: 100 });
  assert.deepEqual(resized(b, 4, { x: 9999, y: 9999 }, size), { x0: 100, y0: 100, x1: 640, y1: 480 });
});

Deno.test("moving stops at the image's border", () => {
  assert.deepEqual(clampShift(b, -500, 500, size), { x: -100, y: 330 });
  assert.deepEqual(nudged(boxGeometry(b), 1000, 0, size), { type: "box", x: 540, y: 100, width: 100, height: 50 });
  const outside = { x0: -20, y0: 0, x1: 10, y1: 10 };
  assert.deepEqual(clampShift(outside, -5, 0, size), { x: 0, y: 0 });
  assert.deepEqual(clampShift(outside, 5, 0, size), { x: 5, y: 0 });
});

Deno.test("every geometry that can move moves by as much as asked, and back to where it was", () => {
  const all: Geometry[] = [
    boxGeometry(b),
    { type: "rotated_box", cx: 50, cy: 60, width: 20, height: 10, angle: 30 },
    { type: "polygon", points: [[1, 2], [30, 4], [5, 60]], holes: [[[5, 6], [7, 8], [6, 9]]] },
    { type: "polyline", points: [[1, 2], [3, 4]] },
    { type: "keypoints", points: [[1, 2, 2], [0, 0, 0], [5, 6, 1]] },
  ];
  for (const geometry of all) {
    const away = moved(geometry, 12.25, -3.5);
    assert.notDeepEqual(away, geometry);
    assert.deepEqual(moved(away, -12.25, 3.5), geometry);
    const before = boundsOf(geometry);
    const after = boundsOf(away);
    assert.ok(Math.abs(after.x0 - before.x0 - 12.25) < 0.02 && Math.abs(after.y1 - before.y1 + 3.5) < 0.02);
  }
});

Deno.test("vertices move, come and go, but a polygon keeps three", () => {
  const triangle = { type: "polygon", points: [[0, 0], [10, 0], [10, 10]] } as Extract<Geometry, { type: "polygon" }>;
  const four = vertexInserted(triangle, 0, 2, { x: 5, y: 5 });
  assert.deepEqual(four.points, [[0, 0], [10, 0], [10, 10], [5, 5]]);
  assert.deepEqual(vertexMoved(four, 0, 3, { x: -4, y: 8.128 }, size).points[3], [0, 8.13]);
  assert.deepEqual(vertexRemoved(four, 0, 3)?.points, triangle.points);
  assert.equal(vertexRemoved(triangle, 0, 0), null);
});

Deno.test("surface is what is covered: holes are not", () => {
  const ring: Geometry = {
    type: "polygon",
    points: [[0, 0], [10, 0], [10, 10], [0, 10]],
    holes: [[[2, 2], [4, 2], [4, 4], [2, 4]]],
  };
  assert.equal(surfaceOf(ring), 96);
  assert.equal(surfaceOf({ type: "mask", size: [3, 3], counts: "09" }), 9);
});
