import type { Annotation, Geometry, Id, Json, TrackPlace } from "../../api/types.ts";

/** What the canvas knows of an annotation. Never changed in place: an edit makes a new one, so comparing by `===` is enough. */
export interface Shape {
  readonly id: Id;
  readonly labelId: Id;
  readonly geometry: Geometry;
  readonly confidence: number | null;
  readonly isPrediction: boolean;
  readonly attributes: { readonly [name: string]: Json };
  /** higher lies on top; among equals the one made later */
  readonly zOrder: number;
  /** its place in a track through the frames of a video; none where it is absent */
  readonly track?: TrackPlace | null;
}

export function shapeOf(annotation: Annotation): Shape {
  return {
    id: annotation.id,
    labelId: annotation.label_id,
    geometry: annotation.geometry,
    confidence: annotation.confidence,
    isPrediction: annotation.is_prediction,
    attributes: annotation.attributes,
    zOrder: annotation.z_order,
    ...(annotation.track ? { track: annotation.track } : {}),
  };
}

/** One shape before and after: null stands for "was not there" and "is no more". The unit of undo, of painting and of saving. */
export interface Change {
  readonly id: Id;
  readonly before: Shape | null;
  readonly after: Shape | null;
}

export const creating = (shape: Shape): Change => ({ id: shape.id, before: null, after: shape });
export const deleting = (shape: Shape): Change => ({ id: shape.id, before: shape, after: null });
export const replacing = (before: Shape, after: Shape): Change => ({ id: before.id, before, after });
export const reversed = (changes: readonly Change[]): Change[] =>
  [...changes].reverse().map(({ id, before, after }) => ({ id, before: after, after: before }));
