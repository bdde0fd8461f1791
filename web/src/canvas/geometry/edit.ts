// Changes of a geometry by hand: pure, in image pixels, kept inside the image, rounded to hundredths.
import type { Geometry, Point } from "../../api/types.ts";
import { type Bounds, clamp, clampPoint, round2, type Size, type XY } from "./bounds.ts";
import { boundsOf } from "./measure.ts";

/** Handles of a box, clockwise from the top left; even ones are corners. */
export type Handle = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
export const handles: readonly Handle[] = [0, 1, 2, 3, 4, 5, 6, 7];

export function handlePoint(b: Bounds, handle: Handle): XY {
  const x = [b.x0, (b.x0 + b.x1) / 2, b.x1, b.x1, b.x1, (b.x0 + b.x1) / 2, b.x0, b.x0][handle]!;
  const y = [b.y0, b.y0, b.y0, (b.y0 + b.y1) / 2, b.y1, b.y1, b.y1, (b.y0 + b.y1) / 2][handle]!;
  return { x, y };
}

export function boxGeometry(b: Bounds): Extract<Geometry, { type: "box" }> {
  const x = round2(b.x0);
  const y = round2(b.y0);
  return { type: "box", x, y, width: round2(round2(b.x1) - x), height: round2(round2(b.y1) - y) };
}

/** `pulled` to a point of the image. */
export function resized(b: Bounds, handle: Handle, to: XY, size: Size): Bounds {
  return pulled(b, handle, clampPoint(to, size));
}

/** The box with one handle taken to `p`; pulled across the opposite side it turns over rather than shrinking to nothing. */
export function pulled(b: Bounds, handle: Handle, p: XY): Bounds {
  const left = handle === 0 || handle === 6 || handle === 7;
  const right = handle === 2 || handle === 3 || handle === 4;
  const top = handle <= 2;
  const bottom = handle >= 4 && handle <= 6;
  const xs = left ? [p.x, b.x1] : right ? [b.x0, p.x] : [b.x0, b.x1];
  const ys = top ? [p.y, b.y1] : bottom ? [b.y0, p.y] : [b.y0, b.y1];
  return { x0: Math.min(...xs), x1: Math.max(...xs), y0: Math.min(...ys), y1: Math.max(...ys) };
}

/** A shift that keeps `b` inside the image; what already sticks out may stay but not go further. */
export function clampShift(b: Bounds, dx: number, dy: number, size: Size): XY {
  return {
    x: clamp(dx, Math.min(0, -b.x0), Math.max(0, size.width - b.x1)),
    y: clamp(dy, Math.min(0, -b.y0), Math.max(0, size.height - b.y1)),
  };
}

export function canMove(geometry: Geometry): boolean {
  return geometry.type !== "mask" && geometry.type !== "image";
}

export function moved(geometry: Geometry, dx: number, dy: number): Geometry {
  const shift = ([x, y]: Point): Point => [round2(x + dx), round2(y + dy)];
  switch (geometry.type) {
    case "box":
      return { ...geometry, x: round2(geometry.x + dx), y: round2(geometry.y + dy) };
    case "rotated_box":
      return { ...geometry, cx: round2(geometry.cx + dx), cy: round2(geometry.cy + dy) };
    case "polygon":
      return {
        ...geometry,
        points: geometry.points.map(shift),
        ...(geometry.holes ? { holes: geometry.holes.map((hole) => hole.map(shift)) } : {}),
      };
    case "polyline":
      return { ...geometry, points: geometry.points.map(shift) };
    case "keypoints":
      return {
        ...geometry,
        points: geometry.points.map(([x, y, v]) => v === 0 ? [x, y, v] : [round2(x + dx), round2(y + dy), v]),
      };
    case "mask":
    case "image":
      return geometry;
  }
}

export type Outline = Extract<Geometry, { type: "polygon" | "polyline" }>;
export function isOutline(geometry: Geometry): geometry is Outline {
  return geometry.type === "polygon" || geometry.type === "polyline";
}

/** Rings whose vertices can be taken: the outside, then the holes. */
export function ringsOf(outline: Outline): Point[][] {
  return outline.type === "polygon" ? [outline.points, ...(outline.holes ?? [])] : [outline.points];
}

function withRing(outline: Outline, ring: number, points: Point[]): Outline {
  if (ring === 0) return { ...outline, points };
  if (outline.type !== "polygon") return outline;
  return { ...outline, holes: (outline.holes ?? []).map((hole, i) => i === ring - 1 ? points : hole) };
}

export function vertexMoved(outline: Outline, ring: number, index: number, to: XY, size: Size): Outline {
  const p = clampPoint(to, size);
  const points = ringsOf(outline)[ring] ?? [];
  return withRing(outline, ring, points.map((old, i) => i === index ? [round2(p.x), round2(p.y)] : old));
}

/** A new vertex after `index`. */
export function vertexInserted(outline: Outline, ring: number, index: number, at: XY): Outline {
  const points = [...(ringsOf(outline)[ring] ?? [])];
  points.splice(index + 1, 0, [round2(at.x), round2(at.y)]);
  return withRing(outline, ring, points);
}

/** Null when too few would stay: an outline cannot be thinned to nothing by accident. A hole of three goes as a whole. */
export function vertexRemoved(outline: Outline, ring: number, index: number): Outline | null {
  const points = ringsOf(outline)[ring] ?? [];
  if (outline.type === "polygon" && ring > 0 && points.length <= 3) {
    return { ...outline, holes: outline.holes!.filter((_, i) => i !== ring - 1) };
  }
  if (points.length <= (outline.type === "polygon" ? 3 : 2)) return null;
  return withRing(outline, ring, points.filter((_, i) => i !== index));
}

/** Shifts one geometry as far as the image lets it. */
export function nudged(geometry: Geometry, dx: number, dy: number, size: Size): Geometry {
  if (!canMove(geometry)) return geometry;
  const shift = clampShift(boundsOf(geometry), dx, dy, size);
  return shift.x === 0 && shift.y === 0 ? geometry : moved(geometry, shift.x, shift.y);
}
