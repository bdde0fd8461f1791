// Between the canvas' shapes and the server's annotations.
import type { Annotation, AnnotationOp, Id } from "../../../api/types.ts";
import type { Shape } from "../../../canvas/scene/shape.ts";

/** True when saving `shape` over `base` would change nothing. */
export function sameAs(shape: Shape | null, base: Annotation | null): boolean {
  if (!shape || !base) return !shape && !base;
  return shape.labelId === base.label_id && shape.isPrediction === base.is_prediction &&
    shape.confidence === base.confidence && equal(shape.geometry, base.geometry) &&
    equal(shape.attributes, base.attributes) && (shape.zOrder ?? 0) === base.z_order &&
    equal(shape.track ?? null, base.track ?? null);
}

/**
 * The operation that makes `base` into `wanted`; null when nothing is to be done. `grave` is the version of a deletion that
 * was seen: creating with it brings the annotation back, without it the server takes a late replay for what it is. `unsure`
 * is the version that it has if a create arrived whose answer did not.
 */
export function operation(
  id: Id,
  base: Annotation | null,
  wanted: Shape | null,
  grave?: number,
  unsure?: number,
): AnnotationOp | null {
  if (!base && !wanted && unsure !== undefined) return { action: "delete", id, version: unsure };
  if (sameAs(wanted, base)) return null;
  if (!wanted) return { action: "delete", id, version: base!.version };
  const content = {
    label_id: wanted.labelId,
    geometry: wanted.geometry,
    confidence: wanted.confidence,
    is_prediction: wanted.isPrediction,
    attributes: { ...wanted.attributes },
    // Edits that an earlier version of this page left in the browser know of no order.
    z_order: wanted.zOrder ?? 0,
  };
  if (base) return { action: "update", id, ...content, ...trackChange(wanted, base), version: base.version };
  return {
    action: "create",
    id,
    ...content,
    ...(wanted.track ? { track: wanted.track } : {}),
    ...(grave === undefined ? {} : { version: grave }),
  };
}

/** Nothing where the track stays as it is: the server then makes a keyframe of an interpolated shape that was changed. */
function trackChange(wanted: Shape, base: Annotation): Pick<AnnotationOp, "track"> {
  return equal(wanted.track ?? null, base.track ?? null) ? {} : { track: wanted.track ?? null };
}

/** An annotation as the server must have it, when its answer to a repeated operation did not say. */
export function asStored(shape: Shape, base: Annotation | undefined): Annotation {
  const never = "1970-01-01T00:00:00Z";
  return {
    ...(base ??
      {
        id: shape.id,
        image_id: "",
        version: 1,
        created_by: null,
        created_at: never,
        updated_at: never,
        deleted_at: null,
      }),
    label_id: shape.labelId,
    geometry: shape.geometry,
    confidence: shape.confidence,
    is_prediction: shape.isPrediction,
    attributes: { ...shape.attributes },
    z_order: shape.zOrder ?? 0,
    track: shape.track ?? null,
  };
}

/** Deep equality of JSON values, whatever the order of members; an absent member equals an empty list (holes). */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => equal(one, b[i]));
  if (isEmptyList(a) && isEmptyList(b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b || Array.isArray(a) || Array.isArray(b)) return false;
  const left = a as { [name: string]: unknown };
  const right = b as { [name: string]: unknown };
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((name) => equal(left[name], right[name]));
}

function isEmptyList(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
