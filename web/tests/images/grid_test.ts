import * as assert from "../assert.ts";
import {
  cellsIn,
  densities,
  heightOf,
  layoutFor,
  placeOf,
  revealing,
  rowsOf,
  slotsOf,
  stepped,
  windowOf,
} from "../../src/pages/images/grid/layout.ts";
import { random } from "../canvas/random.ts";

Deno.test("columns fill the width at every density, without sticking out", () => {
  for (const density of densities) {
    for (let width = 90; width < 3000; width += 37) {
      const layout = layoutFor(width, density);
      const used = layout.columns * layout.cellWidth + (layout.columns - 1) * layout.gap;
      assert.ok(
        used <= Math.max(width, 1) && (layout.columns === 1 || width - used < layout.columns),
        `${density} ${width}`,
      );
      assert.ok(layout.cellHeight >= layout.pictureHeight && layout.pictureHeight > 0);
    }
  }
  const columns = densities.map((density) => layoutFor(1200, density).columns);
  assert.ok(columns[0]! > columns[1]! && columns[1]! > columns[2]!);
});

Deno.test("200,000 images fit in what browsers can scroll, and a window holds a few dozen of them", () => {
  for (const density of densities) {
    const layout = layoutFor(1200, density);
    const height = heightOf(layout, 200_000);
    assert.ok(height < 33_000_000);
    for (const top of [0, 1234, height / 2, height - 800]) {
      const { first, last } = windowOf(layout, 200_000, top, 800);
      assert.equal(last - first <= slotsOf(layout, 800), true);
      assert.ok(last - first < 260, `${density}: ${last - first} cells`);
      assert.ok(placeOf(layout, first).top <= top || first === 0);
      assert.ok(last === 200_000 || placeOf(layout, last).top >= top + 800);
    }
  }
});

Deno.test("an empty and a short list", () => {
  const layout = layoutFor(1000, "medium");
  assert.equal(heightOf(layout, 0), 0);
  assert.deepEqual(windowOf(layout, 0, 0, 500), { first: 0, last: 0 });
  assert.deepEqual(windowOf(layout, 3, 9999, 500), { first: 3, last: 3 });
  assert.equal(rowsOf(layout, 1), 1);
});

Deno.test("a rectangle touches exactly the cells that it overlaps", () => {
  const next = random(3);
  const layout = layoutFor(900, "medium");
  for (let round = 0; round < 200; round++) {
    const x = [next() * 1000 - 50, next() * 1000 - 50].sort((a, b) => a - b);
    const y = [next() * 2000 - 50, next() * 2000 - 50].sort((a, b) => a - b);
    const rect = { left: x[0]!, right: x[1]!, top: y[0]!, bottom: y[1]! };
    const expected: number[] = [];
    for (let i = 0; i < 31; i++) {
      const { left, top } = placeOf(layout, i);
      if (
        left <= rect.right && left + layout.cellWidth >= rect.left && top <= rect.bottom &&
        top + layout.cellHeight >= rect.top
      ) expected.push(i);
    }
    assert.deepEqual(cellsIn(layout, 31, rect), expected);
  }
});

Deno.test("arrows walk the grid and stop at its ends", () => {
  const layout = { ...layoutFor(1000, "medium"), columns: 4 };
  assert.equal(stepped(layout, 10, -1, "down"), 0);
  assert.equal(stepped(layout, 10, 0, "left"), 0);
  assert.equal(stepped(layout, 10, 3, "right"), 4);
  assert.equal(stepped(layout, 10, 1, "down"), 5);
  assert.equal(stepped(layout, 10, 7, "down"), 9, "the short last row");
  assert.equal(stepped(layout, 10, 9, "down"), 9);
  assert.equal(stepped(layout, 10, 2, "up"), 2);
  assert.equal(stepped(layout, 0, -1, "right"), -1);
});

Deno.test("bringing a cell into view scrolls no further than needed", () => {
  const layout = layoutFor(1000, "medium");
  assert.equal(revealing(layout, 0, 0, 600), 0);
  assert.equal(revealing(layout, layout.columns, 0, 600, 0), null);
  const far = layout.columns * 50;
  const to = revealing(layout, far, 0, 600, 0)!;
  assert.equal(to + 600, placeOf(layout, far).top + layout.cellHeight);
  assert.equal(revealing(layout, far, to, 600, 0), null);
  assert.equal(revealing(layout, layout.columns, to, 600, 0), placeOf(layout, layout.columns).top);
});
