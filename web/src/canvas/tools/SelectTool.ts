import type { Id } from "../../api/types.ts";
import { containsBounds, spanning, type XY } from "../geometry/bounds.ts";
import {
  boxGeometry,
  canMove,
  clampShift,
  isOutline,
  moved,
  resized,
  vertexInserted,
  vertexMoved,
  vertexRemoved,
} from "../geometry/edit.ts";
import { pointMoved } from "../geometry/keypoints.ts";
import { boundsOf } from "../geometry/measure.ts";
import { union } from "../geometry/bounds.ts";
import { linesOf } from "../geometry/rings.ts";
import { rotatedResized, rotatedTurned } from "../geometry/rotated.ts";
import { type Snap, snapShift } from "../geometry/snap.ts";
import { type Hit, isGrip } from "../scene/hit.ts";
import { replacing, type Shape } from "../scene/shape.ts";
import { snapped } from "./snapped.ts";
import { type PointerAt, strayed, type Tool, type ToolHost } from "./Tool.ts";

type State =
  | { is: "idle" }
  | { is: "pressed"; from: PointerAt; hit: Hit | null; collapse: Id | null }
  | { is: "marquee"; from: XY; kept: Set<Id> }
  | { is: "changing"; title: string; before: Shape[]; after: Shape[]; change: (to: PointerAt) => Shape[] };

const resizeCursors = [
  "nwse-resize",
  "ns-resize",
  "nesw-resize",
  "ew-resize",
  "nwse-resize",
  "ns-resize",
  "nesw-resize",
  "ew-resize",
];

/** Moving more vertices than these looks for no neighbours: every one would be asked for in every frame. */
const snappedUpTo = 200;

/** Select, move, resize, drag vertices; a drag on nothing selects what it encloses. */
export class SelectTool implements Tool {
  readonly name = "select";
  readonly drags = true;
  #state: State = { is: "idle" };
  /** what took hold of the pointer in the change under way */
  #snap: Snap | null = null;

  constructor(private readonly host: ToolHost) {}

  get busy(): boolean {
    return this.#state.is === "changing" || this.#state.is === "marquee";
  }

  down(pointer: PointerAt) {
    const hit = this.host.hit(pointer.at);
    const { selection } = this.host;
    if (hit?.part === "vertex" && pointer.alt) return this.#removeVertex(hit);
    let collapse: Id | null = null;
    if (hit && !isGrip(hit)) {
      if (pointer.shift || pointer.mod) {
        this.host.select(selection.has(hit.id) ? [...selection].filter((id) => id !== hit.id) : [...selection, hit.id]);
      } else if (!selection.has(hit.id)) this.host.select([hit.id]);
      // A press on one of many may start a group move; only a click without a drag narrows to it.
      else if (selection.size > 1) collapse = hit.id;
    }
    this.#state = { is: "pressed", from: pointer, hit, collapse };
  }

