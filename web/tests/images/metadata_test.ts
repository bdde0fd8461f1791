import * as assert from "../assert.ts";
import { objectOf, retyped, rowsOf } from "../../src/pages/images/metadata/rows.ts";

Deno.test("every type comes back as it was", () => {
  const metadata = { site: "Basel", count: 7, ratio: 0.5, ok: false, day: "2026-02-28", list: [1, { a: null }] };
  const rows = rowsOf(metadata);
  assert.deepEqual(rows.map((row) => row.type), ["text", "number", "number", "boolean", "date", "other"]);
  assert.deepEqual(objectOf(rows), { object: metadata, problems: [] });
  assert.deepEqual(rowsOf(null), []);
});

Deno.test("a text that only looks like a day is a text", () => {
  assert.equal(rowsOf({ a: "2026-02-30" })[0]!.type, "text");
});

Deno.test("what is wrong is said by row, all at once", () => {
  const { problems } = objectOf([
    { key: "", type: "text", value: "x" },
    { key: "a", type: "number", value: "1,5" },
    { key: "b", type: "date", value: "2026-02-30" },
    { key: "c", type: "text", value: "" },
    { key: "c ", type: "text", value: "" },
  ]);
  assert.deepEqual(problems.map((one) => one.row), [0, 1, 2, 4]);
});

Deno.test("another type keeps what makes sense", () => {
  assert.equal(retyped({ key: "a", type: "text", value: "true" }, "boolean").value, "true");
  assert.equal(retyped({ key: "a", type: "text", value: "yesterday" }, "date").value, "");
});
