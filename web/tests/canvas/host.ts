// A tool host without a canvas: records what tools say, over a real scene and a real viewport.
import type { Geometry, Id, Skeleton } from "../../src/api/types.ts";
import type { XY } from "../../src/canvas/geometry/bounds.ts";
import type { Command } from "../../src/canvas/edit/History.ts";
import { type Hit, hitGrip, hitShape } from "../../src/canvas/scene/hit.ts";
import { type Change, creating, type Shape } from "../../src/canvas/scene/shape.ts";
import { shape } from "./shapes.ts";
import type { Scene } from "../../src/canvas/scene/Scene.ts";
import type { Draft, PointerAt, Tool, ToolHost } from "../../src/canvas/tools/Tool.ts";
import type { Viewport } from "../../src/canvas/view/viewport.ts";

export class Host implements ToolHost {
  selection: ReadonlySet<Id> = new Set();
  editable = true;
  readonly reach = { handle: 8, edge: 5 };
  commands: Command[] = [];
  geometries: Geometry[] = [];
  shown: Draft | null = null;
  hovered: Id | null = null;
  cursorName = "";
  labelId: Id | null = "label";
  skeleton: Skeleton | null = null;
  /** one CSS pixel an image pixel, offset nothing */
  readonly viewport: Viewport = {
    scale: 1,
    offsetX: 0,
    offsetY: 0,
    view: { width: 640, height: 480 },
    image: { width: 640, height: 480 },
    ratio: 1,
  };

  constructor(readonly scene: Scene) {}

  snaps = false;
  told: string[] = [];
  snapping(pointer: PointerAt): boolean {
    return this.snaps !== pointer.mod;
  }
  say(text: string) {
    this.told.push(text);
  }

  hit(at: XY): Hit | null {
    const entry = this.selection.size === 1 ? this.scene.entry([...this.selection][0]!) : undefined;
    return (entry && hitGrip(entry, at, this.reach)) ?? hitShape(this.scene, at, this.reach);
  }
  select(ids: Iterable<Id>) {
    this.selection = new Set(ids);
  }
  hover(id: Id | null) {
    this.hovered = id;
  }
  draft(draft: Draft | null) {
    this.shown = draft;
  }
  commit(command: Command) {
    this.scene.apply(command.changes);
    this.commands.push(command);
  }
  /** born shapes are in the scene and selected, as the engine has it */
  drawn(geometry: Geometry, also: readonly Change[] = []): Shape | null {
    this.geometries.push(geometry);
    const made = shape(`drawn-${this.geometries.length}`, geometry, this.labelId ?? "label");
    this.commit({ title: "Draw", changes: [creating(made), ...also] });
    this.select([made.id]);
    return made;
  }
  skeletonOf(): Skeleton | null {
    return this.skeleton;
  }
  cursor(name: string) {
    this.cursorName = name;
  }
}

export function pointer(x: number, y: number, more: Partial<PointerAt> = {}): PointerAt {
  return { at: { x, y }, view: { x, y }, shift: false, alt: false, mod: false, clicks: 1, ...more };
}

export function click(tool: Tool, x: number, y: number, more: Partial<PointerAt> = {}) {
  tool.down(pointer(x, y, more));
  tool.up(pointer(x, y, more));
}

export function drag(tool: Tool, from: [number, number], to: [number, number], more: Partial<PointerAt> = {}) {
  tool.down(pointer(...from, more));
  tool.move(pointer((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, more));
  tool.move(pointer(...to, more));
  tool.up(pointer(...to, more));
}
