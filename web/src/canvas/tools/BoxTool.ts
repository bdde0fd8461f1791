import { spanning, type XY } from "../geometry/bounds.ts";
import { boxGeometry } from "../geometry/edit.ts";
import { snapped } from "./snapped.ts";
import { type PointerAt, strayed, type Tool, type ToolHost } from "./Tool.ts";

type State =
  | { is: "idle" }
  | { is: "pressed"; from: PointerAt; at: XY }
  | { is: "dragging"; at: XY }
  /** the first corner was clicked: the second click ends the box */
  | { is: "second"; at: XY };

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
    this.#state = { is: "pressed", from: pointer, at: snapped(this.host, pointer).at };
    this.#show(pointer);
  }

  move(pointer: PointerAt) {
    if (this.#state.is === "pressed" && strayed(this.#state.from, pointer)) {
      this.#state = { is: "dragging", at: this.#state.at };
    }
    this.#show(pointer);
  }

  up(pointer: PointerAt) {
    const state = this.#state;
    if (state.is === "pressed") {
      this.#state = { is: "second", at: state.at };
      return this.#show(pointer);
    }
    if (state.is === "idle") return;
    this.#state = { is: "idle" };
    this.#show(pointer);
    const bounds = spanning(state.at, snapped(this.host, pointer).at);
    if (bounds.x1 - bounds.x0 >= 1 && bounds.y1 - bounds.y0 >= 1) this.host.drawn(boxGeometry(bounds));
  }

  cancel(): boolean {
    const was = this.busy;
    this.#state = { is: "idle" };
    this.host.draft(null);
    return was;
  }

  #show(pointer: PointerAt) {
    const state = this.#state;
    this.host.cursor("crosshair");
    this.host.hover(null);
    const { at, snap } = snapped(this.host, pointer);
    const geometry = state.is === "idle" ? undefined : boxGeometry(spanning(state.at, at));
    this.host.draft({ geometry, cross: at, snap: snap?.at ?? null });
  }
}
