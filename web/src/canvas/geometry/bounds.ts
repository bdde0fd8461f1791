// Axis-aligned rectangles in image pixels, half-open like every box of Fovea: [x0, x1) x [y0, y1).

export interface Bounds {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export interface XY {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export const nothing: Bounds = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };

export function isEmpty(b: Bounds): boolean {
  return !(b.x1 >= b.x0 && b.y1 >= b.y0);
}

/** Touching counts: an edge that lies on the border of a tile must be painted on both sides. */
export function intersects(a: Bounds, b: Bounds): boolean {
  return a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;
}

export function containsPoint(b: Bounds, p: XY): boolean {
  return p.x >= b.x0 && p.x < b.x1 && p.y >= b.y0 && p.y < b.y1;
}

export function containsBounds(outer: Bounds, inner: Bounds): boolean {
  return outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && outer.x1 >= inner.x1 && outer.y1 >= inner.y1;
}

export function union(a: Bounds, b: Bounds): Bounds {
  return { x0: Math.min(a.x0, b.x0), y0: Math.min(a.y0, b.y0), x1: Math.max(a.x1, b.x1), y1: Math.max(a.y1, b.y1) };
}

export function grow(b: Bounds, by: number): Bounds {
  return { x0: b.x0 - by, y0: b.y0 - by, x1: b.x1 + by, y1: b.y1 + by };
}

export function areaOf(b: Bounds): number {
  return isEmpty(b) ? 0 : (b.x1 - b.x0) * (b.y1 - b.y0);
}

/** The rectangle spanned by two corners given in any order. */
export function spanning(a: XY, b: XY): Bounds {
  return { x0: Math.min(a.x, b.x), y0: Math.min(a.y, b.y), x1: Math.max(a.x, b.x), y1: Math.max(a.y, b.y) };
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

export function clampPoint(p: XY, size: Size): XY {
  return { x: clamp(p.x, 0, size.width), y: clamp(p.y, 0, size.height) };
}

/** Hundredths of a pixel: finer than any hand, short in JSON, and equal after a round trip. */
export function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
