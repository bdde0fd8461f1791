import type { Id } from "../../api/types.ts";
import { type Bounds, nothing, type Size, union, type XY } from "../geometry/bounds.ts";
import { type BrushOptions, resized, standardBrush } from "../mask/BrushOptions.ts";
import { eachRunOfRings, eachRunOfStroke, type Run, strokeBounds } from "../mask/brush.ts";
import { type MaskGeometry, maskOfRaster, rasterOfMask } from "../mask/maskGeometry.ts";
import { Raster } from "../mask/Raster.ts";
import { erasedUnder } from "../mask/under.ts";
import { deleting, replacing, type Shape } from "../scene/shape.ts";
import { Told } from "../edit/Told.ts";
import { PathDraft } from "./PathDraft.ts";
import type { PointerAt, Tool, ToolHost } from "./Tool.ts";

/** The mask that is painted on: its pixels, and (from the end of its first stroke) the object they are. */
interface Target {
  raster: Raster;
  shape: Shape | null;
  /** what changed since it was last shown; whoever shows it empties this */
  dirty: { bounds: Bounds };
}

interface Stroke {
  /** what the brush has covered, whether or not it changed anything; null when no other mask is to lose it */
  covered: Raster | null;
  erasing: boolean;
  last: XY;
}

/** Up to so many pixels the window is the whole image from the start: growing it would copy megabytes within a stroke. */
const wholeUpTo = 32e6;

function roomIn({ width, height }: Size): Bounds {
  return width * height <= wholeUpTo ? { x0: 0, y0: 0, x1: width, y1: height } : nothing;
}

/**
 * Masks by brush and eraser. A stroke goes on in the one selected mask, or begins a new one; each stroke is one command, with
 * what it takes from other masks. Between strokes the painted mask is shown from its pixels, not decoded anew.
 */
export class MaskTool implements Tool {
  readonly name = "mask";
  readonly options = new Told<BrushOptions>(standardBrush);
  #target: Target | null = null;
  #stroke: Stroke | null = null;
  #path: PathDraft;
  #at: XY | null = null;
  /** the last stroke came from a pointer, whose Enter begins a new object */
  #byPointer = false;

