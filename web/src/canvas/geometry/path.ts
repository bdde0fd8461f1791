// Paths as they are drawn: thinning a freehand line, and following a neighbour's border.
import type { Point } from "../../api/types.ts";
import { round2, type XY } from "./bounds.ts";
import { insideRings, toSegment } from "./measure.ts";

export const pointOf = ({ x, y }: XY): Point => [round2(x), round2(y)];

/** Fewer points that stay within `tolerance` of the path (Douglas and Peucker, 1973). The ends stay. */
export function thinned(path: readonly XY[], tolerance: number): XY[] {
  if (path.length < 3) return [...path];
  const kept = new Uint8Array(path.length);
  kept[0] = kept[path.length - 1] = 1;
  const open: [number, number][] = [[0, path.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [first, last] = span;
    const a = [path[first]!.x, path[first]!.y];
    const b = [path[last]!.x, path[last]!.y];
    let far = -1;
    let most = tolerance;
    for (let i = first + 1; i < last; i++) {
      const { distance } = toSegment(path[i]!.x, path[i]!.y, a, b);
      if (distance > most) {
        most = distance;
        far = i;
      }
    }
    if (far < 0) continue;
    kept[far] = 1;
    open.push([first, far], [far, last]);
  }
  return path.filter((_, i) => kept[i] === 1);
}

/** A place on a ring: `along` (0...1) of the segment after vertex `index`. */
export interface RingPlace {
  index: number;
  along: number;
}

/** The vertices passed on the shorter way along a ring from one place to another, the places themselves left out. */
export function borderBetween(ring: readonly Point[], closed: boolean, from: RingPlace, to: RingPlace): XY[] {
  const forward = vertices(ring, closed, from, to);
  const backward = vertices(ring, closed, to, from)?.reverse() ?? null;
  const way = shorter(ring, from, to, forward, backward);
  const ends = [at(ring, from), at(ring, to)];
  return (way ?? []).filter((p) => ends.every((end) => Math.hypot(end.x - p.x, end.y - p.y) > 1e-6));
}

function at(ring: readonly Point[], { index, along }: RingPlace): XY {
  const a = ring[index]!;
  const b = ring[(index + 1) % ring.length]!;
  return { x: a[0] + (b[0] - a[0]) * along, y: a[1] + (b[1] - a[1]) * along };
}

/** Going with the ring; null where an open line has no such way. */
function vertices(ring: readonly Point[], closed: boolean, from: RingPlace, to: RingPlace): XY[] | null {
  const ahead = from.index < to.index || (from.index === to.index && from.along <= to.along);
  if (!ahead && !closed) return null;
  const count = ahead ? to.index - from.index : ring.length - from.index + to.index;
  return Array.from({ length: count }, (_, i) => {
    const [x, y] = ring[(from.index + 1 + i) % ring.length]!;
    return { x, y };
  });
}

function shorter(ring: readonly Point[], from: RingPlace, to: RingPlace, a: XY[] | null, b: XY[] | null): XY[] | null {
  if (!a || !b) return a ?? b;
  const length = (way: XY[]) => {
    const all = [at(ring, from), ...way, at(ring, to)];
    return all.slice(1).reduce((sum, p, i) => sum + Math.hypot(p.x - all[i]!.x, p.y - all[i]!.y), 0);
  };
  return length(a) <= length(b) ? a : b;
}

/** Whether one ring lies wholly inside another, touching allowed nowhere but at vertices on the border. */
export function ringInside(inner: readonly Point[], outer: readonly Point[]): boolean {
  const within = ([x, y]: Point) => insideRings([outer], x, y) || onRing(outer, x, y);
  return inner.every(within) && !ringsCross(inner, outer);
}

export function onRing(ring: readonly Point[], x: number, y: number): boolean {
  return ring.some((a, i) => toSegment(x, y, a, ring[(i + 1) % ring.length]!).distance < 0.02);
}

/** Whether any side of one ring crosses a side of the other; meeting in a point is no crossing. */
export function ringsCross(a: readonly Point[], b: readonly Point[]): boolean {
  return a.some((p, i) => {
    const q = a[(i + 1) % a.length]!;
    return b.some((r, j) => crosses(p, q, r, b[(j + 1) % b.length]!));
  });
}

function crosses(p: Point, q: Point, r: Point, s: Point): boolean {
  const side = (a: Point, b: Point, c: Point) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  return side(p, q, r) * side(p, q, s) < 0 && side(r, s, p) * side(r, s, q) < 0;
}
