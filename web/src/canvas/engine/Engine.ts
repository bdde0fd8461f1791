// The canvas as one object: what a page needs to show an image with its shapes and let people change them.
// Framework-free; the page is told at the end of a gesture, never in the middle of one.
import type { Geometry, Id, Skeleton } from "../../api/types.ts";
import type { Size, XY } from "../geometry/bounds.ts";
import { type Command, History } from "../edit/History.ts";
import { type Hit, hitGrip, hitShape, type Reach } from "../scene/hit.ts";
import { Scene } from "../scene/Scene.ts";
import { creating, type Shape } from "../scene/shape.ts";
import type { LabelLook } from "../paint/paintShapes.ts";
import type { PaintStyle } from "../paint/paintStyle.ts";
import { BoxTool } from "../tools/BoxTool.ts";
import { KeypointsTool } from "../tools/KeypointsTool.ts";
import { MaskTool } from "../tools/MaskTool.ts";
import { PolygonTool } from "../tools/PolygonTool.ts";
import { PolylineTool } from "../tools/PolylineTool.ts";
import { RotatedBoxTool } from "../tools/RotatedBoxTool.ts";
import { SelectTool } from "../tools/SelectTool.ts";
import type { TileSource } from "../paint/PictureTiles.ts";
import type { Draft, PointerAt, Tool, ToolHost, ToolName } from "../tools/Tool.ts";
import * as view from "../view/viewport.ts";
import { turnVisibilityAt } from "./keypointActions.ts";
import { Input } from "./Input.ts";
import { KeyPointer } from "./KeyPointer.ts";
import { Painter } from "./Painter.ts";
import { startOf } from "./grips.ts";

export interface EngineEvents {
  /** a gesture or a key changed shapes (also undo and redo) */
  commanded(command: Command): void;
  selected(ids: ReadonlySet<Id>): void;
  hovered(id: Id | null): void;
  /** the pointer, in image pixels; null when it left. At most once a frame is enough, so listeners write text, not state. */
  pointed(at: XY | null, draft: Geometry | null): void;
  viewed(viewport: view.Viewport): void;
  tooled(tool: ToolName): void;
  /** a shape for a new geometry, or null when it may not be made (no label chosen) */
  born(geometry: Geometry): Shape | null;
  /** why a gesture came to nothing */
  said(text: string): void;
}

export interface EngineLooks {
  lookOf(labelId: Id): LabelLook;
  nameOf(labelId: Id): string;
  /** colour of what is being drawn */
  draftColour(): string;
  /** the label of what is drawn next */
  labelId(): Id | null;
}

const reachMouse = { handle: 8, edge: 5 };
const reachTouch = { handle: 18, edge: 12 };

export class Engine implements ToolHost {
  readonly scene = new Scene();
  /** may be handed in, to outlive the engine and the picture */
  history = new History();
  #place = "";
  readonly painter: Painter;
  viewport: view.Viewport;
  selection: ReadonlySet<Id> = new Set();
  /** neighbours' borders take hold of what is drawn and dragged */
  snaps = false;
  #editable = true;
  #hover: Id | null = null;
  #draft: Draft | null = null;
  #tool: Tool;
  #tools: { [name in ToolName]: Tool };
  #polygon: PolygonTool;
  /** what a person chose, which nobody takes away while an image is on its way */
  #chosen: ToolName = "select";
  #shown: ToolName = "select";
  #input: Input;
  readonly mask = new MaskTool(this);
  readonly keypoints = new KeypointsTool(this);
  /** draws by keys */
  readonly keyPointer = new KeyPointer(this);
  #cursor = "default";
  #grab: string | null = null;
  #touch = false;

  constructor(readonly root: HTMLElement, private readonly looks: EngineLooks, private readonly events: EngineEvents) {
    const source = {
      viewport: () => this.viewport,
      looks: () => (id: Id) => this.looks.lookOf(id),
      overlay: () => ({
        selection: this.selection,
        hover: this.#hover,
        draft: this.#draft,
        // Grips are the select tool's: another tool would draw through them.
        editable: this.editable && this.#tool.name === "select",
        keyAt: this.keyPointer.at,
        reach: this.reach,
        draftColour: this.looks.draftColour(),
        nameOf: (id: Id) => this.looks.nameOf(id),
      }),
    };
    this.painter = new Painter(root, this.scene, source, () => this.#resize());
    const { size, ratio } = this.painter.surfaces;
    this.viewport = view.createViewport(size, { width: 1, height: 1 }, ratio);
    this.#polygon = new PolygonTool(this);
    this.#tools = {
      select: new SelectTool(this),
      box: new BoxTool(this),
      rotated: new RotatedBoxTool(this),
      polygon: this.#polygon,
      polyline: new PolylineTool(this),
      mask: this.mask,
      keypoints: this.keypoints,
    };
    this.#tool = this.#tools.select;
    this.#input = new Input(root, {
      toImage: (p) => view.toImage(this.viewport, p),
      pan: (dx, dy) => this.setViewport(view.panned(this.viewport, dx, dy)),
      zoom: (factor, at) => this.setViewport(view.zoomedBy(this.viewport, factor, at)),
      down: (p) => {
        this.#leaveKeys();
        this.#tool.down(p);
      },
      move: (p) => {
        this.#leaveKeys();
        this.#tool.move(p);
        this.events.pointed(p.at, this.#draft?.geometry ?? this.#draft?.changed?.[0]?.geometry ?? null);
      },
      up: (p) => this.#tool.up(p),
      secondary: (p) => {
        if (!this.#tool.secondary?.(p) && this.editable) turnVisibilityAt(this, p.at);
      },
      wheel: (delta) => this.#tool.wheel?.(delta) ?? false,
      leave: () => this.#leave(),
      interrupt: () => void this.#tool.cancel(),
      cursor: (name) => this.#setGrab(name),
      touch: (isTouch) => this.#touch = isTouch,
    });
  }

