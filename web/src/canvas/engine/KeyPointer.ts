// Drawing without a pointer: Enter puts a cursor into the view, arrows move it, Enter sets a point where it is.
import { clamp, type XY } from "../geometry/bounds.ts";
import type { PointerAt, Tool } from "../tools/Tool.ts";
import { middle, toImage, toView, type Viewport } from "../view/viewport.ts";

export interface KeyPointerHost {
  readonly viewport: Viewport;
  readonly currentTool: Tool;
  /** brings a point of the image into view */
  follow(at: XY): void;
}

export class KeyPointer {
  #at: XY | null = null;
  #last: XY | null = null;
  /** a tool that drags is pressed */
  #held = false;

  constructor(private readonly host: KeyPointerHost) {}

  get active(): boolean {
    return this.#at !== null;
  }

  /** Enter. False when it was not meant for drawing: the select tool, or a drawing that a pointer began. */
  press(): boolean {
    const tool = this.host.currentTool;
    if (tool.name === "select" || (!this.#at && (tool.busy || tool.takesEnter))) return false;
    if (!this.#at) {
      const { viewport } = this.host;
      const centre = toImage(viewport, middle(viewport));
      this.#at = this.#inside({ x: Math.round(centre.x), y: Math.round(centre.y) });
      tool.move(this.#pointer(this.#at));
      return true;
    }
    if (tool.drags) {
      this.#held = !this.#held;
      if (this.#held) tool.down(this.#pointer(this.#at));
      else tool.up(this.#pointer(this.#at));
      return true;
    }
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
    this.#at = this.#inside({ x: this.#at.x + dx, y: this.#at.y + dy });
    this.host.follow(this.#at);
    this.host.currentTool.move(this.#pointer(this.#at));
    return true;
  }

  /** A pointer came, or Esc. */
  leave(): boolean {
    const was = this.active;
    this.#at = this.#last = null;
    this.#held = false;
    return was;
  }

  #inside(p: XY): XY {
    const { width, height } = this.host.viewport.image;
    return { x: clamp(p.x, 0, width), y: clamp(p.y, 0, height) };
  }

  #pointer(at: XY): PointerAt {
    return { at, view: toView(this.host.viewport, at), shift: false, alt: false, mod: false, clicks: 1, keys: true };
  }
}
