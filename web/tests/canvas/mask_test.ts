import * as assert from "../assert.ts";
import type { Point } from "../../src/api/types.ts";
import { eachRunOfRings, eachRunOfStroke, type Tip } from "../../src/canvas/mask/brush.ts";
import { withoutHoles } from "../../src/canvas/mask/holes.ts";
import { maskOfRaster, rasterOfMask } from "../../src/canvas/mask/maskGeometry.ts";
import { polygonsOfMask, ringsOfMask } from "../../src/canvas/mask/outline.ts";
import { Raster } from "../../src/canvas/mask/Raster.ts";
import { insideRings, toSegment } from "../../src/canvas/geometry/measure.ts";
import { encodeCounts, runsOfRaster } from "../../src/canvas/geometry/rle.ts";
import { sampled } from "../../src/canvas/paint/MaskPreview.ts";
import { random } from "./random.ts";

/** A raster as a set of pixels, row by row: what sets are compared with. */
function bitsOf(raster: Raster): Uint8Array {
  const { width, height } = raster.image;
  return Uint8Array.from({ length: width * height }, (_, i) => raster.has(i % width, Math.floor(i / width)) ? 1 : 0);
}

function rasterFrom(bits: ArrayLike<number>, width: number, height: number): Raster {
  const raster = new Raster({ width, height });
  for (let i = 0; i < bits.length; i++) {
    if (bits[i]) raster.fill(i % width, Math.floor(i / width), Math.floor(i / width) + 1, 1);
  }
  return raster;
}

const pictureOf = (rows: string[]) => rasterFrom([...rows.join("")].map(Number), rows[0]!.length, rows.length);

/** Smooth random blobs with holes: what people paint, small. */
function blobs(next: () => number, width: number, height: number): Raster {
  const raster = new Raster({ width, height });
  for (let i = 0; i < 8; i++) {
    const at = { x: next() * width, y: next() * height };
    const to = { x: next() * width, y: next() * height };
    const value = i % 4 === 3 ? 0 : 1;
    eachRunOfStroke(at, to, 2 + next() * 10, "round", (x, y0, y1) => raster.fill(x, y0, y1, value));
  }
  return raster;
}

Deno.test("painting is a set operation: every step equals adding or taking the pixels under the brush", () => {
  const next = random(11);
  const [width, height] = [97, 61];
  const raster = new Raster({ width, height });
  const expected = new Uint8Array(width * height);
  for (let step = 0; step < 60; step++) {
    const a = { x: next() * 120 - 10, y: next() * 80 - 10 };
    const b = next() < 0.2 ? a : { x: next() * 120 - 10, y: next() * 80 - 10 };
    const size = 1 + Math.floor(next() * 30);
    const tip: Tip = next() < 0.5 ? "round" : "square";
    const value = next() < 0.6 ? 1 : 0;
    eachRunOfStroke(a, b, size, tip, (x, y0, y1) => raster.fill(x, y0, y1, value));
    for (let i = 0; i < expected.length; i++) {
      const [x, y] = [i % width, Math.floor(i / width)];
      if (under(a, b, size, tip, x, y)) expected[i] = value;
    }
    assert.deepEqual(bitsOf(raster), expected, `step ${step}`);
  }
});

type At = { x: number; y: number };
/** The definition, pixel by pixel: the centre within the brush somewhere on its way, or the pixel under either end. */
function under(a: At, b: At, size: number, tip: Tip, x: number, y: number): boolean {
  for (const p of [a, b]) if (Math.floor(p.x) === x && Math.floor(p.y) === y) return true;
  const [cx, cy, radius] = [x + 0.5, y + 0.5, size / 2];
  if (tip === "round") return toSegment(cx, cy, [a.x, a.y], [b.x, b.y]).distance <= radius;
  // The way's part within half a side, in both directions at once.
  let [from, to] = [0, 1];
  for (const [start, step, centre] of [[a.x, b.x - a.x, cx], [a.y, b.y - a.y, cy]] as const) {
    if (step === 0) {
      if (Math.abs(centre - start) > radius) return false;
      continue;
    }
    const [t1, t2] = [(centre - radius - start) / step, (centre + radius - start) / step];
    from = Math.max(from, Math.min(t1, t2));
    to = Math.min(to, Math.max(t1, t2));
  }
  return from <= to;
}

