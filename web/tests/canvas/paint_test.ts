import * as assert from "../assert.ts";
import { luminance, parseColour, styleOf } from "../../src/canvas/paint/colour.ts";
import { tint } from "../../src/canvas/paint/maskImage.ts";
import { tileBounds, tileSide, tilesOver } from "../../src/canvas/paint/tiles.ts";
import { chipPlace } from "../../src/canvas/paint/chip.ts";
import { createViewport, toView } from "../../src/canvas/view/viewport.ts";

Deno.test("colours are read in both lengths, and nonsense is grey", () => {
  assert.deepEqual(parseColour("#0af"), { r: 0, g: 170, b: 255 });
  assert.deepEqual(parseColour("#102030"), { r: 16, g: 32, b: 48 });
  assert.deepEqual(parseColour("tomato"), { r: 150, g: 150, b: 150 });
});

Deno.test("the halo is of the other tone", () => {
  assert.match(styleOf("#ffee00").halo, /^rgb\(0 0 0/);
  assert.match(styleOf("#101060").halo, /^rgb\(255 255 255/);
  assert.ok(luminance(parseColour("#fff")) > 0.99 && luminance(parseColour("#000")) === 0);
});

Deno.test("tiles cover the area without a gap", () => {
  for (const scale of [0.1, 0.5, 1, 3.3]) {
    const area = { x0: -120.5, y0: 33, x1: 1500, y1: 910 };
    const tiles = tilesOver(area, scale);
    const side = tileSide / scale;
    const x0 = Math.min(...tiles.map((t) => tileBounds(t, scale).x0));
    const x1 = Math.max(...tiles.map((t) => tileBounds(t, scale).x1));
    assert.ok(x0 <= area.x0 && x1 >= area.x1 && x0 > area.x0 - side && x1 < area.x1 + side);
    assert.equal(new Set(tiles.map((t) => `${t.column},${t.row}`)).size, tiles.length);
  }
});

Deno.test("a mask's rim is opaque, its inside lets the picture through", () => {
  const pixels = tint({ width: 3, height: 1, data: Uint8Array.from([0, 1, 2]) }, styleOf("#ff8000"));
  assert.deepEqual([...pixels], [0, 0, 0, 0, 255, 128, 0, 96, 255, 128, 0, 255]);
});

Deno.test("a name stands above its object, below at the top of the view, always within it", () => {
  const v = createViewport({ width: 800, height: 600 }, { width: 800, height: 600 });
  const box = { x0: 300, y0: 300, x1: 400, y1: 380 };
  assert.ok(chipPlace(v, box, 60).y + 18 < toView(v, { x: 300, y: 300 }).y);
  const top = { x0: 700, y0: 0, x1: 799, y1: 80 };
  const zoomed = { ...v, scale: 1, offsetX: 0, offsetY: 0 };
  assert.ok(chipPlace(zoomed, top, 200).y > 80);
  assert.ok(chipPlace(zoomed, top, 200).x + 200 <= 800);
});
