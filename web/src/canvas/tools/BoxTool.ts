import { clampPoint, spanning, type XY } from "../geometry/bounds.ts";
import { boxGeometry } from "../geometry/edit.ts";
import { type PointerAt, strayed, type Tool, type ToolHost } from "./Tool.ts";

type State =
  | { is: "idle" }
  | { is: "pressed"; from: PointerAt }
  | { is: "dragging"; from: PointerAt }
  /** the first corner was clicked: the second click ends the box */
  | { is: "second"; from: PointerAt };

/** Boxes by a drag, or by two clicks on opposite corners. Guide lines show where the edge will fall. */
export class BoxTool implements Tool {
  readonly name = "box";
  #state: State = { is: "idle" };

  constructor(private readonly host: ToolHost) {}

  get busy(): boolean {
    return this.#state.is !== "idle";
  }

  down(pointer: PointerAt) {
    if (this.#state.is === "second") return;
    this.#state = { is: "pressed", from: pointer };
    this.#show(pointer);
  }

  move(pointer: PointerAt) {
    if (this.#state.is === "pressed" && strayed(this.#state.from, pointer)) {
      this.#state = { is: "dragging", from: this.#state.from };
    }
    this.#show(pointer);
  }

  up(pointer: PointerAt) {
    const state = this.#state;
    if (state.is === "pressed") {
      this.#state = { is: "second", from: state.from };
      return this.#show(pointer);
    }
    if (state.is === "idle") return;
    this.#state = { is: "idle" };
    this.#show(pointer);
    const bounds = this.#bounds(state.from.at, pointer.at);
    if (bounds.x1 - bounds.x0 >= 1 && bounds.y1 - bounds.y0 >= 1) this.host.drawn(boxGeometry(bounds));
  }

  cancel(): boolean {
    const was = this.busy;
    this.#state = { is: "idle" };
    this.host.draft(null);
    return was;
  }

  #bounds(a: XY, b: XY) {
    const size = this.host.viewport.image;
    return spanning(clampPoint(a, size), clampPoint(b, size));
  }

  #show(pointer: PointerAt) {
    const state = this.#state;
    this.host.cursor("crosshair");
    this.host.hover(null);
    const geometry = state.is === "idle" ? undefined : boxGeometry(this.#bounds(state.from.at, pointer.at));
    this.host.draft({ geometry, cross: clampPoint(pointer.at, this.host.viewport.image) });
  }
}