Deno.test("a brush of one pixel paints the pixel it stands on", () => {
  const found: [number, number, number][] = [];
  eachRunOfStroke({ x: 5.9, y: 3.1 }, { x: 5.9, y: 3.1 }, 1, "round", (...run) => found.push(run));
  assert.ok(found.every(([x, y0, y1]) => x === 5 && y0 === 3 && y1 === 4));
  assert.ok(found.length > 0);
});

Deno.test("what is encoded is what COCO's run lengths of the same pixels are, and comes back", () => {
  const next = random(5);
  for (let round = 0; round < 60; round++) {
    const [width, height] = [1 + Math.floor(next() * 40), 1 + Math.floor(next() * 40)];
    const fill = next();
    const bits = Uint8Array.from({ length: width * height }, () => next() < fill ? 1 : 0);
    const mask = maskOfRaster(rasterFrom(bits, width, height));
    if (!bits.includes(1)) {
      assert.equal(mask, null);
      continue;
    }
    assert.equal(mask!.counts, encodeCounts(runsOfRaster(bits, height, width)));
    assert.deepEqual(mask!.size, [height, width]);
    assert.deepEqual(bitsOf(rasterOfMask(mask!)), bits);
  }
});

Deno.test("full columns run into each other, as they must", () => {
  const full = rasterFrom(new Uint8Array(12).fill(1), 4, 3);
  assert.equal(maskOfRaster(full)!.counts, encodeCounts([0, 12]));
});

Deno.test("merging adds, or takes away, what the other has", () => {
  const next = random(3);
  for (const value of [0, 1] as const) {
    const [one, other] = [blobs(next, 70, 50), blobs(next, 70, 50)];
    const before = bitsOf(one);
    const mask = bitsOf(other);
    one.merge(other, value);
    assert.deepEqual(bitsOf(one), before.map((bit, i) => mask[i] ? value : bit));
  }
});

Deno.test("holes are filled, bays are not, corners do not let the outside in or a hole out", () => {
  const filled = withoutHoles(pictureOf(["0011100", "0010110", "1110111", "1001001", "1111011"]))!;
  assert.deepEqual(bitsOf(filled), bitsOf(pictureOf(["0011100", "0011110", "1111111", "1111001", "1111011"])));
  assert.equal(withoutHoles(pictureOf(["111", "101"])), null, "a bay is no hole");
  assert.equal(withoutHoles(new Raster({ width: 3, height: 3 })), null);
});

Deno.test("filling holes equals a flood from outside, pixel by pixel", () => {
  const next = random(23);
  for (let round = 0; round < 20; round++) {
    const [width, height] = [20, 16];
    const bits = Uint8Array.from({ length: width * height }, () => next() < 0.6 ? 1 : 0);
    const outside = new Set<number>();
    const waiting = [...bits.keys()].filter((i) =>
      i % width === 0 || i % width === width - 1 || i < width || i >= width * (height - 1)
    );
    while (waiting.length > 0) {
      const i = waiting.pop()!;
      if (bits[i] || outside.has(i)) continue;
      outside.add(i);
      if (i % width > 0) waiting.push(i - 1);
      if (i % width < width - 1) waiting.push(i + 1);
      if (i >= width) waiting.push(i - width);
      if (i < width * (height - 1)) waiting.push(i + width);
    }
    const raster = rasterFrom(bits, width, height);
    const filled = bitsOf(withoutHoles(raster) ?? raster);
    assert.deepEqual(filled, bits.map((_, i) => outside.has(i) ? 0 : 1));
  }
});

