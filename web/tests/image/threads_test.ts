import * as assert from "../assert.ts";
import type { Comment } from "../../src/api/types.ts";
import { completions, mentionAt, pieces, pinOf, threadsOf } from "../../src/pages/image/comments/threads.ts";
import { box } from "../canvas/shapes.ts";

let second = 0;
function comment(id: string, more: Partial<Comment> = {}): Comment {
  const at = `2026-01-01T00:00:${String(second++).padStart(2, "0")}Z`;
  return {
    id,
    image_id: "image",
    author_id: "ana",
    author: "ana",
    body: "x",
    annotation_id: null,
    point: null,
    parent_id: null,
    mentions: [],
    resolved_at: null,
    created_at: at,
    updated_at: at,
    ...more,
  };
}

Deno.test("answers stand under their thread, threads in the order in which they began", () => {
  const [first, other] = [comment("1"), comment("2")];
  const answers = [comment("a", { parent_id: "1" }), comment("b", { parent_id: "1" })];
  const lost = comment("c", { parent_id: "gone" });
  const threads = threadsOf([answers[1]!, other, lost, answers[0]!, first]);
  assert.deepEqual(threads.map(({ first, number }) => [first.id, number]), [["1", 1], ["2", 2]]);
  assert.deepEqual(threads[0]!.answers.map(({ id }) => id), ["a", "b"]);
});

Deno.test("a pin follows its object, and stays where it was put when the object is no more", () => {
  const about = comment("1", { annotation_id: "a", point: [5, 6] });
  assert.deepEqual(pinOf(about, box("a", 10, 20, 30, 40)), [40, 20]);
  assert.deepEqual(pinOf(about, undefined), [5, 6]);
  assert.equal(pinOf(comment("2"), undefined), null);
});

Deno.test("names of members are marked in the text, other words with an @ are not", () => {
  const marked = (body: string) => pieces(body, ["ana", "c.d"]).filter(({ name }) => name).map(({ text }) => text);
  assert.deepEqual(marked("@Ana, @ana. (@c.d) mail@ana @bob @"), ["@Ana", "@ana", "@c.d"]);
  assert.equal(pieces("Ask @ana.", ["ana"]).map(({ text }) => text).join(""), "Ask @ana.");
});

Deno.test("the name being typed ends at the caret", () => {
  assert.deepEqual(mentionAt("see @an", 7), { start: 5, letters: "an" });
  assert.deepEqual(mentionAt("@", 1), { start: 1, letters: "" });
  assert.equal(mentionAt("mail a@an", 9), null);
  assert.equal(mentionAt("see @ana now", 12), null);
  assert.deepEqual(completions(["bob", "rob", "ana", "Bo"], "bo"), ["Bo", "bob"].sort((a, b) => a.localeCompare(b)));
  assert.deepEqual(completions(["rob", "bob"], "ob"), ["bob", "rob"]);
});
