import * as assert from "../assert.ts";
import { boundsOf, closeup, regionOf } from "../../src/pages/curate/mistakes/closeup.ts";

const image = { width: 8000, height: 6000 };

Deno.test("a small thing stands in the middle with room around it, in the view's own shape", () => {
  const { x, y, width, height } = regionOf({ x: 1000, y: 1000, width: 100, height: 50 }, image, 4 / 3);
  assert.deepEqual([x, y, width, height].map((value) => Math.round(value * 100) / 100), [940, 942.5, 220, 165]);
});

Deno.test("at the edge the region stays in the picture, a large thing shows all of it", () => {
  const region = regionOf({ x: 7980, y: 0, width: 20, height: 20 }, image, 4 / 3);
  assert.equal(region.x + region.width, 8000);
  assert.equal(region.y, 0);
  assert.deepEqual(regionOf(boundsOf([], 8000, 6000), image, 4 / 3), { x: 0, y: 0, width: 8000, height: 6000 });
  // A tall picture in a wide view has room on both sides.
  assert.deepEqual(regionOf(boundsOf([], 300, 600), { width: 300, height: 600 }, 4 / 3), {
    x: -250,
    y: 0,
    width: 800,
    height: 600,
  });
});

Deno.test("two boxes are shown together", () => {
  assert.deepEqual(
    boundsOf([{ x: 10, y: 20, width: 5, height: 5 }, { x: 30, y: 0, width: 10, height: 10 }], 100, 100),
    { x: 10, y: 0, width: 30, height: 25 },
  );
});

Deno.test("tiles cover the region at a level that is neither coarse nor needlessly fine", () => {
  const whole = closeup(boundsOf([], 8000, 6000), image, 4 / 3, 900);
  assert.equal(whole.level, 3);
  assert.equal(whole.tiles.length, 2 * 2);
  const part = closeup({ x: 500, y: 500, width: 40, height: 40 }, image, 4 / 3, 900);
  assert.equal(part.level, 0);
  assert.deepEqual(part.tiles.map(({ x, y }) => [x, y]), [[0, 0], [1, 0], [0, 1], [1, 1]]);
  for (const { left, top, side } of part.tiles) {
    assert.ok(left + side > part.region.x && left < part.region.x + part.region.width);
    assert.ok(top + side > part.region.y && top < part.region.y + part.region.height);
  }
});
