import * as assert from "../assert.ts";
import type { DriftReport, Tag } from "../../src/api/types.ts";
import { choiceOf, setOf, setText } from "../../src/pages/curate/drift/sets.ts";
import { chance, verdict } from "../../src/pages/curate/drift/words.ts";

Deno.test("a set is what its parts say, there and back", () => {
  for (const set of ["split:train", "tag:t1", "all", "labelled", "since:2026-01-31", "before:2026-01-31"]) {
    assert.equal(setOf(choiceOf(set)), set);
  }
  assert.equal(setOf({ choice: "since", day: "" }), null);
  assert.equal(setOf({ choice: "since", day: "31.1.2026" }), null);
});

Deno.test("sets are called by what people know", () => {
  const tags = [{ id: "t1", name: "night" } as Tag];
  assert.equal(setText("tag:t1", tags), "tagged night");
  assert.equal(setText("tag:gone", tags), "tagged ?");
  assert.equal(setText("split:val", tags), "Val");
  assert.equal(setText("since:2026-01-31", tags), "added since 2026-01-31");
});

Deno.test("the verdict names what differs, the most first", () => {
  const number = (name: string, level: string) => ({ name, level }) as DriftReport["numbers"][0];
  const report = { looks: null, labels: null, numbers: [number("width", "none")] } as unknown as DriftReport;
  assert.equal(verdict(report), "Nothing tells the two sets apart beyond chance.");
  report.numbers = [number("sharpness", "unclear"), number("width", "none")];
  assert.equal(verdict(report), "There are too few images to tell whether the two sets differ in sharpness.");
  report.numbers = [number("brightness", "large"), number("width", "some"), number("height", "some")];
  assert.equal(verdict(report), "The two sets differ much in brightness, and somewhat in width and height.");
  report.numbers = ["width", "height", "niqe", "noise", "entropy", "shadows"].map((name) => number(name, "some"));
  assert.equal(verdict(report), "The two sets differ somewhat in width, height, NIQE, noise, entropy and 1 more.");
});

Deno.test("small chances are told by what they are below", () => {
  assert.equal(chance(0), "< 0.0001");
  assert.equal(chance(0.00123), "0.0012");
  assert.equal(chance(0.25), "0.25");
});
