// Geometries as paths of a 2D context, in image coordinates.
import type { Geometry, Skeleton } from "../../api/types.ts";
import { linesOf } from "../geometry/rings.ts";

/** What painting needs of a context; the same for a canvas on the page and off it. */
export type Context2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Adds the lines of a geometry to the current path. Masks and keypoints have none: they are painted apart. */
export function trace(ctx: Context2D, geometry: Geometry) {
  if (geometry.type === "box") {
    ctx.rect(geometry.x, geometry.y, geometry.width, geometry.height);
    return;
  }
  const { rings, closed } = linesOf(geometry);
  for (const ring of rings) {
    if (ring.length === 0) continue;
    ctx.moveTo(ring[0]![0], ring[0]![1]);
    for (let i = 1; i < ring.length; i++) ctx.lineTo(ring[i]![0], ring[i]![1]);
    if (closed) ctx.closePath();
  }
}

/** Bones between placed keypoints. */
export function traceBones(ctx: Context2D, points: readonly (readonly number[])[], skeleton: Skeleton | null) {
  for (const [from, to] of skeleton?.edges ?? []) {
    const a = points[from];
    const b = points[to];
    if (!a || !b || a[2] === 0 || b[2] === 0) continue;
    ctx.moveTo(a[0]!, a[1]!);
    ctx.lineTo(b[0]!, b[1]!);
  }
}

/** Discs at placed keypoints of one visibility: 2 is seen (full), 1 is hidden behind something (open). */
export function traceJoints(
  ctx: Context2D,
  points: readonly (readonly number[])[],
  visibility: number,
  radius: number,
) {
  for (const [x, y, v] of points) {
    if (v !== visibility) continue;
    ctx.moveTo(x! + radius, y!);
    ctx.arc(x!, y!, radius, 0, 2 * Math.PI);
  }
}

export function isFilled(geometry: Geometry): boolean {
  return geometry.type === "box" || geometry.type === "rotated_box" || geometry.type === "polygon";
}
