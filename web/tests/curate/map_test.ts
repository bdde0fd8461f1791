import { coloursOf, rgbOf, tintsOf } from "../../src/pages/curate/map/colours.ts";
import { Places } from "../../src/pages/curate/map/scatter/places.ts";
import { fitted, panned, showing, toMap, toScreen, zoomed } from "../../src/pages/curate/map/scatter/view.ts";
import type { EmbeddingMapColours } from "../../src/api/types.ts";
import * as assert from "../assert.ts";

const size = { width: 800, height: 600 };
const near = (a: number, b: number) => assert.equal(Math.abs(a - b) < 1e-6, true);

/** Many points at random, the same each time. */
function scattered(count: number): { x: Float32Array; y: Float32Array } {
  let state = 1;
  const next = () => (state = state * 48271 % 2147483647) / 2147483647;
  return { x: Float32Array.from({ length: count }, next), y: Float32Array.from({ length: count }, next) };
}

Deno.test("the whole map is fitted, up is up, and back again", () => {
  const view = fitted(size);
  const corner = toScreen(view, size, { x: 0, y: 1 });
  assert.deepEqual(corner, { x: 400 - 276, y: 24 });
  const back = toMap(view, size, corner);
  near(back.x, 0);
  near(back.y, 1);
});

Deno.test("zooming keeps what is under the pointer, within limits", () => {
  const at = { x: 130, y: 500 };
  const before = toMap(fitted(size), size, at);
  const closer = zoomed(fitted(size), size, 3, at);
  const after = toMap(closer, size, at);
  near(before.x, after.x);
  near(before.y, after.y);
  assert.deepEqual(zoomed(closer, size, 1e9, at).scale, fitted(size).scale * 400);
  assert.deepEqual(zoomed(closer, size, 1e-9, at).scale, fitted(size).scale / 2);
});

Deno.test("a point that is not seen is brought in, one that is seen stays", () => {
  const view = zoomed(fitted(size), size, 10, { x: 400, y: 300 });
  assert.deepEqual(showing(view, size, { x: 0.5, y: 0.5 }), panned(view, { x: 0, y: 0 }));
  const at = toScreen(showing(view, size, { x: 0.95, y: 0.1 }), size, { x: 0.95, y: 0.1 });
  near(at.x, size.width - 24);
  near(at.y, size.height - 24);
});

Deno.test("the nearest point and those in a loop are those that looking at all finds", () => {
  const { x, y } = scattered(5000);
  const isShown = (index: number) => index % 7 !== 0;
  const places = new Places(x, y, isShown);
  for (let i = 0; i < 50; i++) {
    const at = { x: i / 50, y: (i * 17 % 50) / 50 };
    let best = -1;
    let least = 0.02 ** 2;
    for (let p = 0; p < x.length; p++) {
      const square = (x[p]! - at.x) ** 2 + (y[p]! - at.y) ** 2;
      if (isShown(p) && square < least) [best, least] = [p, square];
    }
    assert.deepEqual(places.nearest(at, 0.02), best);
  }
  const loop = [{ x: 0.2, y: 0.2 }, { x: 0.9, y: 0.2 }, { x: 0.9, y: 0.8 }];
  const expected = [...x.keys()].filter((p) =>
    isShown(p) && x[p]! < 0.9 && y[p]! > 0.2 && (y[p]! - 0.2) / 0.6 < (x[p]! - 0.2) / 0.7
  );
  assert.deepEqual(places.inside(loop), expected);
});

Deno.test("arrows go to the next point in their direction", () => {
  const places = new Places(Float32Array.of(0.5, 0.8, 0.6, 0.5), Float32Array.of(0.5, 0.5, 0.9, 0.1), () => true);
  assert.deepEqual(places.towards(0, "right"), 1);
  assert.deepEqual(places.towards(0, "up"), 2);
  assert.deepEqual(places.towards(0, "down"), 3);
  assert.deepEqual(places.towards(0, "left"), -1);
});

Deno.test("no points at all are no fault", () => {
  const places = new Places(new Float32Array(), new Float32Array(), () => true);
  assert.deepEqual(places.nearest({ x: 0.5, y: 0.5 }, 1), -1);
  assert.deepEqual(places.inside([{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 1, y: 1 }]), []);
});

const colours = (legend: EmbeddingMapColours["legend"], is_scale = false): EmbeddingMapColours => ({
  version: "v",
  by: "label",
  is_scale,
  legend,
  classes: [],
});

Deno.test("labels keep their colours, others get some, images without a value are plain", () => {
  const legend = [
    { name: "cat", value: "1", color: "#123456", count: 1 },
    { name: "dog", value: "2", color: null, count: 1 },
    { name: "No label", value: null, color: null, count: 1 },
  ];
  assert.deepEqual(coloursOf(colours(legend), "light"), ["#123456", "#e69f00", "#a3a6ae"]);
});

Deno.test("a scale goes from dark to light however many parts it has", () => {
  const parts = [1, 2, 3].map((n) => ({ name: `${n}`, value: `${n}`, color: null, count: 1 }));
  const ends = (theme: "light" | "dark") => {
    const fills = coloursOf(colours(parts, true), theme);
    return [fills[0], fills[2]];
  };
  // Halfway between two tenths.
  assert.deepEqual(ends("light"), ["#440154", "#5fc861"]);
  assert.deepEqual(ends("dark"), ["#355f8d", "#fde725"]);
});

Deno.test("gone and hidden points are not drawn, others fade beside a selection", () => {
  const rgb = rgbOf("#0080ff");
  assert.deepEqual(rgb, [0, 128, 255]);
  const tints = tintsOf([0, 0, -1, 0], [rgb], (i) => i !== 3, (i) => i === 0);
  assert.deepEqual([...tints].filter((_, i) => i % 4 === 3), [225, 50, 0, 0]);
  assert.deepEqual([...tintsOf([0], [rgb], () => true, null)], [0, 128, 255, 225]);
});
