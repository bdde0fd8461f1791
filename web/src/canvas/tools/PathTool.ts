import { type XY } from "../geometry/bounds.ts";
import { borderBetween, thinned } from "../geometry/path.ts";
import { linesOf } from "../geometry/rings.ts";
import type { Snap } from "../geometry/snap.ts";
import { snapped } from "./snapped.ts";
import { clickSlop, type PointerAt, strayed, type Tool, type ToolHost, type ToolName } from "./Tool.ts";

interface Vertex {
  at: XY;
  snap: Snap | null;
}

/** CSS pixels between two points of a freehand line, and how far thinning may move it. */
const strokeStep = 2;
const strokeTolerance = 1;

/**
 * Paths by clicks, by dragging (freehand), or both in turn. Backspace takes the last vertex back; Enter or a double click
 * ends. Between two vertices on the border of one neighbour the path follows that border.
 */
export abstract class PathTool implements Tool {
  abstract readonly name: ToolName;
  /** the fewest vertices that make one */
  protected abstract readonly least: number;
  protected vertices: Vertex[] = [];
  #cursor: Vertex | null = null;
  #pressed: PointerAt | null = null;
  #stroke: XY[] | null = null;

  constructor(protected readonly host: ToolHost) {}

  /** Makes what was drawn. False when it cannot be: then nothing of it is lost. */
  protected abstract made(points: XY[]): boolean;
  /** The path would end here. */
  protected abstract ends(pointer: PointerAt): boolean;

  get busy(): boolean {
    return this.vertices.length > 0;
  }

  down(pointer: PointerAt) {
    if (this.vertices.length >= this.least && (this.ends(pointer) || pointer.clicks >= 2)) return this.#end();
    const next = snapped(this.host, pointer);
    const last = this.vertices.at(-1);
    const slop = clickSlop / this.host.viewport.scale / 2;
    if (!last || Math.hypot(last.at.x - next.at.x, last.at.y - next.at.y) >= slop) this.#put(next);
    this.#pressed = pointer;
    this.#show(pointer);
  }

  move(pointer: PointerAt) {
    const start = this.vertices.at(-1);
    if (start && this.#pressed && !this.#stroke && strayed(this.#pressed, pointer)) this.#stroke = [start.at];
    if (this.#stroke) {
      const { at } = snapped(this.host, pointer);
      const last = this.#stroke.at(-1)!;
      if (Math.hypot(last.x - at.x, last.y - at.y) * this.host.viewport.scale >= strokeStep) this.#stroke.push(at);
    }
    this.#show(pointer);
  }

  up(pointer: PointerAt) {
    const stroke = this.#stroke;
    this.#pressed = this.#stroke = null;
    if (stroke) {
      const drawn = thinned([...stroke, snapped(this.host, pointer).at], strokeTolerance / this.host.viewport.scale);
      for (const at of drawn.slice(1)) this.vertices.push({ at, snap: null });
      if (this.vertices.length > this.least && this.ends(pointer)) {
        this.vertices.pop();
        return this.#end();
      }
    }
    this.#show(pointer);
  }

  key(name: "Enter" | "Backspace"): boolean {
    if (!this.busy) return false;
    if (name === "Enter") this.#end();
    else {
      this.vertices.pop();
      this.#draft(false);
    }
    return true;
  }

  cancel(): boolean {
    const was = this.busy;
    this.vertices = [];
    this.#pressed = this.#stroke = null;
    this.host.draft(null);
    return was;
  }

  protected near(p: XY | undefined, pointer: PointerAt): boolean {
    return p !== undefined && Math.hypot(p.x - pointer.at.x, p.y - pointer.at.y) <= this.host.reach.handle;
  }

  #end() {
    this.#pressed = this.#stroke = null;
    if (this.vertices.length < this.least) return;
    if (this.made(this.vertices.map(({ at }) => at))) this.cancel();
    else this.#draft(false);
  }

  #put(next: Vertex) {
    for (const at of this.#border(this.vertices.at(-1)?.snap ?? null, next.snap)) {
      this.vertices.push({ at, snap: null });
    }
    this.vertices.push(next);
  }

  /** What lies between two vertices on the same ring of the same neighbour. */
  #border(from: Snap | null, to: Snap | null): XY[] {
    if (!from || !to || from.id !== to.id || from.ring !== to.ring) return [];
    const shape = this.host.scene.get(from.id);
    const lines = shape && linesOf(shape.geometry);
    const ring = lines?.rings[from.ring];
    return ring ? borderBetween(ring, lines.closed, from, to) : [];
  }

  #show(pointer: PointerAt) {
    this.#cursor = snapped(this.host, pointer);
    this.host.cursor("crosshair");
    this.host.hover(null);
    this.#draft(this.vertices.length >= this.least && !this.#stroke && this.ends(pointer));
  }

  #draft(closing: boolean) {
    const cursor = this.#cursor?.at ?? null;
    const snap = this.#cursor?.snap?.at ?? null;
    if (this.vertices.length === 0) return this.host.draft(snap && { snap });
    const path = this.vertices.map(({ at }) => at);
    this.host.draft({ path, stroke: this.#stroke ?? [], cursor, closing, snap });
  }
}
