// A pointer moved by keys: Enter puts a cursor into the view, arrows move it, Enter sets a point where it is. With the select
// tool Enter takes hold of what lies under it and lets go again, so that whatever the mouse drags can be dragged by keys.
import { clamp, type XY } from "../geometry/bounds.ts";
import type { PointerAt, Tool } from "../tools/Tool.ts";
import { middle, toImage, toView, type Viewport } from "../view/viewport.ts";

export interface KeyPointerHost {
  readonly viewport: Viewport;
  readonly currentTool: Tool;
  /** brings a point of the image into view, shows the cursor there */
  follow(at: XY): void;
  /** where the cursor appears when something is selected */
  start?(): XY | null;
}

export class KeyPointer {
  #at: XY | null = null;
  #last: XY | null = null;
  #holds = false;

  constructor(private readonly host: KeyPointerHost) {}

  get active(): boolean {
    return this.#at !== null;
  }
  get at(): XY | null {
    return this.#at;
  }
  /** something is held and goes where the arrows go */
  get holds(): boolean {
    return this.#holds;
  }

  /** Enter. False when it was not meant for this: a drawing that a pointer began. */
  press(): boolean {
    const tool = this.host.currentTool;
    if (!this.#at && (tool.busy || tool.takesEnter)) return false;
    if (!this.#at) {
      this.jump((tool.name === "select" ? this.host.start?.() : null) ?? this.#centre());
      return true;
    }
    if (tool.drags) return this.#grab(this.#at, tool);
    // Twice in the same place ends a path.
    if (this.#last && this.#last.x === this.#at.x && this.#last.y === this.#at.y && tool.key?.("Enter")) {
      this.#last = null;
      return true;
    }
    this.#last = this.#at;
    tool.down(this.#pointer(this.#at));
    tool.up(this.#pointer(this.#at));
    return true;
  }

  /** Arrows, in image pixels. */
  move(dx: number, dy: number): boolean {
    if (!this.#at) return false;
    this.jump({ x: this.#at.x + dx, y: this.#at.y + dy });
    return true;
  }

  /** Straight to a point of the image. */
  jump(to: XY) {
    this.#at = this.#inside(to);
    this.host.follow(this.#at);
    this.host.currentTool.move(this.#pointer(this.#at));
  }

  /** Another tool, in the same place. */
  takeUp() {
    this.#last = null;
    this.#holds = false;
    if (this.#at) this.jump(this.#at);
  }

  /** A pointer came, or Esc. */
  leave(): boolean {
    const was = this.active;
    this.#at = this.#last = null;
    this.#holds = false;
    return was;
  }

  #grab(at: XY, tool: Tool): true {
    if (this.#holds) tool.up(this.#pointer(at));
    else tool.down(this.#pointer(at));
    this.#holds = !this.#holds;
    this.host.follow(at);
    return true;
  }

  #centre(): XY {
    const { viewport } = this.host;
    const centre = toImage(viewport, middle(viewport));
    return { x: Math.round(centre.x), y: Math.round(centre.y) };
  }

  #inside(p: XY): XY {
    const { width, height } = this.host.viewport.image;
    return { x: clamp(p.x, 0, width), y: clamp(p.y, 0, height) };
  }

  #pointer(at: XY): PointerAt {
    return { at, view: toView(this.host.viewport, at), shift: false, alt: false, mod: false, clicks: 1, keys: true };
  }
}
