import * as assert from "../assert.ts";
import {
  banded,
  cleared,
  extended,
  focused,
  kept,
  noSelection,
  toggled,
} from "../../src/pages/images/grid/selection.ts";

const at = (index: number) => index < 10 ? `i${index}` : undefined;
const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort();

Deno.test("toggle, then Shift from there, then toggle one away", () => {
  let s = toggled(noSelection, 2, at);
  s = extended(s, 5, at);
  assert.deepEqual(ids(s), ["i2", "i3", "i4", "i5"]);
  s = toggled(s, 3, at);
  assert.deepEqual(ids(s), ["i2", "i4", "i5"]);
  s = extended(s, 1, at);
  assert.deepEqual(ids(s), ["i1", "i2", "i3", "i4", "i5"], "the anchor moved to the last toggle");
});

Deno.test("Shift without an anchor starts where the keyboard is", () => {
  assert.deepEqual(ids(extended(focused(noSelection, 4), 6, at)), ["i4", "i5", "i6"]);
});

Deno.test("a rectangle replaces, or with Ctrl adds; shrinking it lets go", () => {
  const before = toggled(noSelection, 9, at);
  assert.deepEqual(ids(banded(before, [1, 2, 3], false, at)), ["i1", "i2", "i3"]);
  assert.deepEqual(ids(banded(before, [1, 2, 3], true, at)), ["i1", "i2", "i3", "i9"]);
  assert.deepEqual(ids(banded(before, [1], true, at)), ["i1", "i9"]);
});

Deno.test("what is not loaded cannot be selected, what left the list is let go", () => {
  assert.equal(toggled(noSelection, 99, at), noSelection);
  const s = extended(toggled(noSelection, 8, at), 20, at);
  assert.deepEqual(ids(s), ["i8", "i9"]);
  assert.deepEqual(ids(kept(s, (id) => id !== "i8")), ["i9"]);
  assert.equal(kept(s, () => true), s, "unchanged stays the same value");
  assert.equal(cleared(s).focus, 20);
});
