import * as assert from "../assert.ts";
import type { DuplicateGroup } from "../../src/api/types.ts";
import { keeperOf } from "../../src/pages/curate/duplicates/resolve.ts";

const group = {
  id: "g",
  keeper_id: "a",
  images: [{ image_id: "a" }, { image_id: "b" }],
} as DuplicateGroup;

Deno.test("the suggested image is kept until another is chosen", () => {
  assert.equal(keeperOf(group, new Map()), "a");
  assert.equal(keeperOf(group, new Map([["g", "b"]])), "b");
});

Deno.test("the suggested image is kept again when the chosen one has gone", () => {
  assert.equal(keeperOf(group, new Map([["g", "c"]])), "a");
});
