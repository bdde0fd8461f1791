import * as assert from "../assert.ts";
import { type Bounds, intersects } from "../../src/canvas/geometry/bounds.ts";
import { SpatialIndex } from "../../src/canvas/scene/spatialIndex.ts";
import { random } from "./random.ts";

function anyBounds(next: () => number): Bounds {
  const side = 10 ** (next() * 3.5);
  const x0 = next() * 8000 - 500;
  const y0 = next() * 6000 - 500;
  return { x0, y0, x1: x0 + side * next(), y1: y0 + side * next() };
}

Deno.test("a query finds exactly what touches the area, through puts, moves and removals", () => {
  const next = random(11);
  const index = new SpatialIndex<number>();
  const truth = new Map<number, Bounds>();
  for (let step = 0; step < 3000; step++) {
    const key = Math.floor(next() * 800);
    if (next() < 0.2) {
      index.remove(key);
      truth.delete(key);
    } else {
      const bounds = anyBounds(next);
      index.put(key, bounds);
      truth.set(key, bounds);
    }
    if (step % 20 !== 0) continue;
    const area = anyBounds(next);
    const found: number[] = [];
    index.query(area, (k) => found.push(k));
    const expected = [...truth].filter(([, b]) => intersects(b, area)).map(([k]) => k);
    assert.deepEqual(found.sort((a, b) => a - b), expected.sort((a, b) => a - b));
  }
  assert.equal(index.size, truth.size);
});

Deno.test("a small query among many looks at few", () => {
  const index = new SpatialIndex<number>();
  let looked = 0;
  const counting = (b: Bounds): Bounds => Object.defineProperty({ ...b }, "x0", { get: () => (looked++, b.x0) });
  for (let i = 0; i < 10_000; i++) {
    const x0 = (i % 100) * 80;
    const y0 = Math.floor(i / 100) * 80;
    index.put(i, counting({ x0, y0, x1: x0 + 30, y1: y0 + 30 }));
  }
  looked = 0;
  const found: number[] = [];
  index.query({ x0: 4000, y0: 4000, x1: 4100, y1: 4100 }, (k) => found.push(k));
  assert.equal(found.length, 4);
  assert.ok(looked < 100, `${looked} bounds looked at`);
});

Deno.test("empty bounds are nowhere, and a query without an inside finds nothing", () => {
  const index = new SpatialIndex<string>();
  index.put("none", { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity });
  index.put("point", { x0: 5, y0: 5, x1: 5, y1: 5 });
  const found: string[] = [];
  index.query({ x0: 0, y0: 0, x1: 10, y1: 10 }, (k) => found.push(k));
  assert.deepEqual(found, ["point"]);
  index.query({ x0: 10, y0: 0, x1: 0, y1: 10 }, () => assert.fail());
});
