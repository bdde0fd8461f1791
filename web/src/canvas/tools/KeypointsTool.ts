import type { Id, Skeleton } from "../../api/types.ts";
import { spanning, type XY } from "../geometry/bounds.ts";
import {
  absent,
  type Keypoint,
  type Keypoints,
  placedIn,
  pointAt,
  pointMoved,
  templateOf,
} from "../geometry/keypoints.ts";
import { Told } from "../edit/Told.ts";
import { replacing, type Shape } from "../scene/shape.ts";
import { type PointerAt, strayed, type Tool, type ToolHost } from "./Tool.ts";

type State =
  | { is: "idle" }
  | { is: "pressed"; from: PointerAt }
  | { is: "boxing"; from: PointerAt; to: PointerAt }
  | { is: "moving"; before: Shape; after: Shape; index: number };

/** What is asked for next. */
export interface KeypointProgress {
  name: string;
  /** place among the names, from 0 */
  next: number;
  count: number;
  /** the next point is marked hidden */
  hidden: boolean;
}

/**
 * Keypoints in the order of the label's skeleton, a click each; or a drag over the object, which places all of them at once.
 * Points of the selected object are dragged into place.
 */
export class KeypointsTool implements Tool {
  readonly name = "keypoints";
  readonly progress = new Told<KeypointProgress | null>(null);
  #state: State = { is: "idle" };
  #points: Keypoint[] = [];
  /** whose skeleton the points follow */
  #label: Id | null = null;
  #hidden = false;
  #at: XY | null = null;

  constructor(private readonly host: ToolHost) {}

  get busy(): boolean {
    return this.#points.length > 0 || this.#state.is === "boxing" || this.#state.is === "moving";
  }

  down(pointer: PointerAt) {
    this.#at = pointer.at;
    this.#follow();
    const hit = this.#points.length === 0 ? this.host.hit(pointer.at) : null;
    const shape = hit?.part === "vertex" ? this.host.scene.get(hit.id) : undefined;
    if (hit?.part === "vertex" && shape?.geometry.type === "keypoints") {
      this.#state = { is: "moving", before: shape, after: shape, index: hit.index };
    } else this.#state = { is: "pressed", from: pointer };
    this.#show();
  }

  move(pointer: PointerAt) {
    this.#at = pointer.at;
    this.host.hover(null);
    this.host.cursor("crosshair");
    const state = this.#state;
    const drags = state.is === "pressed" && this.#points.length === 0 && strayed(state.from, pointer);
    if (drags || state.is === "boxing") this.#state = { is: "boxing", from: state.from, to: pointer };
    else if (state.is === "moving") {
      const geometry = pointMoved(
        state.before.geometry as Keypoints,
        state.index,
        pointer.at,
        this.host.viewport.image,
      );
      this.#state = { ...state, after: { ...state.before, geometry } };
    }
    this.#show();
  }

  up(pointer: PointerAt) {
    const state = this.#state;
    this.#state = { is: "idle" };
    this.#at = pointer.at;
    if (state.is === "moving") {
      this.host.draft(null);
      this.host.commit({ title: "Move a point", changes: [replacing(state.before, state.after)] });
    } else if (state.is === "boxing") this.#placeAll(state.from.at, pointer.at);
    else if (state.is === "pressed") this.#place(pointAt(pointer.at, this.#hidden ? 1 : 2, this.host.viewport.image));
    this.#show();
  }