  move(pointer: PointerAt) {
    if (this.#state.is === "idle") return this.#hover(pointer);
    if (this.#state.is === "pressed" && strayed(this.#state.from, pointer)) {
      this.#begin(this.#state.from, this.#state.hit);
    }
    if (this.#state.is === "marquee") {
      this.host.draft({ marquee: { from: this.#state.from, to: pointer.at } });
      this.host.select([...this.#state.kept, ...this.#enclosed(this.#state.from, pointer.at)]);
    } else if (this.#state.is === "changing") {
      this.#state.after = this.#state.change(pointer);
      this.host.draft({ changed: this.#state.after, snap: this.#snap?.at ?? null });
    }
  }

  up(pointer: PointerAt) {
    const state = this.#state;
    this.#state = { is: "idle" };
    this.#snap = null;
    this.host.draft(null);
    if (state.is === "pressed") {
      if (!state.hit && !pointer.shift && !pointer.mod) this.host.select([]);
      if (state.collapse) this.host.select([state.collapse]);
    } else if (state.is === "changing") {
      const changes = state.before.flatMap((shape, i) =>
        state.after[i] === shape ? [] : [replacing(shape, state.after[i]!)]
      );
      this.host.commit({ title: state.title, changes });
    }
    this.#hover(pointer);
  }

  cancel(): boolean {
    const was = this.busy;
    this.#state = { is: "idle" };
    this.#snap = null;
    if (was) this.host.draft(null);
    return was;
  }

  #begin(from: PointerAt, hit: Hit | null) {
    const { host } = this;
    if (!hit) {
      this.#state = { is: "marquee", from: from.at, kept: new Set(from.shift || from.mod ? host.selection : []) };
      return;
    }
    const shapes = isGrip(hit) ? [hit.id] : [...host.selection];
    const before = shapes.map((id) => host.scene.get(id)).filter((shape) =>
      shape !== undefined && !host.scene.isLocked(shape.id)
    ) as Shape[];
    const change = host.editable && before.length > 0 ? this.#changing(hit, from, before) : null;
    this.#state = change ? { is: "changing", ...change, before, after: before } : { is: "idle" };
  }

  #changing(hit: Hit, from: PointerAt, before: Shape[]): { title: string; change: (to: PointerAt) => Shape[] } | null {
    const size = this.host.viewport.image;
    const only = before[0]!;
    const { geometry } = only;
    if (hit.part === "handle") {
      const box = boundsOf(geometry);
      const change = (at: XY) =>
        geometry.type === "rotated_box"
          ? rotatedResized(geometry, hit.handle, at, size)
          : boxGeometry(resized(box, hit.handle, at, size));
      return { title: "Resize", change: (to) => [{ ...only, geometry: change(this.#point(to, only)) }] };
    }
    if (hit.part === "turn") {
      if (geometry.type !== "rotated_box") return null;
      return {
        title: "Turn",
        change: (to) => [{ ...only, geometry: rotatedTurned(geometry, from.at, to.at, to.shift) }],
      };
    }
    if (hit.part === "vertex" && only.geometry.type === "keypoints") {
      const { geometry } = only;
      return {
        title: "Move a point",
        change: ({ at }) => [{ ...only, geometry: pointMoved(geometry, hit.index, at, size) }],
      };
    }
    if (hit.part === "vertex" || hit.part === "middle") {
      if (!isOutline(geometry)) return null;
      const inserted = hit.part === "middle";
      const outline = inserted ? vertexInserted(geometry, hit.ring, hit.index, from.at) : geometry;
      const index = inserted ? hit.index + 1 : hit.index;
      return {
        title: inserted ? "Add a vertex" : "Move a vertex",
        change: (to) => [{ ...only, geometry: vertexMoved(outline, hit.ring, index, this.#point(to, only), size) }],
      };
    }
    const movable = before.filter((shape) => canMove(shape.geometry));
    if (movable.length === 0) return null;
    const around = movable.map((shape) => boundsOf(shape.geometry)).reduce(union);
    return {
      title: movable.length === 1 ? "Move" : `Move ${movable.length} objects`,
      change: (to) => {
        const wanted = this.#shift(to, to.at.x - from.at.x, to.at.y - from.at.y, movable);
        const shift = clampShift(around, wanted.x, wanted.y, size);
        return before.map((shape) =>
          canMove(shape.geometry) ? { ...shape, geometry: moved(shape.geometry, shift.x, shift.y) } : shape
        );
      },
    };
  }

  /** Where the pointer puts a corner, a side or a vertex of `shape`. */
  #point(pointer: PointerAt, shape: Shape): XY {
    const { at, snap } = snapped(this.host, pointer, new Set([shape.id]));
    this.#snap = snap;
    return at;
  }

  /** How far shapes are moved: onto a neighbour's border where one of their vertices comes near it. */
  #shift(pointer: PointerAt, x: number, y: number, shapes: readonly Shape[]): XY {
    this.#snap = null;
    if (!this.host.snapping(pointer)) return { x, y };
    const corners = shapes.flatMap((shape) => linesOf(shape.geometry).rings.flat());
    if (corners.length > snappedUpTo) return { x, y };
    const there = corners.map(([cx, cy]) => ({ x: cx + x, y: cy + y }));
    const held = snapShift(this.host.scene, there, this.host.reach.handle, new Set(shapes.map(({ id }) => id)));
    this.#snap = held?.snap ?? null;
    return held ? { x: x + held.x, y: y + held.y } : { x, y };
  }

  #removeVertex(hit: Extract<Hit, { part: "vertex" }>) {
    const shape = this.host.scene.get(hit.id);
    if (!shape || !this.host.editable || !isOutline(shape.geometry)) return;
    const geometry = vertexRemoved(shape.geometry, hit.ring, hit.index);
    if (geometry) this.host.commit({ title: "Remove a vertex", changes: [replacing(shape, { ...shape, geometry })] });
  }

  #enclosed(from: XY, to: XY): Id[] {
    const area = spanning(from, to);
    const { scene } = this.host;
    return scene.query(area).filter((e) => containsBounds(area, e.bounds) && !scene.isLocked(e.shape.id)).map((e) =>
      e.shape.id
    );
  }

  #hover(pointer: PointerAt) {
    const hit = this.host.hit(pointer.at);
    this.host.hover(hit?.id ?? null);
    this.host.cursor(cursorFor(hit, this.host));
  }
}

function cursorFor(hit: Hit | null, host: ToolHost): string {
  if (!hit) return "default";
  if (hit.part === "handle") return resizeCursors[(hit.handle + eighths(host.scene.get(hit.id))) % 8]!;
  if (hit.part === "turn") return "grab";
  if (hit.part === "vertex") return "move";
  if (hit.part === "middle") return "copy";
  return host.selection.has(hit.id) && host.editable ? "move" : "pointer";
}

/** By how many eighths of a turn a shape's handles point elsewhere than those of an upright box. */
function eighths(shape: Shape | undefined): number {
  return shape?.geometry.type === "rotated_box" ? (Math.round(shape.geometry.angle / 45) + 8) % 8 : 0;
}
