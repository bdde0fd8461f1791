// The outlines of a mask along the edges of its pixels, and polygons of them. Pixels that touch by a corner only are apart.
import type { Geometry, Point } from "../../api/types.ts";
import { insideRings, shoelace, toSegment } from "../geometry/measure.ts";
import { round2 } from "../geometry/bounds.ts";
import type { Raster } from "./Raster.ts";

type Polygon = Extract<Geometry, { type: "polygon" }>;

/** Directions along the pixel grid, clockwise from "to the right". */
const steps = [[1, 0], [0, 1], [-1, 0], [0, -1]] as const;

/** Closed rings with the mask on their right hand: clockwise around a part, the other way around a hole. Corners only. */
export function ringsOfMask(raster: Raster): Point[][] {
  const rings: Point[][] = [];
  /** left edges of pixels that a ring has passed, going up */
  const passed = new Set<number>();
  const key = (x: number, y: number) => x * (raster.image.height + 1) + y;
  raster.runs((x, y0, y1) => {
    for (let y = y0; y < y1; y++) {
      if (raster.has(x - 1, y) || passed.has(key(x, y))) continue;
      rings.push(follow(raster, x, y, (px, py) => passed.add(key(px, py))));
    }
  });
  return rings;
}

/** Walks from the lower end of the left edge of pixel (x, y) upwards until it is back. */
function follow(raster: Raster, x: number, y: number, passing: (x: number, y: number) => void): Point[] {
  const ring: Point[] = [];
  let [cx, cy, direction] = [x, y + 1, 3];
  do {
    if (direction === 3) passing(cx, cy - 1);
    cx += steps[direction]![0];
    cy += steps[direction]![1];
    const turn = raster.has(...pixel(cx, cy, direction, 1)) ? raster.has(...pixel(cx, cy, direction, 0)) ? 3 : 0 : 1;
    if (turn !== 0) ring.push([cx, cy]);
    direction = (direction + turn) % 4;
  } while (cx !== x || cy !== y + 1 || direction !== 3);
  return ring;
}

/** The pixel ahead of a corner, on the left (0) or right (1) hand of one who comes in `direction`. */
function pixel(x: number, y: number, direction: number, hand: 0 | 1): [number, number] {
  const places = [[[0, -1], [0, 0]], [[0, 0], [-1, 0]], [[-1, 0], [-1, -1]], [[-1, -1], [0, -1]]] as const;
  const [dx, dy] = places[direction]![hand];
  return [x + dx, y + dy];
}

/**
 * The mask as polygons, a part each, holes with the part that they are in, largest first. `tolerance` is how far a line may
 * leave the pixels' edges, image pixels; 0 keeps every corner and covers the same pixels again.
 */
export function polygonsOfMask(raster: Raster, tolerance: number): Polygon[] {
  const rings = ringsOfMask(raster);
  const outer = rings.filter((ring) => shoelace(ring) > 0).sort((a, b) => shoelace(b) - shoelace(a));
  const holesOf = new Map<Point[], Point[][]>(outer.map((ring) => [ring, []]));
  for (const hole of rings) {
    if (shoelace(hole) > 0) continue;
    // The first corner's set neighbour belongs to the part around the hole; the smallest ring about it is that part's.
    const around = outer.findLast((ring) => -shoelace(hole) < shoelace(ring) && insideRings([ring], ...within(hole)));
    if (around) holesOf.get(around)!.push(hole);
  }
  return outer.map((ring): Polygon => {
    const holes = holesOf.get(ring)!.map((hole) => simplified(hole, tolerance));
    return { type: "polygon", points: simplified(ring, tolerance), ...(holes.length > 0 ? { holes } : {}) };
  });
}

/** The middle of a pixel just inside a ring's area: beside its first edge. */
function within(ring: readonly Point[]): [number, number] {
  const [[x1, y1], [x2, y2]] = [ring[0]!, ring[1]!];
  // Around a hole the mask is on the right, the hole on the left hand.
  return [(x1 + x2) / 2 + Math.sign(y2 - y1) / 2, (y1 + y2) / 2 - Math.sign(x2 - x1) / 2];
}

/** Douglas and Peucker's thinning of a closed ring, split at the corner farthest from the first. */
export function simplified(ring: Point[], tolerance: number): Point[] {
  if (tolerance <= 0 || ring.length <= 4) return ring;
  const [ax, ay] = ring[0]!;
  let far = 0;
  let best = -1;
  ring.forEach(([x, y], i) => {
    const distance = Math.hypot(x - ax, y - ay);
    if (distance > best) [best, far] = [distance, i];
  });
  const open = [...ring, ring[0]!];
  const kept = new Uint8Array(open.length);
  kept[0] = kept[far] = 1;
  const waiting: [number, number][] = [[0, far], [far, open.length - 1]];
  while (waiting.length > 0) {
    const [from, to] = waiting.pop()!;
    let worst = tolerance;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const { distance } = toSegment(...open[i]!, open[from]!, open[to]!);
      if (distance > worst) [worst, at] = [distance, i];
    }
    if (at < 0) continue;
    kept[at] = 1;
    waiting.push([from, at], [at, to]);
  }
  const points = ring.filter((_, i) => kept[i] === 1).map(([x, y]): Point => [round2(x), round2(y)]);
  return points.length >= 3 ? points : ring;
}