  /** The other button places a hidden point, while points are placed. */
  secondary(pointer: PointerAt): boolean {
    if (this.#points.length === 0) return false;
    this.#place(pointAt(pointer.at, 1, this.host.viewport.image));
    this.#show();
    return true;
  }

  key(name: "Enter" | "Backspace"): boolean {
    if (this.#points.length === 0) return false;
    if (name === "Backspace") this.#points.pop();
    else this.#finish();
    this.#show();
    return true;
  }

  /** The next point is not there. False when nothing is asked for. */
  skip(): boolean {
    this.#follow();
    if (!this.#skeleton()) return false;
    this.#place(absent);
    this.#show();
    return true;
  }

  /** Marks the next point as hidden or visible; false when no points are being placed. */
  turn(): boolean {
    if (this.#points.length === 0) return false;
    this.#hidden = !this.#hidden;
    this.#show();
    return true;
  }

  /** Where the pointer or the arrows' cursor is. */
  get at(): XY | null {
    return this.#at;
  }

  cancel(): boolean {
    const was = this.busy;
    this.#state = { is: "idle" };
    this.#points = [];
    this.#hidden = false;
    this.host.draft(null);
    this.progress.set(null);
    return was;
  }

  left() {
    this.#at = null;
    this.#show();
  }

  #skeleton(): Skeleton | null {
    return this.#label ? this.host.skeletonOf(this.#label) : null;
  }

  /** Another label was picked half way: its skeleton is another, and the drawing begins anew. */
  #follow() {
    if (this.#label === this.host.labelId) return;
    this.#label = this.host.labelId;
    this.#points = [];
  }

  #place(point: Keypoint) {
    const skeleton = this.#skeleton();
    if (!skeleton) return;
    this.#points.push(point);
    this.#hidden = false;
    if (this.#points.length === skeleton.keypoints.length) this.#finish();
  }

  #placeAll(from: XY, to: XY) {
    const skeleton = this.#skeleton();
    const box = spanning(from, to);
    if (!skeleton || box.x1 - box.x0 < 2 || box.y1 - box.y0 < 2) return;
    this.host.drawn(placedIn(templateOf(skeleton, this.#example()), box, this.host.viewport.image));
  }

  /** The last object of this label, which may show how the points usually lie. */
  #example(): Keypoints | null {
    const known = this.host.scene.shapes().findLast((shape) =>
      shape.labelId === this.#label && shape.geometry.type === "keypoints" && !shape.isPrediction
    );
    return known ? known.geometry as Keypoints : null;
  }

  /** The points that were not asked for are not there; without a single one nothing was drawn. */
  #finish() {
    const count = this.#skeleton()?.keypoints.length ?? 0;
    const points = [...this.#points, ...Array<Keypoint>(Math.max(0, count - this.#points.length)).fill(absent)];
    this.#points = [];
    this.#hidden = false;
    if (points.some((point) => point[2] !== 0)) this.host.drawn({ type: "keypoints", points });
  }

  #show() {
    this.#follow();
    const skeleton = this.#skeleton();
    const next = this.#points.length;
    const name = skeleton?.keypoints[next] ?? null;
    const count = skeleton?.keypoints.length ?? 0;
    this.#tell(name, next, count);
    const state = this.#state;
    if (state.is === "moving") return this.host.draft({ changed: [state.after] });
    if (state.is === "boxing" && skeleton) {
      const box = spanning(state.from.at, state.to.at);
      const geometry = placedIn(templateOf(skeleton, this.#example()), box, this.host.viewport.image);
      return this.host.draft({ ghost: this.#ghost(geometry), marquee: { from: state.from.at, to: state.to.at } });
    }
    const note = this.#at && { at: this.#at, text: name ? `${name}${this.#hidden ? " (hidden)" : ""}` : "No skeleton" };
    const ghost = next > 0 ? this.#ghost({ type: "keypoints", points: [...this.#points] }) : undefined;
    this.host.draft(note || ghost ? { note, ...(ghost ? { ghost } : {}), cross: this.#at } : null);
  }

  #tell(name: string | null, next: number, count: number) {
    const old = this.progress.value;
    if (name === null) return this.progress.set(null);
    if (old?.name === name && old.next === next && old.count === count && old.hidden === this.#hidden) return;
    this.progress.set({ name, next, count, hidden: this.#hidden });
  }

  #ghost(geometry: Keypoints): Shape {
    return {
      id: "drawn",
      labelId: this.#label!,
      geometry,
      zOrder: 0,
      confidence: null,
      isPrediction: false,
      attributes: {},
    };
  }
}
