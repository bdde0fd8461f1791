// The static shapes on their canvas: painted whole while few, from tiles that a worker paints when many.
import { type Bounds, grow } from "../geometry/bounds.ts";
import type { Scene } from "../scene/Scene.ts";
import { fitScale, type Viewport, visible } from "../view/viewport.ts";
import { haloWidth, type Looks, paintShapes } from "./paintShapes.ts";
import { type PaintStyle, plainStyle } from "./paintStyle.ts";
import { TileCache } from "./TileCache.ts";
import { startWorker, TilePainter } from "./TilePainter.ts";
import type { Context2D } from "./trace.ts";

/** line segments; a software rasteriser strokes about this many in 2 ms */
const paintWholeBelow = 2500;
const settleMs = 120;
const manyTiles = 48;
/** More than so many stretched tiles cost more than a frame has: the overview stands in for them. */
const fewTiles = 16;

export class ShapeLayer {
  #painter: TilePainter | null = null;
  /** no worker here (an old browser): everything is painted whole, slower but right */
  #workless = false;
  #tiles: TileCache | null = null;
  /** the tiles of the scale before, shown until those of the new one are painted */
  #previous: TileCache | null = null;
  #style: PaintStyle = plainStyle;
  /** the tiles of the fitted scale, kept: a zoom far out of a fine scale shows them instead of hundreds of fine ones */
  #overview: TileCache | null = null;
  #lastScale = 0;
  #scaleSince = 0;

  /** `need`: paint another frame. */
  constructor(private readonly scene: Scene, private readonly looks: () => Looks, private readonly need: () => void) {}

  invalidate(bounds: Bounds | null) {
    for (const cache of this.#caches()) cache.invalidate(bounds);
  }

  restyle() {
    this.#painter?.restyle();
    this.invalidate(null);
  }

  setStyle(style: PaintStyle) {
    this.#style = style;
    this.#painter?.setStyle(style);
    this.invalidate(null);
  }

  /** Paints one frame; the context's transform maps image pixels. */
  paint(ctx: Context2D, v: Viewport, now: number) {
    const area = visible(v);
    const painter = this.scene.cost > paintWholeBelow ? this.#start() : null;
    if (painter) return this.#paintTiles(ctx, painter, v, area, now);
    this.#dropTiles();
    const entries = this.scene.query(grow(area, haloWidth / v.scale)).filter((entry) =>
      !this.scene.isLifted(entry.shape.id)
    );
    paintShapes(ctx, entries, this.looks(), { unit: 1 / v.scale, ...this.#style });
  }

  #paintTiles(ctx: Context2D, painter: TilePainter, v: Viewport, area: Bounds, now: number) {
    const scale = v.scale * v.ratio;
    if (scale !== this.#lastScale) {
      this.#lastScale = scale;
      this.#scaleSince = now;
    }
    // While the zoom moves the old tiles are stretched: painting for a scale that lasts one frame would be work lost.
    const settled = now - this.#scaleSince >= settleMs;
    if (!this.#tiles || (settled && this.#tiles.scale !== scale)) {
      this.#change(painter, v, scale);
    }
    const tiles = this.#tiles!;
    const exact = tiles.scale === scale;
    const far = !exact && this.#overview !== null && tiles.countOver(area) > fewTiles;
    if (this.#previous) this.#drawPrevious(ctx, area);
    (far ? this.#overview! : tiles).draw(ctx, area);
    // First what is seen, then a ring around it, so that panning finds tiles ready. Zooming far out of a fine scale would
    // ask for hundreds: those wait for the new scale.
    if (exact || (!far && tiles.countOver(area) <= manyTiles)) tiles.want(area);
    if (exact) tiles.want(grow(area, 256 / v.scale));
    else this.need();
  }

  /** The old tiles where the new ones are missing; once none is, they go. */
  #drawPrevious(ctx: Context2D, area: Bounds) {
    const missing = this.#tiles!.missing(area);
    if (missing.length === 0) {
      this.#leave(this.#previous!);
      this.#previous = null;
      return;
    }
    const stand = this.#previous!.countOver(area) > fewTiles && this.#overview ? this.#overview : this.#previous!;
    ctx.save();
    ctx.beginPath();
    for (const b of missing) ctx.rect(b.x0, b.y0, b.x1 - b.x0, b.y1 - b.y0);
    ctx.clip();
    stand.draw(ctx, area);
    ctx.restore();
  }

  /** Tiles of another scale from now on. */
  #change(painter: TilePainter, v: Viewport, scale: number) {
    if (this.#previous) this.#leave(this.#previous);
    this.#previous = this.#tiles;
    const known = this.#overview?.scale === scale ? this.#overview : null;
    this.#tiles = known ?? new TileCache(painter, scale, v.ratio, this.need);
    const fitted = Math.abs(v.scale / fitScale(v) - 1) < 1e-6;
    if (!fitted || known) return;
    const old = this.#overview;
    this.#overview = this.#tiles;
    if (old && old !== this.#previous) old.close();
  }

  #leave(cache: TileCache) {
    if (cache !== this.#overview && cache !== this.#tiles) cache.close();
  }

  #caches(): Set<TileCache> {
    return new Set([this.#tiles, this.#previous, this.#overview].filter((cache) => cache !== null));
  }

  #start(): TilePainter | null {
    if (this.#painter || this.#workless) return this.#painter;
    const port = startWorker();
    if (!port) {
      this.#workless = true;
      return null;
    }
    this.#painter = new TilePainter(port, this.scene, this.looks, () => {
      this.#workless = true;
      this.close();
      this.need();
    });
    this.#painter.setStyle(this.#style);
    return this.#painter;
  }

  #dropTiles() {
    for (const cache of this.#caches()) cache.close();
    this.#tiles = this.#previous = this.#overview = null;
  }

  close() {
    this.#dropTiles();
    this.#painter?.close();
    this.#painter = null;
  }
}