  constructor(private readonly host: ToolHost) {
    this.#path = new PathDraft(host);
    this.options.listen(() => this.#show());
  }

  get busy(): boolean {
    return this.#stroke !== null || this.#path.busy;
  }

  /** An outline is clicked point by point. */
  get drags(): boolean {
    return this.options.value.tip !== "outline";
  }

  /** Enter is this tool's although nothing is half done: it ends the object. */
  get takesEnter(): boolean {
    return this.#byPointer && this.#selected() !== null;
  }

  set(change: Partial<BrushOptions>) {
    this.#path.clear();
    this.options.set({ ...this.options.value, ...change });
  }

  down(pointer: PointerAt) {
    this.#finish();
    this.#at = pointer.at;
    this.#byPointer = !pointer.keys;
    this.host.hover(null);
    if (this.options.value.tip === "outline") {
      if (this.#path.down(pointer)) this.#fillPath(pointer.alt);
      return this.#show();
    }
    this.#begin(pointer.alt);
    this.#paint(pointer.at);
    this.#show();
  }

  move(pointer: PointerAt) {
    this.#at = pointer.at;
    this.host.hover(null);
    this.host.cursor("crosshair");
    if (this.#stroke) this.#paint(pointer.at);
    else if (this.options.value.tip === "outline") this.#path.move(pointer);
    this.#show();
  }

  up(pointer: PointerAt) {
    this.#at = pointer.at;
    if (this.#stroke) this.#paint(pointer.at);
    this.#finish();
    this.#show();
  }

  key(name: "Enter" | "Backspace"): boolean {
    if (this.#path.busy) {
      if (name === "Backspace") this.#path.back();
      else if (this.#path.closable) this.#fillPath(false);
      this.#show();
      return true;
    }
    if (name === "Backspace" || !this.takesEnter) return false;
    this.begin();
    return true;
  }

  wheel(delta: number): boolean {
    this.set({ size: resized(this.options.value.size, delta < 0 ? 1 : -1) });
    return true;
  }

  /** The next stroke begins a new object. */
  begin() {
    this.#finish();
    this.#target = null;
    this.host.select([]);
    this.#show();
  }

  cancel(): boolean {
    const was = this.busy;
    this.#stroke = null;
    this.#target = null;
    this.#path.clear();
    this.host.draft(null);
    return was;
  }

  /** The pointer left the canvas: no ring stays behind. */
  left() {
    this.#at = null;
    this.#show();
  }

  /** The selection or the scene changed: pixels of a mask that is no more what is selected are let go. */
  settled() {
    if (this.#stroke || !this.#target || this.#target.shape === this.#selected()) return;
    this.#target = null;
    this.#show();
  }

  #selected(): Shape | null {
    const { selection, scene } = this.host;
    const shape = selection.size === 1 ? scene.get([...selection][0]!) : undefined;
    return shape?.geometry.type === "mask" && !scene.isLocked(shape.id) && !scene.isHidden(shape.id) ? shape : null;
  }

  #begin(inverted: boolean) {
    const shape = this.#selected();
    const { image } = this.host.viewport;
    if (!this.#target || this.#target.shape !== shape) {
      const known = shape && (shape.geometry as MaskGeometry);
      // A mask of another size (of a picture that was replaced) cannot be gone on with.
      const fits = known && known.size[0] === image.height && known.size[1] === image.width;
      this.#target = {
        raster: known && fits ? rasterOfMask(known) : new Raster(image),
        shape: fits ? shape : null,
        dirty: { bounds: nothing },
      };
    }
    this.#target.raster.reserve(roomIn(image));
    const erasing = this.options.value.erasing !== inverted;
    const covered = erasing || this.options.value.under === "none" ? null : new Raster(image);
    covered?.reserve(roomIn(image));
    this.#stroke = { covered, erasing, last: this.#at! };
  }

  #paint(to: XY) {
    const { size, tip } = this.options.value;
    const reach = strokeBounds(this.#stroke!.last, to, size);
    // The windows grow once a step, not at each column of it.
    this.#stroke!.covered?.reserve(reach);
    if (!this.#stroke!.erasing) this.#target!.raster.reserve(reach);
    eachRunOfStroke(this.#stroke!.last, to, size, tip === "square" ? "square" : "round", this.#cover);
    this.#changed(reach);
    this.#stroke!.last = to;
  }

  #cover: Run = (x, y0, y1) => {
    this.#stroke!.covered?.fill(x, y0, y1, 1);
    this.#target!.raster.fill(x, y0, y1, this.#stroke!.erasing ? 0 : 1);
  };

  #fillPath(inverted: boolean) {
    const ring = this.#path.take();
    this.#begin(inverted);
    eachRunOfRings([ring], this.#cover);
    this.#changed({ x0: 0, y0: 0, x1: Infinity, y1: Infinity });
    this.#finish();
  }

  #changed(bounds: Bounds) {
    const { dirty } = this.#target!;
    dirty.bounds = union(dirty.bounds, bounds);
  }

  /** The stroke becomes a command. */
  #finish() {
    const stroke = this.#stroke;
    const target = this.#target;
    this.#stroke = null;
    if (!stroke || !target) return;
    const geometry = maskOfRaster(target.raster);
    const { shape } = target;
    const others = stroke.covered ? this.#under(stroke.covered, shape?.id ?? null) : [];
    if (!shape) {
      const made = geometry && this.host.drawn(geometry, others);
      this.#target = made ? { ...target, shape: made } : null;
      return;
    }
    if (!geometry) {
      this.#target = null;
      this.host.commit({ title: "Erase a mask", changes: [deleting(shape)] });
      return;
    }
    if (geometry.counts === (shape.geometry as MaskGeometry).counts && others.length === 0) return;
    const after = { ...shape, geometry };
    target.shape = after;
    this.host.commit({
      title: stroke.erasing ? "Erase" : "Paint",
      changes: [replacing(shape, after), ...others],
    });
  }

  #under(covered: Raster, mine: Id | null) {
    const { under } = this.options.value;
    const label = mine ? this.host.scene.get(mine)?.labelId : this.host.labelId;
    return erasedUnder(
      this.host.scene,
      covered,
      (shape) => shape.id !== mine && (under === "all" || shape.labelId === label),
    );
  }

  #show() {
    const { tip, size } = this.options.value;
    const target = this.#target;
    const ring = this.#at && tip !== "outline" ? { at: this.#at, size, square: tip === "square" } : null;
    if (!ring && !target && !this.#path.busy) return this.host.draft(null);
    this.host.draft({
      ...(tip === "outline" ? this.#path.draft() : {}),
      ring,
      ...(target
        ? {
          mask: { raster: target.raster, dirty: target.dirty, labelId: target.shape?.labelId ?? null },
          lifted: target.shape ? [target.shape.id] : [],
        }
        : {}),
    });
  }
}
