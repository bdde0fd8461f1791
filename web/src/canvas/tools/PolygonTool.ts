import { clampPoint, round2, type XY } from "../geometry/bounds.ts";
import { clickSlop, type PointerAt, type Tool, type ToolHost } from "./Tool.ts";

/** Polygons by clicks: closed on the first vertex, with Enter or by a double click; Backspace takes the last vertex back. */
export class PolygonTool implements Tool {
  readonly name = "polygon";
  #points: XY[] = [];
  #cursor: XY | null = null;
  #closing = false;

  constructor(private readonly host: ToolHost) {}

  get busy(): boolean {
    return this.#points.length > 0;
  }

  down(pointer: PointerAt) {
    const at = this.#inside(pointer.at);
    if (this.#points.length >= 3 && (this.#nearFirst(pointer) || pointer.clicks >= 2)) return this.#close();
    const last = this.#points.at(-1);
    const slop = clickSlop / this.host.viewport.scale;
    if (last && Math.hypot(last.x - at.x, last.y - at.y) < slop / 2) return;
    this.#points.push(at);
    this.#show(pointer);
  }

  move(pointer: PointerAt) {
    this.#show(pointer);
  }

  up(pointer: PointerAt) {
    this.#show(pointer);
  }

  key(name: "Enter" | "Backspace"): boolean {
    if (!this.busy) return false;
    if (name === "Enter") this.#close();
    else {
      this.#points.pop();
      this.#draft();
    }
    return true;
  }

  cancel(): boolean {
    const was = this.busy;
    this.#points = [];
    this.#closing = false;
    this.host.draft(null);
    return was;
  }

  #close() {
    if (this.#points.length < 3) return;
    const points = this.#points.map(({ x, y }): [number, number] => [round2(x), round2(y)]);
    this.cancel();
    this.host.drawn({ type: "polygon", points });
  }

  #inside(at: XY): XY {
    return clampPoint(at, this.host.viewport.image);
  }

  #nearFirst(pointer: PointerAt): boolean {
    const first = this.#points[0];
    return first !== undefined && Math.hypot(first.x - pointer.at.x, first.y - pointer.at.y) <= this.host.reach.handle;
  }

  #show(pointer: PointerAt) {
    this.#cursor = this.#inside(pointer.at);
    this.#closing = this.#points.length >= 3 && this.#nearFirst(pointer);
    this.host.cursor("crosshair");
    this.host.hover(null);
    this.#draft();
  }

  #draft() {
    this.host.draft(
      this.#points.length > 0 ? { path: [...this.#points], cursor: this.#cursor, closing: this.#closing } : null,
    );
  }
}
