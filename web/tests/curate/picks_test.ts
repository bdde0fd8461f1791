import * as assert from "../assert.ts";
import type { LabelFirstAnswer } from "../../src/api/types.ts";
import { bodyOf, likeness, pickLimits, pickWords, wantedOf } from "../../src/pages/curate/coverage/picks.ts";

const pick = (distance: number | null) =>
  ({ image: { id: String(distance) }, distance }) as LabelFirstAnswer["picks"][0];
const answer = (changes: Partial<LabelFirstAnswer>): LabelFirstAnswer => ({
  picks: [pick(0.9), pick(0.4)],
  start: "labelled",
  candidates: 320,
  without_vector: 0,
  labelled: 5,
  compared: 5,
  reach_before: 1,
  reach_after: 0.4,
  ...changes,
});

Deno.test("what was picked is said with what it brought", () => {
  assert.equal(
    pickWords(answer({})),
    "2 of 320 images picked. Every other image is now at least 0.92 like one of them or like a labelled one; before, it was only 0.50.",
  );
  assert.equal(
    pickWords(answer({ reach_before: null, reach_after: 0 })),
    "2 of 320 images picked. Every other image is the same as one of them.",
  );
  assert.equal(pickWords(answer({ candidates: 2 })), "2 of 2 images picked.");
  assert.equal(pickWords(answer({ candidates: 0, picks: [] })), "There is no image without labels to pick.");
  assert.equal(
    pickWords(answer({ picks: [] })),
    "None of 320 images differs from what is labelled: there is no gap to close.",
  );
});

Deno.test("what was left out is said too", () => {
  assert.equal(pickLimits(answer({})), null);
  assert.equal(
    pickLimits(answer({ without_vector: 1, labelled: 90_000, compared: 12_000 })),
    "1 image not described yet could not be picked. Compared with 12,000 of 90,000 labelled images.",
  );
});

Deno.test("a chord is a cosine", () => {
  assert.equal(likeness(0), "1.00");
  assert.equal(likeness(Math.SQRT2), "0.00");
  assert.equal(likeness(2), "-1.00");
});

Deno.test("a filter narrows the choice to what matches and has no labels; an order alone does not", () => {
  assert.deepEqual(bodyOf(50, { sort: "-uniqueness", limit: 5 }), { count: 50 });
  assert.deepEqual(bodyOf(7, { sort: "filename", split: "train", min_uniqueness: 0.5 }), {
    count: 7,
    filter: { split: "train", min_uniqueness: 0.5, annotated: false },
  });
});

Deno.test("a number is one from 1 to 1000", () => {
  assert.equal(wantedOf("50"), 50);
  for (const wrong of ["", "0", "1001", "2.5", "many", " "]) assert.equal(typeof wantedOf(wrong), "string");
});
