// What the commands on tracks change, without the page: each answers changes of one image, or why there are none.
import type { Id, TrackPlace } from "../../../api/types.ts";
import { type Change, replacing, type Shape } from "../../../canvas/scene/shape.ts";
import type { Held } from "./hand.ts";

export type Edit = { changes: Change[] } | { reason: string };

const named = (id: Id, sequenceId: Id, ends = false): TrackPlace => ({
  id,
  sequence_id: sequenceId,
  is_keyframe: true,
  ends,
});

/** Whether shapes between two of them can be found; masks and classes are held instead. */
export function isHeld(shape: Shape): boolean {
  return shape.geometry.type === "mask" || shape.geometry.type === "image";
}

/** The selected object goes on from one on another frame: together they are a track. */
export function joined(shape: Shape, from: Held | null, here: readonly Shape[], sequenceId: Id): Edit {
  if (!from) return { reason: "Select the object on an earlier frame first, then the same object here." };
  const id = from.track?.id ?? from.annotationId;
  if (shape.track?.id === id) return { reason: "Both are the same track already." };
  if (shape.track) return { reason: "It is part of another track." };
  if (from.labelId !== shape.labelId) return { reason: "The two have different labels." };
  if (here.some((other) => other.track?.id === id)) {
    return { reason: "The track has an object on this frame already: move that one instead." };
  }
  return { changes: [replacing(shape, { ...shape, track: named(id, sequenceId) })] };
}

/** A keyframe becomes interpolated, or the other way round. */
export function keyToggled(shape: Shape): Edit {
  const { track } = shape;
  if (!track) return { reason: "It is part of no track: interpolate or propagate it first." };
  return {
    changes: [replacing(shape, { ...shape, track: { ...track, is_keyframe: !track.is_keyframe, ends: false } })],
  };
}

/** The object leaves behind this frame, or stays after all. */
export function endToggled(shape: Shape): Edit {
  const { track } = shape;
  if (!track) return { reason: "It is on this frame alone: there is nothing to end." };
  return { changes: [replacing(shape, { ...shape, track: { ...track, is_keyframe: true, ends: !track.ends } })] };
}

/** The object as a keyframe of its track, which begins with it if it has none: to go on from here. */
export function anchored(shape: Shape, sequenceId: Id): Shape {
  const track = named(shape.track?.id ?? shape.id, shape.track?.sequence_id ?? sequenceId);
  return { ...shape, track };
}
