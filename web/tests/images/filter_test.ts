import * as assert from "../assert.ts";
import type { Label } from "../../src/api/types.ts";
import { filterSearch, queryOf, tokensOf } from "../../src/pages/images/filter/filter.ts";

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
    { name: "status", title: "Status", text: "In progress", color: undefined },
    { name: "label_id", title: "Label", text: "RBC", color: "#f00" },
    { name: "tag_id", title: "Tag", text: "gone", color: undefined },
  ]);
});
