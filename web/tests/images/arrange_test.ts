import * as assert from "../assert.ts";
import type { BatchContent } from "../../src/api/types.ts";
import { membersOf, moving, newName, steppedTo } from "../../src/pages/curate/groups/arrange.ts";

const image = (image_id: string, group_label: string | null) => ({
  image_id,
  filename: image_id,
  group_label,
  by_hand: false,
  probability: 1,
});
const content = {
  groups: [{ label: "1", count: 2 }, { label: "New group 1", count: 1 }, { label: null, count: 1 }],
  images: [image("a", "1"), image("b", "1"), image("c", "New group 1"), image("d", null)],
} as unknown as BatchContent;

Deno.test("images stand in their groups, those in none last", () => {
  assert.deepEqual(membersOf(content).map(({ label, images }) => [label, images.map((one) => one.image_id)]), [
    ["1", ["a", "b"]],
    ["New group 1", ["c"]],
    [null, ["d"]],
  ]);
});

Deno.test("only what changes its group is moved", () => {
  assert.deepEqual(moving(content, new Set(["a", "c", "d", "elsewhere"]), "1").moves, [
    { image_id: "c", group_label: "1" },
    { image_id: "d", group_label: "1" },
  ]);
  assert.deepEqual(moving(content, new Set(["a"]), null).moves, [{ image_id: "a", group_label: null }]);
  assert.equal(newName(content), "New group 2");
});

Deno.test("arrows walk along a row that wraps and stop at its ends", () => {
  assert.equal(steppedTo(0, 10, 4, "ArrowDown"), 4);
  assert.equal(steppedTo(8, 10, 4, "ArrowDown"), null);
  assert.equal(steppedTo(0, 10, 4, "ArrowLeft"), null);
  assert.equal(steppedTo(3, 10, 4, "End"), 9);
  assert.equal(steppedTo(3, 10, 4, "x"), null);
});
