import * as assert from "../assert.ts";
import type { Label } from "../../src/api/types.ts";
import { filterSearch, queryOf, searchOf, tokensOf } from "../../src/pages/images/filter/filter.ts";
import { momentOf } from "../../src/pages/images/filter/words.ts";

const search = (text: string) => new URLSearchParams(text);

Deno.test("the URL is the query: known names go through, the rest does not", () => {
  assert.deepEqual(queryOf(search("status=DONE&annotated=false&sort=-size&panel=details&evil=1")), {
    status: "DONE",
    annotated: false,
    sort: "-size",
  });
  assert.deepEqual(queryOf(search("sort=nonsense&bin=true")), { sort: "filename", bin: true });
});

Deno.test("what says which images is carried along, how they are shown is not", () => {
  assert.equal(filterSearch(search("panel=none&status=NEW&film=hide&sort=filename")), "?status=NEW&sort=filename");
  assert.equal(filterSearch(search("panel=none")), "");
});

Deno.test("tokens read as people say it", () => {
  const labels = [{ id: "l1", name: "RBC", color: "#f00" } as Label];
  assert.deepEqual(tokensOf(search("status=IN_PROGRESS&label_id=l1&tag_id=gone"), { labels, tags: [] }), [
    { name: "status", title: "Status", text: "In progress", color: undefined, params: ["status"] },
    { name: "label_id", title: "Label", text: "RBC", color: "#f00", params: ["label_id"] },
    { name: "tag_id", title: "Tag", text: "gone", color: undefined, params: ["tag_id"] },
  ]);
  const ranges = "min_width=640&max_width=1920&max_bytes=2000000&min_annotations=3&max_annotations=3";
  assert.deepEqual(tokensOf(search(ranges), { labels, tags: [] }).map(({ title, text }) => `${title}: ${text}`), [
    "Number of objects: 3",
    "Width: 640 to 1,920 px",
    "Bytes: up to 2 MB",
  ]);
});

Deno.test("people are called by their names, whoever has left by what is known", () => {
  const members = [{ user_id: "u1", username: "ben" }];
  const found = tokensOf(search("assigned=false&assignee_id=u1&reviewer_id=u2"), { labels: [], tags: [], members });
  assert.deepEqual(found.map(({ title, text }) => `${title}: ${text}`), [
    "Assigned: To nobody",
    "Assigned to: ben",
    "Reviewed by: u2",
  ]);
  assert.deepEqual(queryOf(search("assigned=false&assignee_id=u1")), {
    assigned: false,
    assignee_id: "u1",
    sort: "filename",
  });
});

Deno.test("a day is that day by one's own clock, from its first moment to its last", () => {
  const found = tokensOf(search(`created_from=${momentOf("2026-03-01")}&created_to=${momentOf("2026-03-01", 1)}`), {
    labels: [],
    tags: [],
  });
  assert.equal(found[0]!.text, "on 2026-03-01");
  assert.equal(Date.parse(momentOf("2026-03-01", 1)) > Date.parse(momentOf("2026-03-01")), true);
});

Deno.test("numbers and truths go typed into bodies, what is none is left out, and the way back is the same", () => {
  const query = queryOf(search("min_width=640&max_megapixels=2.5&is_null=true&has_comments=perhaps&min_height=x"));
  assert.deepEqual(query, { min_width: 640, max_megapixels: 2.5, is_null: true, sort: "filename" });
  const changes = searchOf(query);
  assert.equal(changes.min_width, "640");
  assert.equal(changes.is_null, "true");
  assert.equal(changes.status, null);
  assert.equal(changes.sort, null);
});
