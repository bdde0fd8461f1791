import { type XY } from "../geometry/bounds.ts";
import { type RotatedBox, rotatedBox, rotatedFromSide, steppedFrom } from "../geometry/rotated.ts";
import { snapped } from "./snapped.ts";
import { type PointerAt, strayed, type Tool, type ToolHost } from "./Tool.ts";

type State =
  | { is: "idle" }
  | { is: "pressed"; from: PointerAt; at: XY }
  | { is: "dragging"; at: XY }
  /** one end of a side was clicked */
  | { is: "side"; at: XY }
  /** the side is there: the next click says how far the other side lies */
  | { is: "depth"; at: XY; to: XY };

/**
 * Rotated boxes: a drag draws an upright one, to be turned; three clicks draw one side and then the depth. Shift turns the
 * side in steps of 15 degrees.
 */
export class RotatedBoxTool implements Tool {
  readonly name = "rotated";
  #state: State = { is: "idle" };

  constructor(private readonly host: ToolHost) {}

  get busy(): boolean {
    return this.#state.is !== "idle";
  }

  down(pointer: PointerAt) {
    if (this.#state.is === "idle") this.#state = { is: "pressed", from: pointer, at: snapped(this.host, pointer).at };
    this.#show(pointer);
  }

  move(pointer: PointerAt) {
    const state = this.#state;
    if (state.is === "pressed" && strayed(state.from, pointer)) this.#state = { is: "dragging", at: state.at };
    this.#show(pointer);
  }

  up(pointer: PointerAt) {
    const state = this.#state;
    if (state.is === "pressed") this.#state = { is: "side", at: state.at };
    else if (state.is === "side") {
      const to = this.#sideEnd(state.at, pointer);
      if (Math.hypot(to.x - state.at.x, to.y - state.at.y) >= 1) this.#state = { is: "depth", at: state.at, to };
    } else if (state.is !== "idle") {
      const box = this.#box(pointer);
      // A depth of nothing goes on waiting; a drag of nothing is given up.
      if (box || state.is === "dragging") this.#state = { is: "idle" };
      this.#show(pointer);
      if (box) this.host.drawn(box);
      return;
    }
    this.#show(pointer);
  }

  cancel(): boolean {
    const was = this.busy;
    this.#state = { is: "idle" };
    this.host.draft(null);
    return was;
  }

  #sideEnd(from: XY, pointer: PointerAt): XY {
    const { at } = snapped(this.host, pointer);
    return pointer.shift ? steppedFrom(from, at) : at;
  }

  /** What would be drawn if it ended here; null when that is nothing. */
  #box(pointer: PointerAt): RotatedBox | null {
    const state = this.#state;
    const { at } = snapped(this.host, pointer);
    const box = state.is === "depth"
      ? rotatedFromSide(state.at, state.to, at)
      : state.is === "dragging"
      ? upright(state.at, at)
      : null;
    return box && box.width >= 1 && box.height >= 1 ? box : null;
  }

  #show(pointer: PointerAt) {
    const state = this.#state;
    const { at, snap } = snapped(this.host, pointer);
    this.host.cursor("crosshair");
    this.host.hover(null);
    const box = this.#box(pointer);
    const mark = { cross: at, snap: snap?.at ?? null };
    if (box) this.host.draft({ geometry: box, ...mark });
    else if (state.is === "side") {
      this.host.draft({ path: [state.at], cursor: this.#sideEnd(state.at, pointer), snap: mark.snap });
    } else if (state.is === "depth") this.host.draft({ path: [state.at, state.to], snap: mark.snap });
    else this.host.draft(mark);
  }
}

function upright(a: XY, b: XY): RotatedBox {
  return rotatedBox({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, Math.abs(b.x - a.x), Math.abs(b.y - a.y), 0);
}
