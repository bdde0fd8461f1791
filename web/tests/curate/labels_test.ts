import * as assert from "../assert.ts";
import type { BoxMeasure, CoOccurrence } from "../../src/api/types.ts";
import {
  binName,
  cellText,
  imagesHref,
  measureText,
  spread,
  tint,
  trimmed,
} from "../../src/pages/curate/labels/numbers.ts";

Deno.test("numbers lead to the images they count", () => {
  assert.equal(imagesHref("p", { label_id: "l", split: "" }), "/projects/p/images?label_id=l");
  assert.equal(imagesHref("p", { min_annotations: 0, max_annotations: null }), "/projects/p/images?min_annotations=0");
  assert.equal(imagesHref("p", {}), "/projects/p/images");
});

Deno.test("measures read as people say them", () => {
  assert.equal(measureText("area", 0.1234), "12 %");
  assert.equal(measureText("area", 0.00034), "0.034 %");
  assert.equal(measureText("width", 1), "100 %");
  assert.equal(measureText("aspect", 1.5), "1.5:1");
  assert.equal(measureText("aspect", 0.25), "1:4");
  const measure = { name: "area", median: 0.04, p05: 0.01, p95: 0.12 } as BoxMeasure;
  assert.equal(spread(measure), "median 4 %, nine in ten from 1 % to 12 %");
  assert.equal(spread({ ...measure, median: null }), null);
});

Deno.test("histograms end where the boxes do, with one bin to spare", () => {
  const histogram = { edges: [0, 1, 2, 3, 4, 5, 6], counts: [0, 0, 4, 0, 2, 0] };
  assert.deepEqual(trimmed(histogram), { edges: [1, 2, 3, 4, 5, 6], counts: [0, 4, 0, 2, 0] });
  assert.deepEqual(trimmed({ edges: [0, 1, 2], counts: [3, 1] }), { edges: [0, 1, 2], counts: [3, 1] });
  const none = { edges: [0, 1, 2], counts: [0, 0] };
  assert.equal(trimmed(none).counts.every((count) => count === 0), true);
});

Deno.test("bins are single numbers, ranges, and the rest", () => {
  assert.equal(binName({ least: 3, most: 3, images: 1 }), "3");
  assert.equal(binName({ least: 6, most: 10, images: 1 }), "6 to 10");
  assert.equal(binName({ least: 1001, most: null, images: 1 }), "1,001 and more");
});

Deno.test("cells are tinted by what is more than chance", () => {
  const table: CoOccurrence = {
    label_ids: ["a", "b"],
    images: [[16, 4], [4, 4]],
    jaccard: [[1, 0.25], [0.25, 1]],
    lift: [[1, 4], [4, 1]],
  };
  assert.equal(tint("images", table, 0, 0), 1);
  assert.equal(tint("images", table, 0, 1), 0.5);
  assert.equal(tint("jaccard", table, 0, 0), 0);
  assert.equal(tint("lift", table, 0, 1), 0.5);
  assert.equal(tint("lift", { ...table, lift: [[1, 0.5], [0.5, 1]] }, 0, 1), 0);
  assert.equal(cellText("images", 1234), "1,234");
  assert.equal(cellText("lift", 2), "2.00");
});