  // --- what is shown ---------------------------------------------------------------------------------------------------
  /** Another image: its size at once (shapes can be drawn before the pixels are here), shapes. `place`: its name in the history. */
  open(size: Size, shapes: Iterable<Shape>, place = "") {
    this.keyPointer.leave();
    this.#tool.cancel();
    this.#place = place;
    this.select([]);
    this.#hover = null;
    const { size: canvas, ratio } = this.painter.surfaces;
    this.setViewport(view.createViewport(canvas, size, ratio));
    this.scene.load(shapes);
  }

  showBitmap(bitmap: ImageBitmap | null) {
    this.painter.picture.show(bitmap);
  }

  /** A picture too large to be decoded whole, `base` (small, of all of it) until its tiles are here. Resolves when the view is sharp. */
  showTiles(source: TileSource, base: ImageBitmap | null): Promise<void> {
    return this.painter.picture.showTiles(source, base);
  }

  setViewport(next: view.Viewport) {
    if (next === this.viewport) return;
    this.viewport = next;
    this.painter.need("picture", "shapes", "overlay");
    this.events.viewed(next);
  }

  #resize() {
    const { size, ratio } = this.painter.surfaces;
    this.viewport = view.resizedTo(this.viewport, size, ratio);
    this.painter.need("picture", "shapes", "overlay");
    this.events.viewed(this.viewport);
  }

  // --- tools -----------------------------------------------------------------------------------------------------------
  get currentTool(): Tool {
    return this.#tool;
  }
  get tool(): ToolName {
    return this.#tool.name;
  }
  /** Something is half drawn or half moved. */
  get busy(): boolean {
    return this.#tool.busy;
  }

  get editable(): boolean {
    return this.#editable;
  }

  /** Whether shapes may be changed. The tool in hand rests meanwhile and comes back. */
  setEditable(editable: boolean) {
    this.#editable = editable;
    this.painter.need("overlay");
    this.#use(editable ? this.#chosen : "select");
    if (editable) this.#tell();
  }

  setTool(name: ToolName) {
    this.#chosen = name;
    if (!this.editable && name !== "select") return;
    this.#use(name);
    this.#tell();
  }

  /** The polygon tool, whose next ring is a hole of the selected polygon. False when none is selected. */
  cutHole(): boolean {
    const id = this.selection.size === 1 ? [...this.selection][0]! : null;
    if (!this.editable || !id || this.scene.get(id)?.geometry.type !== "polygon" || this.scene.isLocked(id)) {
      return false;
    }
    this.setTool("polygon");
    this.#polygon.cutInto(id);
    return true;
  }

  #tell() {
    if (this.#shown === this.#tool.name) return;
    this.#shown = this.#tool.name;
    this.events.tooled(this.#tool.name);
  }

  #use(name: ToolName) {
    if (name === this.#tool.name) return;
    this.#tool.cancel();
    this.#tool = this.#tools[name];
    // Who draws by keys goes on where they are; selecting begins at what is selected.
    if (name === "select") this.keyPointer.leave();
    else this.keyPointer.takeUp();
    this.painter.need("overlay");
    this.cursor(name === "select" ? "default" : "crosshair");
    if (name !== "select") this.hover(null);
  }

  /** How all shapes are painted: fill and outline. */
  setStyle(style: PaintStyle) {
    this.painter.setStyle(style);
  }

  toolKey(name: "Enter" | "Backspace"): boolean {
    return this.#tool.key?.(name) ?? false;
  }

  /** Esc: what is half done, then the tool, then the selection. False when there was nothing to leave. */
  escape(): boolean {
    const drewByKeys = this.keyPointer.leave();
    if (drewByKeys) this.painter.need("overlay");
    if (this.#tool.cancel() || drewByKeys) return true;
    if (this.#tool.name !== "select") return this.setTool("select"), true;
    if (this.selection.size > 0) return this.select([]), true;
    return false;
  }

  // --- changes ---------------------------------------------------------------------------------------------------------
  commit(command: Command) {
    const changes = command.changes.filter(({ before, after }) => before !== after);
    if (changes.length === 0) return;
    this.scene.apply(changes);
    this.history.push({ ...command, changes, place: this.#place });
    this.#told({ ...command, changes });
  }

  /** Changes that came from elsewhere (the server, another window): shown, not to be undone. */
  absorb(changes: Command["changes"]) {
    this.scene.apply(changes);
    this.#prune();
    this.#tool.settled?.();
  }

  undo(): string | null {
    return this.#again(this.history.undo());
  }
  redo(): string | null {
    return this.#again(this.history.redo());
  }

  #again(command: Command | null): string | null {
    if (!command) return null;
    this.#tool.cancel();
    this.scene.apply(command.changes);
    this.select(command.changes.filter((change) => change.after).map((change) => change.id));
    this.#told(command);
    return command.title;
  }

  #told(command: Command) {
    this.#prune();
    this.#tool.settled?.();
    this.events.commanded(command);
  }

  /** Nobody stays selected or hovered who is no more. */
  #prune() {
    if (this.#hover && !this.scene.get(this.#hover)) this.#hover = null;
    if ([...this.selection].some((id) => !this.scene.get(id))) {
      this.select([...this.selection].filter((id) => this.scene.get(id)));
    }
  }

  // --- ToolHost --------------------------------------------------------------------------------------------------------
  get reach(): Reach {
    const { handle, edge } = this.#touch ? reachTouch : reachMouse;
    return { handle: handle / this.viewport.scale, edge: edge / this.viewport.scale };
  }

  snapping(pointer: PointerAt): boolean {
    return this.snaps !== pointer.mod;
  }

  say(text: string) {
    this.events.said(text);
  }

  start(): XY | null {
    return startOf(this.scene, this.selection);
  }

  hit(at: XY): Hit | null {
    if (this.editable && this.selection.size === 1) {
      const entry = this.scene.entry([...this.selection][0]!);
      const open = entry && !this.scene.isHidden(entry.shape.id) && !this.scene.isLocked(entry.shape.id);
      const grip = open ? hitGrip(entry, at, this.reach) : null;
      if (grip) return grip;
    }
    return hitShape(this.scene, at, this.reach);
  }

  select(ids: Iterable<Id>) {
    const next = new Set(ids);
    if (next.size === this.selection.size && [...next].every((id) => this.selection.has(id))) return;
    this.selection = next;
    this.#tool.settled?.();
    this.painter.need("overlay");
    this.events.selected(next);
  }

  hover(id: Id | null) {
    if (id === this.#hover) return;
    this.#hover = id;
    this.painter.need("overlay");
    this.events.hovered(id);
  }

  draft(draft: Draft | null) {
    if (draft === null && this.#draft === null) return;
    this.#draft = draft;
    this.scene.lift([...(draft?.changed ?? []).map((shape) => shape.id), ...(draft?.lifted ?? [])]);
    this.painter.need("overlay");
  }

  drawn(geometry: Geometry, also: Command["changes"] = []): Shape | null {
    const shape = this.events.born(geometry);
    if (!shape) return null;
    this.commit({
      title: `Draw ${geometry.type === "keypoints" ? "" : "a "}${geometry.type.replace("_", " ")}`,
      changes: [creating(shape), ...also],
    });
    this.select([shape.id]);
    return shape;
  }

  get labelId(): Id | null {
    return this.looks.labelId();
  }

  skeletonOf(labelId: Id): Skeleton | null {
    return this.looks.lookOf(labelId).skeleton;
  }

  follow(at: XY) {
    this.painter.need("overlay");
    this.setViewport(view.revealing(this.viewport, { x0: at.x, y0: at.y, x1: at.x, y1: at.y }));
    this.events.pointed(at, this.#draft?.geometry ?? null);
  }

  cursor(name: string) {
    this.#cursor = name;
    this.root.style.cursor = this.#grab ?? name;
  }

  /** A pointer takes over from the keys: what they held falls back. */
  #leaveKeys() {
    if (this.keyPointer.holds) this.#tool.cancel();
    if (this.keyPointer.leave()) this.painter.need("overlay");
  }

  #setGrab(name: string | null) {
    this.#grab = name;
    this.root.style.cursor = name ?? this.#cursor;
  }

  #leave() {
    this.hover(null);
    if (!this.#tool.busy) this.draft(null);
    this.#tool.left?.();
    this.events.pointed(null, null);
  }

  close() {
    this.#input.close();
    this.painter.close();
  }
}
