import { clockText, isRepeated, placeOf, reached, stepped, stretches } from "../../src/pages/image/track/frames.ts";
import * as assert from "../assert.ts";

/** Frames 2 and 3 look alike, 4 is in the bin, 6 looks like 0. */
const frames = [[0, "a"], [1, "b"], [2, "c"], [3, "c"], [5, "d"], [6, "a"]].map(([index, image_id]) => ({
  index: index as number,
  image_id: image_id as string,
  source_frame: (index as number) * 10,
  time: (index as number) / 10,
  status: "NEW" as const,
  annotation_count: 0,
}));
const stop = (index: number, image_id: string, is_keyframe = true) => ({
  index,
  image_id,
  annotation_id: image_id,
  is_keyframe,
  ends: false,
  version: 1,
});

Deno.test("an image stands at the frame that is asked for, or at its first", () => {
  assert.deepEqual(placeOf(frames, "a", null), 0);
  assert.deepEqual(placeOf(frames, "a", 6), 5);
  assert.deepEqual(placeOf(frames, "c", 3), 3);
  assert.deepEqual(placeOf(frames, "d", 99), 4);
  assert.deepEqual(placeOf(frames, "z", null), -1);
});

Deno.test("steps end at the ends", () => {
  assert.deepEqual(stepped(6, 0, 10), 5);
  assert.deepEqual(stepped(6, 5, 1), null);
  assert.deepEqual(stepped(6, 3, -10), 0);
  assert.deepEqual(stepped(6, -1, 1), null);
});

Deno.test("frames that look alike are told apart by their numbers", () => {
  assert.deepEqual(frames.map((_, at) => isRepeated(frames, at)), [true, false, true, true, false, true]);
});

Deno.test("propagating ends on another image", () => {
  assert.deepEqual(reached(frames, 1, 2), 3);
  assert.deepEqual(reached(frames, 2, 1), -1);
  assert.deepEqual(reached(frames, 2, 2), 4);
  assert.deepEqual(reached(frames, 0, 99), 4);
  assert.deepEqual(reached(frames, 5, 1), -1);
});

Deno.test("a track is drawn where it is", () => {
  assert.deepEqual(stretches([stop(1, "b"), stop(2, "c", false)], frames), [[1, 3]]);
  assert.deepEqual(stretches([stop(0, "a"), stop(5, "d")], frames), [[0, 0], [4, 5]]);
  assert.deepEqual(stretches([], frames), []);
});

Deno.test("times are read as on a player", () => {
  assert.deepEqual(clockText(0), "0:00.00");
  assert.deepEqual(clockText(62.345), "1:02.35");
  assert.deepEqual(clockText(3599.999), "60:00.00");
});
