// The points of a map by where they are: which is under the pointer, which are within a loop, which comes next in a direction.
import type { Point } from "./view.ts";

export type Direction = "left" | "right" | "up" | "down";

/** Points that an average cell of the grid holds. */
const perCell = 4;

export class Places {
  readonly #side: number;
  /** the points of cell c are #order[#starts[c]] to #order[#starts[c + 1]] */
  readonly #starts: Uint32Array;
  readonly #order: Uint32Array;

  /** @param shown whether a point is seen: others are never found */
  constructor(
    readonly x: Float32Array,
    readonly y: Float32Array,
    private readonly shown: (index: number) => boolean,
  ) {
    this.#side = Math.max(1, Math.min(512, Math.ceil(Math.sqrt(x.length / perCell))));
    this.#starts = new Uint32Array(this.#side * this.#side + 1);
    for (let i = 0; i < x.length; i++) this.#starts[this.#cell(x[i]!, y[i]!) + 1]!++;
    for (let c = 1; c < this.#starts.length; c++) this.#starts[c]! += this.#starts[c - 1]!;
    const next = this.#starts.slice();
    this.#order = new Uint32Array(x.length);
    for (let i = 0; i < x.length; i++) this.#order[next[this.#cell(x[i]!, y[i]!)]!++] = i;
  }

  #line(value: number): number {
    return Math.max(0, Math.min(this.#side - 1, Math.floor(value * this.#side)));
  }

  #cell(x: number, y: number): number {
    return this.#line(y) * this.#side + this.#line(x);
  }

  /** The point nearest to one of the map, no farther than `radius`; -1 without one. */
  nearest(at: Point, radius: number): number {
    let best = -1;
    let least = radius * radius;
    this.#within(at.x - radius, at.y - radius, at.x + radius, at.y + radius, (i) => {
      const square = (this.x[i]! - at.x) ** 2 + (this.y[i]! - at.y) ** 2;
      if (square > least) return;
      least = square;
      best = i;
    });
    return best;
  }

  /** The points within a closed line (even-odd), ascending. */
  inside(loop: readonly Point[]): number[] {
    const found: number[] = [];
    const xs = loop.map((point) => point.x);
    const ys = loop.map((point) => point.y);
    this.#within(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys), (i) => {
      if (isInside(loop, this.x[i]!, this.y[i]!)) found.push(i);
    });
    return found.sort((a, b) => a - b);
  }

  /** The next point in a direction, nearest first, those aside counting as farther; -1 without one. */
  towards(from: number, direction: Direction): number {
    const sign = direction === "left" || direction === "down" ? -1 : 1;
    const isAcross = direction === "left" || direction === "right";
    let best = -1;
    let least = Infinity;
    for (let i = 0; i < this.x.length; i++) {
      const dx = this.x[i]! - this.x[from]!;
      const dy = this.y[i]! - this.y[from]!;
      const along = (isAcross ? dx : dy) * sign;
      const aside = Math.abs(isAcross ? dy : dx);
      if (along <= 0 || aside > along) continue;
      const cost = along + 2 * aside;
      if (cost >= least || !this.shown(i)) continue;
      least = cost;
      best = i;
    }
    return best;
  }

  #within(left: number, bottom: number, right: number, top: number, visit: (index: number) => void) {
    for (let row = this.#line(bottom); row <= this.#line(top); row++) {
      const first = row * this.#side;
      const end = this.#starts[first + this.#line(right) + 1]!;
      for (let at = this.#starts[first + this.#line(left)]!; at < end; at++) {
        const index = this.#order[at]!;
        if (this.shown(index)) visit(index);
      }
    }
  }
}

function isInside(loop: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = loop.length - 1; i < loop.length; j = i++) {
    const a = loop[i]!;
    const b = loop[j]!;
    if (a.y > y !== b.y > y && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
