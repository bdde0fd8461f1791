// What lies under the pointer. Edges before insides, the smaller shape before the larger, so that a cell inside a clump
// can always be taken, and a large box by its edge even where small ones cover it.
import type { Id } from "../../api/types.ts";
import { grow, type XY } from "../geometry/bounds.ts";
import { edgeDistance, inside, toSegment } from "../geometry/measure.ts";
import { type Handle, handlePoint, handles, isOutline, ringsOf } from "../geometry/edit.ts";
import type { Entry, Scene } from "./Scene.ts";

export type Hit =
  | { part: "handle"; id: Id; handle: Handle }
  | { part: "vertex"; id: Id; ring: number; index: number }
  /** the middle of an outline's segment: pulling it makes a vertex */
  | { part: "middle"; id: Id; ring: number; index: number }
  | { part: "edge"; id: Id }
  | { part: "inside"; id: Id };

/** Tolerances in image pixels: the caller divides screen pixels by the scale. */
export interface Reach {
  handle: number;
  edge: number;
}

/** The topmost shape under `p`, or null. Locked and hidden shapes let the pointer through. */
export function hitShape(scene: Scene, p: XY, reach: Reach): Hit | null {
  const near = scene.query(grow({ x0: p.x, y0: p.y, x1: p.x, y1: p.y }, reach.edge))
    .filter((entry) => !scene.isLocked(entry.shape.id));
  const onEdge = smallest(near.filter((entry) => edgeDistance(entry.shape.geometry, p.x, p.y) <= reach.edge));
  if (onEdge) return { part: "edge", id: onEdge.shape.id };
  const within = smallest(near.filter((entry) => inside(entry.shape.geometry, p.x, p.y)));
  return within ? { part: "inside", id: within.shape.id } : null;
}

function smallest(entries: Entry[]): Entry | null {
  let best: Entry | null = null;
  for (const entry of entries) {
    if (!best || entry.surface < best.surface || (entry.surface === best.surface && entry.order > best.order)) {
      best = entry;
    }
  }
  return best;
}

/** The handle or vertex of one (selected) shape under `p`. On a shape too small for its handles they yield to its inside. */
export function hitGrip(entry: Entry, p: XY, reach: Reach): Hit | null {
  const { geometry, id } = entry.shape;
  const { bounds } = entry;
  if (geometry.type === "box") {
    const room = Math.min(bounds.x1 - bounds.x0, bounds.y1 - bounds.y0) / 3;
    const tolerance = inside(geometry, p.x, p.y) ? Math.min(reach.handle, room) : reach.handle;
    return nearest(
      handles.map((handle) => ({ at: handlePoint(bounds, handle), hit: { part: "handle", id, handle } })),
      p,
      tolerance,
    ) ??
      onSide(entry, p, Math.min(tolerance, reach.edge));
  }
  if (geometry.type === "keypoints") return hitKeypoint(id, geometry.points, p, reach);
  if (!isOutline(geometry)) return null;
  const grips: Grip[] = [];
  const middles: Grip[] = [];
  ringsOf(geometry).forEach((points, ring) => {
    points.forEach(([x, y], index) => {
      grips.push({ at: { x, y }, hit: { part: "vertex", id, ring, index } });
      const next = points[(index + 1) % points.length]!;
      if (geometry.type === "polyline" && index === points.length - 1) return;
      middles.push({ at: { x: (x + next[0]) / 2, y: (y + next[1]) / 2 }, hit: { part: "middle", id, ring, index } });
    });
  });
  return nearest(grips, p, reach.handle) ?? nearest(middles, p, reach.handle * 0.75);
}

function hitKeypoint(id: Id, points: readonly (readonly number[])[], p: XY, reach: Reach): Hit | null {
  const grips = points.map(([x, y, v], index): Grip | null =>
    v === 0 ? null : { at: { x: x!, y: y! }, hit: { part: "vertex", id, ring: 0, index } }
  );
  return nearest(grips.filter((grip) => grip !== null), p, reach.handle);
}

/** Anywhere along a selected box's side resizes that side. */
function onSide(entry: Entry, p: XY, tolerance: number): Hit | null {
  const { x0, y0, x1, y1 } = entry.bounds;
  const sides: [Handle, number[], number[]][] = [[1, [x0, y0], [x1, y0]], [3, [x1, y0], [x1, y1]], [5, [x0, y1], [
    x1,
    y1,
  ]], [7, [x0, y0], [x0, y1]]];
  let best: { handle: Handle; distance: number } | null = null;
  for (const [handle, a, b] of sides) {
    const { distance } = toSegment(p.x, p.y, a, b);
    if (distance <= tolerance && (!best || distance < best.distance)) best = { handle, distance };
  }
  return best && { part: "handle", id: entry.shape.id, handle: best.handle };
}

interface Grip {
  at: XY;
  hit: Hit;
}

function nearest(grips: Grip[], p: XY, tolerance: number): Hit | null {
  let best: Hit | null = null;
  let distance = tolerance;
  for (const grip of grips) {
    const d = Math.hypot(grip.at.x - p.x, grip.at.y - p.y);
    if (d <= distance) {
      best = grip.hit;
      distance = d;
    }
  }
  return best;
}
