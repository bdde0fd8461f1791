import type { Point } from "../../api/types.ts";
import { clampPoint, round2, type XY } from "../geometry/bounds.ts";
import type { Draft, PointerAt, ToolHost } from "./Tool.ts";

/** An outline by clicks, closed on its first point or by a double click. */
export class PathDraft {
  #points: XY[] = [];
  #cursor: XY | null = null;
  #closing = false;

  constructor(private readonly host: ToolHost) {}

  get busy(): boolean {
    return this.#points.length > 0;
  }
  get closable(): boolean {
    return this.#points.length >= 3;
  }

  /** Puts a point down; true when the press closes the outline instead. */
  down(pointer: PointerAt): boolean {
    this.move(pointer);
    const last = this.#points.at(-1);
    const at = this.#cursor!;
    if (this.closable && (this.#closing || pointer.clicks >= 2)) return true;
    if (last && last.x === at.x && last.y === at.y) return this.closable;
    this.#points.push(at);
    return false;
  }

  move(pointer: PointerAt) {
    this.#cursor = clampPoint(pointer.at, this.host.viewport.image);
    const first = this.#points[0];
    const near = first && Math.hypot(first.x - pointer.at.x, first.y - pointer.at.y) <= this.host.reach.handle;
    this.#closing = this.closable && near === true;
  }

  back() {
    this.#points.pop();
    this.#closing = false;
  }

  clear() {
    this.#points = [];
    this.#closing = false;
  }

  /** The closed outline; the next one begins anew. */
  take(): Point[] {
    const ring = this.#points.map(({ x, y }): Point => [round2(x), round2(y)]);
    this.clear();
    return ring;
  }

  draft(): Partial<Draft> {
    return this.busy ? { path: [...this.#points], cursor: this.#cursor, closing: this.#closing } : {};
  }
}
