// Tools are small state machines without a canvas: pointer and keys in, previews and commands out through the host.
import type { Geometry, Id, Skeleton } from "../../api/types.ts";
import type { Bounds, XY } from "../geometry/bounds.ts";
import type { Command } from "../edit/History.ts";
import type { Raster } from "../mask/Raster.ts";
import type { Reach } from "../scene/hit.ts";
import type { Hit } from "../scene/hit.ts";
import type { Scene } from "../scene/Scene.ts";
import type { Change, Shape } from "../scene/shape.ts";
import type { Viewport } from "../view/viewport.ts";

export type ToolName = "select" | "box" | "rotated" | "polygon" | "polyline" | "mask" | "keypoints";

export interface PointerAt {
  /** image pixels */
  at: XY;
  /** CSS pixels from the canvas' top left */
  view: XY;
  shift: boolean;
  alt: boolean;
  /** Ctrl or Command */
  mod: boolean;
  /** 2 on the second press of a double click */
  clicks: number;
  /** moved by keys: however little, it was meant */
  keys?: boolean;
}

/** What a tool shows beyond the scene, painted on the overlay. */
export interface Draft {
  /** a geometry being drawn or changed, in the colour of `labelId` */
  geometry?: Geometry;
  labelId?: Id | null;
  /** vertices put down so far, with the rubber line to `cursor` */
  path?: readonly XY[];
  /** the freehand line that goes on from the last of them */
  stroke?: readonly XY[];
  cursor?: XY | null;
  /** the path would close here */
  closing?: boolean;
  /** where a vertex or an edge of a neighbour took hold */
  snap?: XY | null;
  /** guide lines through this point */
  cross?: XY | null;
  /** a selection rectangle */
  marquee?: { from: XY; to: XY };
  /** shapes as they would become; they are lifted off the static picture meanwhile */
  changed?: readonly Shape[];
  /** shapes that are shown by other means meanwhile */
  lifted?: readonly Id[];
  /** a mask as its pixels are now, in the colour of its label; `dirty` is what changed since it was last painted */
  mask?: MaskDraft;
  /** an object as far as it is drawn, in the look of its label */
  ghost?: Shape;
  /** the brush, `size` image pixels across */
  ring?: { at: XY; size: number; square: boolean } | null;
  /** a word beside the pointer */
  note?: { at: XY; text: string } | null;
}

export interface MaskDraft {
  raster: Raster;
  dirty: { bounds: Bounds };
  labelId: Id | null;
}

export interface ToolHost {
  readonly viewport: Viewport;
  readonly scene: Scene;
  readonly selection: ReadonlySet<Id>;
  /** may shapes be changed here */
  readonly editable: boolean;
  /** tolerances in image pixels for the pointer in use */
  readonly reach: Reach;
  /** do neighbours' borders take hold of this pointer: switched on, or Ctrl held (which turns either into the other) */
  snapping(pointer: PointerAt): boolean;
  hit(at: XY): Hit | null;
  select(ids: Iterable<Id>): void;
  hover(id: Id | null): void;
  draft(draft: Draft | null): void;
  commit(command: Command): void;
  /** a new object was drawn: the host gives it an id and a label; `also` changes others in the same step */
  drawn(geometry: Geometry, also?: readonly Change[]): Shape | null;
  cursor(name: string): void;
  /** tells the person why something did not happen */
  say(text: string): void;
  /** the label of what is drawn next */
  readonly labelId: Id | null;
  skeletonOf(labelId: Id): Skeleton | null;
}

export interface Tool {
  readonly name: ToolName;
  /** something is half done: Esc ends it, and keys of the page stay away */
  readonly busy: boolean;
  down(pointer: PointerAt): void;
  move(pointer: PointerAt): void;
  up(pointer: PointerAt): void;
  /** true when the key was the tool's */
  key?(name: "Enter" | "Backspace"): boolean;
  /** Enter is the tool's (`key`) although nothing is half done */
  readonly takesEnter?: boolean;
  /** by keys: Enter presses, the arrows drag, Enter lets go */
  readonly drags?: boolean;
  /** the wheel with Ctrl; true when it was the tool's */
  wheel?(delta: number): boolean;
  /** the other mouse button; true when it was the tool's */
  secondary?(pointer: PointerAt): boolean;
  /** the pointer left the canvas while nothing was half done */
  left?(): void;
  /** the selection or the scene changed */
  settled?(): void;
  /** gives up what is half done; true when there was something */
  cancel(): boolean;
}

/** How far a press may stray and still be a click, in CSS pixels. */
export const clickSlop = 4;

export function strayed(a: PointerAt, b: PointerAt): boolean {
  if (b.keys) return a.at.x !== b.at.x || a.at.y !== b.at.y;
  return Math.hypot(a.view.x - b.view.x, a.view.y - b.view.y) > clickSlop;
}
