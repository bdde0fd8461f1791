// A loose hierarchical grid: an object lies in one cell of the level whose cells are just larger than it, by its centre,
// so that putting, moving and removing cost the same however many objects there are, and a query looks at few cells.
import type { Bounds } from "../geometry/bounds.ts";
import { intersects, isEmpty } from "../geometry/bounds.ts";

const smallest = 32;
const half = 2 ** 19;

interface Slot {
  bounds: Bounds;
  level: number;
  cell: number;
}

export class SpatialIndex<Key> {
  #slots = new Map<Key, Slot>();
  /** level -> cell number -> keys */
  #levels = new Map<number, Map<number, Set<Key>>>();

  get size(): number {
    return this.#slots.size;
  }

  put(key: Key, bounds: Bounds) {
    this.remove(key);
    if (isEmpty(bounds)) return;
    const level = levelFor(bounds);
    const side = smallest * 2 ** level;
    const cell = cellNumber(
      Math.floor((bounds.x0 + bounds.x1) / 2 / side),
      Math.floor((bounds.y0 + bounds.y1) / 2 / side),
    );
    this.#slots.set(key, { bounds, level, cell });
    let cells = this.#levels.get(level);
    if (!cells) this.#levels.set(level, cells = new Map());
    const keys = cells.get(cell);
    if (keys) keys.add(key);
    else cells.set(cell, new Set([key]));
  }

  remove(key: Key) {
    const slot = this.#slots.get(key);
    if (!slot) return;
    this.#slots.delete(key);
    const cells = this.#levels.get(slot.level);
    const keys = cells?.get(slot.cell);
    keys?.delete(key);
    if (keys?.size === 0) cells?.delete(slot.cell);
    if (cells?.size === 0) this.#levels.delete(slot.level);
  }

  clear() {
    this.#slots.clear();
    this.#levels.clear();
  }

  /** Calls `found` for every object whose bounds touch `area`, in no particular order. */
  query(area: Bounds, found: (key: Key) => void) {
    if (isEmpty(area)) return;
    for (const [level, cells] of this.#levels) {
      const side = smallest * 2 ** level;
      // An object reaches at most half a cell over its cell's border.
      const cx0 = Math.floor((area.x0 - side / 2) / side);
      const cx1 = Math.floor((area.x1 + side / 2) / side);
      const cy0 = Math.floor((area.y0 - side / 2) / side);
      const cy1 = Math.floor((area.y1 + side / 2) / side);
      if ((cx1 - cx0 + 1) * (cy1 - cy0 + 1) >= cells.size) {
        for (const keys of cells.values()) this.#match(keys, area, found);
        continue;
      }
      for (let cx = cx0; cx <= cx1; cx++) {
        for (let cy = cy0; cy <= cy1; cy++) {
          const keys = cells.get(cellNumber(cx, cy));
          if (keys) this.#match(keys, area, found);
        }
      }
    }
  }

  #match(keys: Set<Key>, area: Bounds, found: (key: Key) => void) {
    for (const key of keys) if (intersects(this.#slots.get(key)!.bounds, area)) found(key);
  }
}

function levelFor(b: Bounds): number {
  const side = Math.max(b.x1 - b.x0, b.y1 - b.y0);
  return side <= smallest ? 0 : Math.ceil(Math.log2(side / smallest));
}

/** One number a cell; coordinates beyond ±2^19 cells (16 million pixels) share the border cells, which only costs time. */
function cellNumber(cx: number, cy: number): number {
  const x = Math.min(2 * half - 1, Math.max(0, cx + half));
  const y = Math.min(2 * half - 1, Math.max(0, cy + half));
  return x * 2 * half + y;
}
