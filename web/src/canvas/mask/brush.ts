// What a brush covers as vertical runs: a pixel is covered when its centre is.
import type { Bounds, XY } from "../geometry/bounds.ts";
import type { Point } from "../../api/types.ts";

export type Tip = "round" | "square";
/** rows y0 up to, not including, y1 of column x */
export type Run = (x: number, y0: number, y1: number) => void;

/** The pixels under a brush of `size` pixels drawn from `a` to `b` (image pixels). A brush always covers the pixel it stands on. */
export function eachRunOfStroke(a: XY, b: XY, size: number, tip: Tip, run: Run) {
  const radius = size / 2;
  const span = tip === "round" ? roundSpan : squareSpan;
  const first = Math.ceil(Math.min(a.x, b.x) - radius - 0.5);
  const last = Math.floor(Math.max(a.x, b.x) + radius - 0.5);
  for (let x = first; x <= last; x++) {
    const found = span(a, b, radius, x + 0.5);
    if (!found) continue;
    const y0 = Math.ceil(found.low - 0.5);
    const y1 = Math.floor(found.high - 0.5) + 1;
    if (y0 < y1) run(x, y0, y1);
  }
  for (const p of [a, b]) run(Math.floor(p.x), Math.floor(p.y), Math.floor(p.y) + 1);
}

/** What a stroke may touch, whole pixels. */
export function strokeBounds(a: XY, b: XY, size: number): Bounds {
  const reach = size / 2 + 1;
  return {
    x0: Math.floor(Math.min(a.x, b.x) - reach),
    y0: Math.floor(Math.min(a.y, b.y) - reach),
    x1: Math.ceil(Math.max(a.x, b.x) + reach),
    y1: Math.ceil(Math.max(a.y, b.y) + reach),
  };
}

interface Span {
  low: number;
  high: number;
}

/** The column at `x` through two discs and the band between them: convex, so one interval. */
function roundSpan(a: XY, b: XY, radius: number, x: number): Span | null {
  let low = Infinity;
  let high = -Infinity;
  const take = (y: number) => {
    low = Math.min(low, y);
    high = Math.max(high, y);
  };
  for (const p of [a, b]) {
    const rise = radius ** 2 - (x - p.x) ** 2;
    if (rise < 0) continue;
    take(p.y - Math.sqrt(rise));
    take(p.y + Math.sqrt(rise));
  }
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length > 0) {
    const nx = -(b.y - a.y) / length * radius;
    const ny = (b.x - a.x) / length * radius;
    const corners = [[a.x + nx, a.y + ny], [b.x + nx, b.y + ny], [b.x - nx, b.y - ny], [a.x - nx, a.y - ny]] as const;
    corners.forEach(([x1, y1], i) => {
      const [x2, y2] = corners[(i + 1) % 4]!;
      if (x1 !== x2 && (x - x1) * (x - x2) <= 0) take(y1 + (x - x1) / (x2 - x1) * (y2 - y1));
    });
  }
  return low <= high ? { low, high } : null;
}

/** The column at `x` through a square moved from `a` to `b`: the part of the way within its half side, half a side more. */
function squareSpan(a: XY, b: XY, radius: number, x: number): Span | null {
  const [left, right] = a.x <= b.x ? [a, b] : [b, a];
  if (x < left.x - radius || x > right.x + radius) return null;
  const at = (px: number) =>
    right.x === left.x ? null : left.y + (px - left.x) / (right.x - left.x) * (right.y - left.y);
  const y1 = at(Math.max(left.x, x - radius)) ?? left.y;
  const y2 = at(Math.min(right.x, x + radius)) ?? right.y;
  return { low: Math.min(y1, y2) - radius, high: Math.max(y1, y2) + radius };
}

/** The pixels whose centres lie inside the rings (even-odd: a ring within a ring is a hole). */
export function eachRunOfRings(rings: readonly (readonly Point[])[], run: Run) {
  const crossings = new Map<number, number[]>();
  for (const ring of rings) {
    ring.forEach(([x1, y1], i) => {
      const [x2, y2] = ring[(i + 1) % ring.length]!;
      if (x1 === x2) return;
      const [low, high] = x1 < x2 ? [x1, x2] : [x2, x1];
      // Half-open, so that a corner on a column's centre counts once.
      for (let x = Math.ceil(low - 0.5); x + 0.5 < high; x++) {
        const y = y1 + (x + 0.5 - x1) / (x2 - x1) * (y2 - y1);
        const column = crossings.get(x);
        if (column) column.push(y);
        else crossings.set(x, [y]);
      }
    });
  }
  for (const [x, ys] of crossings) {
    ys.sort((a, b) => a - b);
    for (let i = 0; i + 1 < ys.length; i += 2) {
      const y0 = Math.ceil(ys[i]! - 0.5);
      const y1 = Math.ceil(ys[i + 1]! - 0.5);
      if (y0 < y1) run(x, y0, y1);
    }
  }
}
