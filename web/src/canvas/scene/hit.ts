// What lies under the pointer. Edges before insides, what was raised before the rest, the smaller shape before the larger, so that a cell inside a clump
// can always be taken, and a large box by its edge even where small ones cover it.
import type { Id } from "../../api/types.ts";
import { type Bounds, grow, type XY } from "../geometry/bounds.ts";
import { edgeDistance, inside, toSegment } from "../geometry/measure.ts";
import { type Handle, handlePoint, handles, isOutline, type Outline, ringsOf } from "../geometry/edit.ts";
import { ownBounds, toOwn, turnHandle } from "../geometry/rotated.ts";
import type { Entry, Scene } from "./Scene.ts";

export type Hit =
  | { part: "handle"; id: Id; handle: Handle }
  /** what turns a rotated box */
  | { part: "turn"; id: Id }
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

/** How far above a rotated box the handle that turns it stands, in handle reaches. */
export const turnGap = 3;

/** A hold on one shape that changes its form, rather than the shape itself. */
export function isGrip(hit: Hit): hit is Exclude<Hit, { part: "edge" | "inside" }> {
  return hit.part !== "edge" && hit.part !== "inside";
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
    if (!best || before(entry, best)) best = entry;
  }
  return best;
}

function before(a: Entry, b: Entry): boolean {
  return a.shape.zOrder !== b.shape.zOrder
    ? a.shape.zOrder > b.shape.zOrder
    : a.surface !== b.surface
    ? a.surface < b.surface
    : a.order > b.order;
}

/** The handle or vertex of one (selected) shape under `p`. On a shape too small for its handles they yield to its inside. */
export function hitGrip(entry: Entry, p: XY, reach: Reach): Hit | null {
  const { geometry, id } = entry.shape;
  if (geometry.type === "box") return boxGrip(id, entry.bounds, p, inside(geometry, p.x, p.y), reach);
  if (geometry.type === "rotated_box") {
    const turn: Grip = { at: turnHandle(geometry, reach.handle * turnGap), hit: { part: "turn", id } };
    return nearest([turn], p, reach.handle) ??
      boxGrip(id, ownBounds(geometry), toOwn(geometry, p), inside(geometry, p.x, p.y), reach);
  }
  if (geometry.type === "keypoints") return hitKeypoint(id, geometry.points, p, reach);
  if (!isOutline(geometry)) return null;
  const { grips, middles } = outlineGrips(entry.shape.id, geometry);
  return nearest(grips, p, reach.handle) ?? nearest(middles, p, reach.handle * 0.75);
}

/** Vertices and the middles between them, in the order of the rings. */
export function outlineGrips(id: Id, geometry: Outline): { grips: Grip[]; middles: Grip[] } {
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
  return { grips, middles };
}

/** Corners, middles of sides and sides of a box, in the axes in which it stands upright. */
function boxGrip(id: Id, b: Bounds, p: XY, within: boolean, reach: Reach): Hit | null {
  const room = Math.min(b.x1 - b.x0, b.y1 - b.y0) / 3;
  const tolerance = within ? Math.min(reach.handle, room) : reach.handle;
  const grips = handles.map((handle): Grip => ({ at: handlePoint(b, handle), hit: { part: "handle", id, handle } }));
  return nearest(grips, p, tolerance) ?? onSide(id, b, p, Math.min(tolerance, reach.edge));
}

function hitKeypoint(id: Id, points: readonly (readonly number[])[], p: XY, reach: Reach): Hit | null {
  const grips = points.map(([x, y, v], index): Grip | null =>
    v === 0 ? null : { at: { x: x!, y: y! }, hit: { part: "vertex", id, ring: 0, index } }
  );
  return nearest(grips.filter((grip) => grip !== null), p, reach.handle);
}

/** Anywhere along a selected box's side resizes that side. */
function onSide(id: Id, { x0, y0, x1, y1 }: Bounds, p: XY, tolerance: number): Hit | null {
  const sides: [Handle, number[], number[]][] = [[1, [x0, y0], [x1, y0]], [3, [x1, y0], [x1, y1]], [5, [x0, y1], [
    x1,
    y1,
  ]], [7, [x0, y0], [x0, y1]]];
  let best: { handle: Handle; distance: number } | null = null;
  for (const [handle, a, b] of sides) {
    const { distance } = toSegment(p.x, p.y, a, b);
    if (distance <= tolerance && (!best || distance < best.distance)) best = { handle, distance };
  }
  return best && { part: "handle", id, handle: best.handle };
}

export interface Grip {
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
