import * as assert from "../assert.ts";
import { decodeCounts, encodeCounts, runsOfRaster } from "../../src/canvas/geometry/rle.ts";
import { maskContains, openMask, rasterOf } from "../../src/canvas/geometry/mask.ts";
import { random } from "./random.ts";

// Strings written by pycocotools 2.0 from these row-major bits.
const oracle: [number, number, string, string][] = [
  [4, 5, "031O0O0140LO", "11001111011010001001"],
  [7, 3, "037NJ2001", "101100101011001010010"],
  [6, 6, "T1", "0".repeat(36)],
  [3, 3, "09", "1".repeat(9)],
];

const bitsOf = (text: string) => Uint8Array.from(text, Number);

Deno.test("run lengths are those of pycocotools, both ways", () => {
  for (const [height, width, text, bits] of oracle) {
    assert.equal(encodeCounts(runsOfRaster(bitsOf(bits), height, width)), text);
    assert.deepEqual([...decodeCounts(text)], runsOfRaster(bitsOf(bits), height, width));
  }
});

Deno.test("a mask knows its area, its bounds and each of its pixels", () => {
  const next = random(7);
  for (let round = 0; round < 40; round++) {
    const height = 1 + Math.floor(next() * 40);
    const width = 1 + Math.floor(next() * 40);
    const fill = next();
    const bits = Uint8Array.from({ length: height * width }, () => next() < fill ? 1 : 0);
    const mask = openMask([height, width], encodeCounts(runsOfRaster(bits, height, width)));
    assert.equal(mask.area, bits.reduce((sum, bit) => sum + bit, 0));
    const raster = rasterOf(mask);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const set = bits[y * width + x] === 1;
        assert.equal(maskContains(mask, x + 0.5, y + 0.5), set);
        const { x0, y0, x1, y1 } = mask.bounds;
        const within = x >= x0 && x < x1 && y >= y0 && y < y1;
        assert.ok(within || !set, "bounds hold every pixel");
        if (within) assert.equal(raster.data[(y - y0) * raster.width + x - x0]! > 0, set);
      }
    }
  }
});

Deno.test("outside a mask is outside", () => {
  const mask = openMask([3, 3], "09");
  assert.equal(maskContains(mask, -0.1, 1), false);
  assert.equal(maskContains(mask, 1, 3), false);
  assert.equal(maskContains(mask, 2.99, 2.99), true);
});

Deno.test("the rim is where a neighbour is unset", () => {
  const bits = bitsOf("0000001110011100111000000");
  const raster = rasterOf(openMask([5, 5], encodeCounts(runsOfRaster(bits, 5, 5))));
  assert.deepEqual([...raster.data], [2, 2, 2, 2, 1, 2, 2, 2, 2]);
});

Deno.test("a coarse raster has every so many pixels of the fine one", () => {
  const next = random(9);
  const bits = Uint8Array.from({ length: 31 * 23 }, () => next() < 0.7 ? 1 : 0);
  const mask = openMask([23, 31], encodeCounts(runsOfRaster(bits, 23, 31)));
  const [fine, coarse] = [rasterOf(mask), rasterOf(mask, 4)];
  assert.deepEqual([coarse.width, coarse.height], [Math.ceil(fine.width / 4), Math.ceil(fine.height / 4)]);
  for (let y = 0; y < coarse.height; y++) {
    for (let x = 0; x < coarse.width; x++) {
      assert.equal(coarse.data[y * coarse.width + x]! > 0, fine.data[4 * y * fine.width + 4 * x]! > 0);
    }
  }
});

Deno.test("malformed masks are refused", () => {
  assert.throws(() => decodeCounts("T"), RangeError);
  assert.throws(() => decodeCounts("\u00e9"), RangeError);
  assert.throws(() => decodeCounts("000".repeat(1) + "O".repeat(2)), RangeError);
  assert.throws(() => openMask([3, 4], "09"), RangeError);
});
