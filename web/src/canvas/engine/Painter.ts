// One requestAnimationFrame for all surfaces: whoever changed something says which surface, the frame paints those once.
import type { Scene } from "../scene/Scene.ts";
import { ImageLayer } from "../paint/ImageLayer.ts";
import { MaskPreview } from "../paint/MaskPreview.ts";
import { PictureFilter } from "../paint/PictureFilter.ts";
import { type OverlayState, paintOverlay } from "../paint/Overlay.ts";
import type { Looks } from "../paint/paintShapes.ts";
import type { PaintStyle } from "../paint/paintStyle.ts";
import { ShapeLayer } from "../paint/ShapeLayer.ts";
import type { Viewport } from "../view/viewport.ts";
import { type SurfaceName, Surfaces } from "./surfaces.ts";

export interface PainterSource {
  viewport: () => Viewport;
  looks: () => Looks;
  overlay: () => OverlayState;
}

export class Painter {
  readonly picture = new ImageLayer();
  readonly surfaces: Surfaces;
  readonly #shapes: ShapeLayer;
  readonly #mask = new MaskPreview();
  /** brightness and the like of the photograph alone */
  readonly pictureFilter: PictureFilter;
  #stale = new Set<SurfaceName>();
  #frame = 0;
  /** nothing is on the overlay: panning need not clear it again */
  #overlayBlank = false;
  /** main-thread milliseconds of each frame painted, for measuring; off unless someone listens */
  onFrame: ((milliseconds: number) => void) | null = null;

  constructor(
    root: HTMLElement,
    private readonly scene: Scene,
    private readonly source: PainterSource,
    onResize: () => void,
  ) {
    this.surfaces = new Surfaces(root, onResize);
    this.pictureFilter = new PictureFilter(root, this.surfaces.canvas("picture"));
    this.#shapes = new ShapeLayer(scene, source.looks, () => this.need("shapes"));
    this.picture.onReady = () => this.need("picture");
    scene.onDirty = (bounds) => {
      this.#shapes.invalidate(bounds);
      this.need("shapes", "overlay");
    };
  }

  need(...names: SurfaceName[]) {
    for (const name of names) this.#stale.add(name);
    if (this.#frame === 0 && this.#stale.size > 0) this.#frame = requestAnimationFrame((now) => this.#paint(now));
  }

  /** Labels changed their colours. */
  restyle() {
    this.#shapes.restyle();
    this.need("shapes", "overlay");
  }

  setStyle(style: PaintStyle) {
    this.#shapes.setStyle(style);
    this.need("shapes", "overlay");
  }

  #paint(now: number) {
    this.#frame = 0;
    const started = this.onFrame ? performance.now() : 0;
    const stale = this.#stale;
    this.#stale = new Set();
    const v = onPixels(this.source.viewport());
    const scale = v.scale * v.ratio;
    if (stale.has("picture")) {
      const ctx = this.surfaces.blank("picture");
      ctx.setTransform(scale, 0, 0, scale, v.offsetX * v.ratio, v.offsetY * v.ratio);
      this.picture.paint(ctx, v);
    }
    if (stale.has("shapes")) {
      const ctx = this.surfaces.blank("shapes");
      ctx.setTransform(scale, 0, 0, scale, v.offsetX * v.ratio, v.offsetY * v.ratio);
      this.#shapes.paint(ctx, v, now);
    }
    const moving = this.source.overlay();
    const empty = moving.selection.size === 0 && !moving.hover && !moving.draft && !moving.keyAt;
    if (stale.has("overlay") && !(empty && this.#overlayBlank)) {
      this.#overlayBlank = empty;
      const ctx = this.surfaces.blank("overlay");
      ctx.setTransform(v.ratio, 0, 0, v.ratio, 0, 0);
      if (moving.draft?.mask) this.#mask.paint(ctx, v, moving.draft.mask, this.#maskColour(moving));
      paintOverlay(ctx, v, this.scene, this.source.looks(), moving);
    }
    this.onFrame?.(performance.now() - started);
  }

  #maskColour({ draft, draftColour }: OverlayState): string {
    const labelId = draft?.mask?.labelId;
    return labelId ? this.source.looks()(labelId).color : draftColour;
  }

  close() {
    cancelAnimationFrame(this.#frame);
    this.#frame = -1;
    this.#shapes.close();
    this.picture.show(null);
    this.pictureFilter.close();
    this.surfaces.close();
    this.scene.onDirty = () => {};
  }
}

/** Offsets on whole device pixels, so that tiles and pixels of the photograph are not smeared over two. */
function onPixels(v: Viewport): Viewport {
  return {
    ...v,
    offsetX: Math.round(v.offsetX * v.ratio) / v.ratio,
    offsetY: Math.round(v.offsetY * v.ratio) / v.ratio,
  };
}
