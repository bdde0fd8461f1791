import { Hand, type Held } from "../../src/pages/image/track/hand.ts";
import { anchored, endToggled, joined, keyToggled } from "../../src/pages/image/track/trackEdits.ts";
import { operation, sameAs } from "../../src/pages/image/outbox/shapes.ts";
import { type Shape, shapeOf } from "../../src/canvas/scene/shape.ts";
import type { Annotation, TrackPlace } from "../../src/api/types.ts";
import { isVideo, wantedOf } from "../../src/pages/settings/video.ts";
import * as assert from "../assert.ts";

const shape = (id: string, track: TrackPlace | null = null, labelId = "car"): Shape => ({
  id,
  labelId,
  geometry: { type: "box", x: 0, y: 0, width: 10, height: 10 },
  confidence: null,
  isPrediction: false,
  attributes: {},
  zOrder: 0,
  ...(track ? { track } : {}),
});
const place = (id: string, is_keyframe = true, ends = false): TrackPlace => ({
  id,
  sequence_id: "film",
  is_keyframe,
  ends,
});
const held = (annotationId: string, imageId = "first", track: TrackPlace | null = null): Held => ({
  imageId,
  at: 0,
  annotationId,
  labelId: "car",
  track,
});
const reason = (edit: ReturnType<typeof joined>) => "reason" in edit ? edit.reason : "";
const after = (edit: ReturnType<typeof joined>) => "changes" in edit ? edit.changes[0]!.after!.track : null;

Deno.test("an object goes on from the one on another frame, which names the track", () => {
  assert.deepEqual(after(joined(shape("b"), held("a"), [], "film")), place("a"));
  assert.deepEqual(after(joined(shape("b"), held("a", "first", place("t")), [], "film")), place("t"));
});

Deno.test("what cannot be joined says why", () => {
  assert.deepEqual(
    reason(joined(shape("b"), null, [], "film")).startsWith("Select the object on an earlier frame"),
    true,
  );
  assert.deepEqual(reason(joined(shape("b", place("a")), held("a"), [], "film")), "Both are the same track already.");
  assert.deepEqual(reason(joined(shape("b", place("x")), held("a"), [], "film")), "It is part of another track.");
  assert.deepEqual(reason(joined(shape("b", null, "bus"), held("a"), [], "film")), "The two have different labels.");
  assert.deepEqual(
    reason(joined(shape("b"), held("a"), [shape("c", place("a"))], "film")).includes("on this frame already"),
    true,
  );
});

Deno.test("keyframes and ends are switched", () => {
  assert.deepEqual(after(keyToggled(shape("b", place("t", true, true)))), place("t", false));
  assert.deepEqual(after(keyToggled(shape("b", place("t", false)))), place("t"));
  assert.deepEqual(after(endToggled(shape("b", place("t", false)))), place("t", true, true));
  assert.deepEqual(after(endToggled(shape("b", place("t", true, true)))), place("t"));
  assert.deepEqual("reason" in keyToggled(shape("b")), true);
  assert.deepEqual(anchored(shape("b"), "film").track, place("b"));
});

Deno.test("the hand remembers the frame before", () => {
  const hand = new Hand();
  assert.deepEqual(hand.from("first"), null);
  hand.take(held("a"));
  assert.deepEqual(hand.from("second")?.annotationId, "a");
  hand.take(held("b", "second"));
  assert.deepEqual(hand.from("second")?.annotationId, "a");
  hand.take(held("c", "second"));
  assert.deepEqual(hand.from("second")?.annotationId, "a");
  assert.deepEqual(hand.from("third")?.annotationId, "c");
});

const stored = (track: TrackPlace | null): Annotation => ({
  id: "b",
  image_id: "i",
  label_id: "car",
  geometry: { type: "box", x: 0, y: 0, width: 10, height: 10 },
  confidence: null,
  is_prediction: false,
  attributes: {},
  z_order: 0,
  track,
  version: 3,
  created_by: null,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  deleted_at: null,
});

Deno.test("a moved shape says nothing of its track, so that the server makes a keyframe of it", () => {
  const base = stored(place("t", false));
  const moved = { ...shapeOf(base), geometry: { type: "box", x: 5, y: 0, width: 10, height: 10 } as const };
  assert.deepEqual("track" in operation("b", base, moved)!, false);
  // Undone, it is to be interpolated again.
  const keyed = stored(place("t"));
  assert.deepEqual(operation("b", keyed, shapeOf(base))!.track, place("t", false));
  assert.deepEqual(operation("b", keyed, shape("b"))!.track, null);
  assert.deepEqual(sameAs(shape("b"), stored(null)), true);
  assert.deepEqual("track" in operation("b", null, shape("b"))!, false);
});

Deno.test("a video is told by how it begins", () => {
  const bytes = (text: string) => Uint8Array.from(text.padEnd(512, "\0"), (sign) => sign.charCodeAt(0));
  assert.deepEqual(isVideo(bytes("\0\0\0\x20ftypisom")), true);
  assert.deepEqual(isVideo(bytes("\0\0\0\x20ftypheic")), false);
  assert.deepEqual(isVideo(bytes("\x1aE\xdf\xa3")), true);
  assert.deepEqual(isVideo(bytes("PK\x03\x04")), false);
  assert.deepEqual(isVideo(bytes("#EXTM3U\n")), false);
});

Deno.test("wishes for frames are read, or every fault is named", () => {
  const form = { rule: "every", value: "5", start: "", end: "2.5", limit: "100", format: "jpeg" } as const;
  assert.deepEqual(wantedOf(form), { wanted: { every: 5, end: 2.5, limit: 100, format: "jpeg" } });
  const wrong = wantedOf({ ...form, value: "1.5", start: "3", limit: "" });
  assert.deepEqual("errors" in wrong ? Object.keys(wrong.errors).sort() : [], ["end", "limit", "value"]);
  assert.deepEqual("errors" in wantedOf({ ...form, rule: "scene", value: "2" }), true);
});
