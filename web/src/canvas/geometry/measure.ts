// Bounds, area, distance and containment of geometries, in image pixels.
import type { Geometry, Point } from "../../api/types.ts";
import { areaOf, type Bounds, nothing, type XY } from "./bounds.ts";
import { linesOf } from "./rings.ts";
import { type Mask, maskContains, openMask } from "./mask.ts";

const masks = new WeakMap<object, Mask>();

/** The decoded mask of a geometry, decoded once; one that cannot be decoded is empty (the server refuses such). */
export function maskOf(geometry: Extract<Geometry, { type: "mask" }>): Mask {
  let mask = masks.get(geometry);
  if (!mask) {
    try {
      mask = openMask(geometry.size, geometry.counts);
    } catch {
      mask = { height: geometry.size[0], width: geometry.size[1], ends: new Float64Array(), area: 0, bounds: nothing };
    }
    masks.set(geometry, mask);
  }
  return mask;
}

/** Keypoints that were placed: v 1 (hidden) or 2 (visible). v 0 is "not there" and has no position. */
export function placed(points: readonly (readonly number[])[]): XY[] {
  return points.filter((p) => p[2] !== 0).map((p) => ({ x: p[0]!, y: p[1]! }));
}

export function boundsOf(geometry: Geometry): Bounds {
  if (geometry.type === "box") {
    return { x0: geometry.x, y0: geometry.y, x1: geometry.x + geometry.width, y1: geometry.y + geometry.height };
  }
  if (geometry.type === "mask") return maskOf(geometry).bounds;
  const points = geometry.type === "keypoints"
    ? placed(geometry.points)
    : (linesOf(geometry).rings[0] ?? []).map(([x, y]) => ({ x, y }));
  const bounds = { ...nothing };
  for (const { x, y } of points) {
    if (x < bounds.x0) bounds.x0 = x;
    if (x > bounds.x1) bounds.x1 = x;
    if (y < bounds.y0) bounds.y0 = y;
    if (y > bounds.y1) bounds.y1 = y;
  }
  return bounds;
}

/** Twice the signed area of a ring (shoelace), positive when clockwise on a screen. */
export function shoelace(ring: readonly Point[]): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1];
  }
  return sum;
}

/** Square pixels covered; that of the bounds where there is no inside (what "smaller lies on top" compares). */
export function surfaceOf(geometry: Geometry): number {
  switch (geometry.type) {
    case "box":
    case "rotated_box":
      return geometry.width * geometry.height;
    case "polygon":
      return linesOf(geometry).rings.reduce(
        (sum, ring, i) => sum + (i === 0 ? 1 : -1) * Math.abs(shoelace(ring)) / 2,
        0,
      );
    case "mask":
      return maskOf(geometry).area;
    case "polyline":
    case "keypoints":
      return areaOf(boundsOf(geometry));
    case "image":
      return Infinity;
  }
}

/** About how many line segments painting takes (a mask counts by its rows). */
export function costOf(geometry: Geometry): number {
  if (geometry.type === "mask") return 16 + geometry.size[0] / 16;
  if (geometry.type === "keypoints") return geometry.points.length * 4;
  return 4 + linesOf(geometry).rings.reduce((sum, ring) => sum + ring.length, 0);
}

/** Even-odd over all rings, so that a hole is outside. */
export function insideRings(rings: readonly (readonly Point[])[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i]!;
      const [xj, yj] = ring[j]!;
      if (yi > y !== yj > y && x < (xj - xi) * (y - yi) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}

export function inside(geometry: Geometry, x: number, y: number): boolean {
  if (geometry.type === "mask") return maskContains(maskOf(geometry), x, y);
  const { rings, closed } = linesOf(geometry);
  return closed && insideRings(rings, x, y);
}

/** Distance from a point to a segment, and where along it (0...1) the nearest point lies. */
export function toSegment(
  px: number,
  py: number,
  a: readonly number[],
  b: readonly number[],
): { distance: number; along: number } {
  const dx = b[0]! - a[0]!;
  const dy = b[1]! - a[1]!;
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((px - a[0]!) * dx + (py - a[1]!) * dy) / length2));
  return { distance: Math.hypot(a[0]! + along * dx - px, a[1]! + along * dy - py), along };
}

/** Distance to the nearest line or keypoint; Infinity for what has neither. */
export function edgeDistance(geometry: Geometry, x: number, y: number): number {
  if (geometry.type === "keypoints") {
    return placed(geometry.points).reduce((best, p) => Math.min(best, Math.hypot(p.x - x, p.y - y)), Infinity);
  }
  const { rings, closed } = linesOf(geometry);
  let best = Infinity;
  for (const ring of rings) {
    const last = closed ? ring.length : ring.length - 1;
    for (let i = 0; i < last; i++) {
      best = Math.min(best, toSegment(x, y, ring[i]!, ring[(i + 1) % ring.length]!).distance);
    }
  }
  return best;
}
