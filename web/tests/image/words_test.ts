import * as assert from "../assert.ts";
import type { Label } from "../../src/api/types.ts";
import { changeWords } from "../../src/pages/image/changeWords.ts";
import { geometryText } from "../../src/pages/image/geometryText.ts";
import { saveWords } from "../../src/pages/image/saveWords.ts";
import { hotkeysOf, labelForDigit, searchLabels } from "../../src/pages/image/workspace/labels.ts";
import { newId } from "../../src/pages/image/workspace/newId.ts";

Deno.test("only what is saved is called saved", () => {
  const count = 2;
  for (const is of ["unsaved", "saving", "offline", "conflict"] as const) {
    assert.ok(saveWords({ is, count }).text !== "Saved");
  }
  assert.equal(saveWords({ is: "saved" }).text, "Saved");
  assert.match(saveWords({ is: "refused", count, reason: "too wide" }).text, /^Not saved: too wide/);
  assert.match(saveWords({ is: "offline", count }).text, /2 changes kept here/);
});

Deno.test("changes read as sentences", () => {
  const name = (id: string) => id.toUpperCase();
  const side = (label_id: string, x = 0) => ({
    label_id,
    geometry: { type: "box", x, y: 0, width: 5, height: 5 } as const,
  });
  assert.equal(changeWords({ action: "create", before: null, after: side("a") }, name), "Added A (box)");
  assert.equal(changeWords({ action: "update", before: side("a"), after: side("b") }, name), "Relabelled A as B");
  assert.equal(changeWords({ action: "update", before: side("a"), after: side("a", 4) }, name), "Moved or reshaped A");
  assert.equal(changeWords({ action: "delete", before: side("a"), after: null }, name), "Deleted A (box)");
});

Deno.test("a geometry in a line", () => {
  assert.equal(geometryText({ type: "box", x: 1.25, y: 2, width: 30, height: 4 }), "box 1.3, 2 · 30 × 4");
  assert.equal(geometryText({ type: "image" }), "whole image");
});

const label = (name: string, index: number, hotkey: string | null = null, path: string | null = null) =>
  ({ id: name, name, index, hotkey, path }) as Label;

Deno.test("digits pick labels: claimed ones first, the others by their order", () => {
  const labels = [label("car", 0), label("bus", 1, "1"), label("bike", 2)];
  assert.equal(labelForDigit(labels, "1")?.name, "bus");
  assert.equal(labelForDigit(labels, "2")?.name, "car");
  assert.equal(labelForDigit(labels, "3")?.name, "bike");
  assert.equal(labelForDigit(labels, "4"), undefined);
  const many = Array.from({ length: 12 }, (_, i) => label(`l${i}`, i));
  assert.equal(hotkeysOf(many).get("l9"), "0");
  assert.equal(hotkeysOf(many).has("l10"), false);
});

Deno.test("labels are found by words of name and path, those that begin so first", () => {
  const labels = [label("minibus", 0, null, "vehicle"), label("bus", 1, null, "vehicle/large"), label("dog", 2)];
  assert.deepEqual(searchLabels(labels, "bus").map((one) => one.name), ["bus", "minibus"]);
  assert.deepEqual(searchLabels(labels, "vehicle mini").map((one) => one.name), ["minibus"]);
  assert.equal(searchLabels(labels, " ").length, 3);
});

Deno.test("a whole name comes first, then its start, the start of a word, and what is inside one", () => {
  const names = ["rebar", "iron bar", "bar", "barrel", "crowbar"];
  const labels = [...names.map((name, i) => label(name, i)), label("spoon", 9, null, "bar/tools")];
  assert.deepEqual(searchLabels(labels, "bar").map((one) => one.name), [
    "bar",
    "barrel",
    "iron bar",
    "spoon",
    "rebar",
    "crowbar",
  ]);
  assert.deepEqual(searchLabels(labels, "bar spo").map((one) => one.name), ["spoon"]);
});

Deno.test("ids made here are lower-case version 4 UUIDs", () => {
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