Deno.test("a polygon covers the pixels whose centres are inside, holes left out", () => {
  const next = random(31);
  for (let round = 0; round < 40; round++) {
    const ring = (cx: number, cy: number, size: number): Point[] =>
      Array.from({ length: 3 + Math.floor(next() * 8) }, (_, i) => {
        const turn = i / 6 * 2 * Math.PI + next() * 0.5;
        const radius = size * (0.4 + next());
        return [Math.round(2 * (cx + Math.cos(turn) * radius)) / 2, Math.round(2 * (cy + Math.sin(turn) * radius)) / 2];
      });
    const rings = [ring(30, 20, 14), ring(30, 20, 5)];
    const raster = new Raster({ width: 60, height: 40 });
    eachRunOfRings(rings, (x, y0, y1) => raster.fill(x, y0, y1, 1));
    for (let x = 0; x < 60; x++) {
      for (let y = 0; y < 40; y++) {
        // A hair beside the centre: half-open on both axes, whatever lies exactly on an edge.
        const near = rings.some((one) =>
          one.some((p, i) => toSegment(x + 0.5, y + 0.5, p, one[(i + 1) % one.length]!).distance < 1e-9)
        );
        if (!near) assert.equal(raster.has(x, y), insideRings(rings, x + 0.5, y + 0.5), `${x}, ${y}`);
      }
    }
  }
});

Deno.test("a mask as polygons covers the same pixels again: parts, holes, islands in holes", () => {
  const next = random(41);
  for (let round = 0; round < 40; round++) {
    const raster = round % 2
      ? blobs(next, 60, 45)
      : rasterFrom(Uint8Array.from({ length: 600 }, () => next() < 0.55 ? 1 : 0), 30, 20);
    const again = new Raster(raster.image);
    for (const polygon of polygonsOfMask(raster, 0)) {
      eachRunOfRings([polygon.points, ...(polygon.holes ?? [])], (x, y0, y1) => {
        for (let y = y0; y < y1; y++) assert.ok(!again.has(x, y), "no pixel is in two parts");
        again.fill(x, y0, y1, 1);
      });
    }
    assert.deepEqual(bitsOf(again), bitsOf(raster), `round ${round}`);
  }
});

Deno.test("outlines are corners only, and thinned they stay close", () => {
  assert.deepEqual(ringsOfMask(pictureOf(["110", "110"])), [[[0, 0], [2, 0], [2, 2], [0, 2]]]);
  const ring = polygonsOfMask(pictureOf(["1110", "1010", "1110"]), 0)[0]!;
  assert.equal(ring.points.length, 4);
  assert.equal(ring.holes!.length, 1);
  const disc = new Raster({ width: 200, height: 200 });
  eachRunOfStroke({ x: 100, y: 100 }, { x: 100, y: 100 }, 120, "round", (x, y0, y1) => disc.fill(x, y0, y1, 1));
  const [thin] = polygonsOfMask(disc, 1);
  assert.ok(thin!.points.length < 60, `${thin!.points.length} points`);
  const again = new Raster(disc.image);
  eachRunOfRings([thin!.points], (x, y0, y1) => again.fill(x, y0, y1, 1));
  const [a, b] = [bitsOf(disc), bitsOf(again)];
  const differs = a.reduce((sum, bit, i) => sum + (bit === b[i] ? 0 : 1), 0);
  assert.ok(differs / a.reduce((sum, bit) => sum + bit, 0) < 0.02, `${differs} pixels`);
});

Deno.test("the preview shows for each pixel of the screen the pixel of the mask under its centre", () => {
  const raster = blobs(random(8), 70, 50);
  for (const [scale, offsetX, offsetY, ratio] of [[1, 0, 0, 1], [3.5, -20, 7, 2], [0.4, 5, 3, 1]] as const) {
    const view = { scale, offsetX, offsetY, ratio, view: { width: 80, height: 60 }, image: raster.image };
    const region = { x: 10, y: 5, width: 30, height: 20 };
    const grid = sampled(raster, view, region);
    for (let i = 0; i < region.width + 2; i++) {
      for (let j = 0; j < region.height + 2; j++) {
        const x = Math.floor(((region.x + i - 0.5) / ratio - offsetX) / scale);
        const y = Math.floor(((region.y + j - 0.5) / ratio - offsetY) / scale);
        assert.equal(grid[i * (region.height + 2) + j] === 1, raster.has(x, y));
      }
    }
  }
});
