// The nearest vertex or edge of the shapes around, so that neighbours can share a border exactly.
import type { Id } from "../../api/types.ts";
import type { Scene } from "../scene/Scene.ts";
import { grow, type XY } from "./bounds.ts";
import { toSegment } from "./measure.ts";
import type { RingPlace } from "./path.ts";
import { linesOf } from "./rings.ts";

export interface Snap extends RingPlace {
  at: XY;
  /** whose border it is */
  id: Id;
  ring: number;
  on: "vertex" | "edge";
}

/** Vertices within `reach` come before edges; of each kind the nearest. Hidden shapes and those of `not` are no neighbours. */
export function snapTo(scene: Scene, p: XY, reach: number, not: ReadonlySet<Id> = new Set()): Snap | null {
  let vertex: Snap | null = null;
  let edge: Snap | null = null;
  let nearVertex = reach;
  let nearEdge = reach;
  for (const { shape } of scene.query(grow({ x0: p.x, y0: p.y, x1: p.x, y1: p.y }, reach))) {
    if (not.has(shape.id)) continue;
    const { rings, closed } = linesOf(shape.geometry);
    rings.forEach((points, ring) => {
      points.forEach((a, index) => {
        const away = Math.hypot(a[0] - p.x, a[1] - p.y);
        if (away <= nearVertex) {
          nearVertex = away;
          vertex = { at: { x: a[0], y: a[1] }, id: shape.id, ring, index, along: 0, on: "vertex" };
        }
        if (!closed && index === points.length - 1) return;
        const b = points[(index + 1) % points.length]!;
        const { distance, along } = toSegment(p.x, p.y, a, b);
        if (distance > nearEdge) return;
        nearEdge = distance;
        const at = { x: a[0] + (b[0] - a[0]) * along, y: a[1] + (b[1] - a[1]) * along };
        edge = { at, id: shape.id, ring, index, along, on: "edge" };
      });
    });
  }
  return vertex ?? edge;
}

/** The shift that brings the nearest of `points` onto a neighbour's border; null when none is in reach. */
export function snapShift(
  scene: Scene,
  points: readonly XY[],
  reach: number,
  not: ReadonlySet<Id>,
): { x: number; y: number; snap: Snap } | null {
  let best: { x: number; y: number; snap: Snap } | null = null;
  let nearest = Infinity;
  for (const p of points) {
    const snap = snapTo(scene, p, reach, not);
    if (!snap) continue;
    const away = Math.hypot(snap.at.x - p.x, snap.at.y - p.y);
    // A shared vertex is worth more than a shared edge.
    const rank = snap.on === "vertex" ? away : away + reach;
    if (rank >= nearest) continue;
    nearest = rank;
    best = { x: snap.at.x - p.x, y: snap.at.y - p.y, snap };
  }
  return best;
}
