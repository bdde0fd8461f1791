// The static shapes on their canvas: painted whole while few, from tiles that a worker paints when many.
import { type Bounds, grow } from "../geometry/bounds.ts";
import type { Scene } from "../scene/Scene.ts";
import { type Viewport, visible } from "../view/viewport.ts";
import { haloWidth, type Looks, paintShapes } from "./paintShapes.ts";
import { TileCache } from "./TileCache.ts";
import { startWorker, TilePainter } from "./TilePainter.ts";
import type { Context2D } from "./trace.ts";

/** line segments; a software rasteriser strokes about this many in 2 ms */
const paintWholeBelow = 2500;
const settleMs = 120;
const manyTiles = 48;

export class ShapeLayer {
  #painter: TilePainter | null = null;
  /** no worker here (an old browser): everything is painted whole, slower but right */
  #workless = false;
  #tiles: TileCache | null = null;
  /** the tiles of the scale before, shown until those of the new one are painted */
  #previous: TileCache | null = null;
  #lastScale = 0;
  #scaleSince = 0;

  /** `need`: paint another frame. */
  constructor(private readonly scene: Scene, private readonly looks: () => Looks, private readonly need: () => void) {}

  invalidate(bounds: Bounds | null) {
    this.#tiles?.invalidate(bounds);
    this.#previous?.invalidate(bounds);
  }

  restyle() {
    this.#painter?.restyle();
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
    paintShapes(ctx, entries, this.looks(), { unit: 1 / v.scale });
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
      this.#previous?.close();
      this.#previous = this.#tiles;
      this.#tiles = new TileCache(painter, scale, v.ratio, this.need);
    }
    const exact = this.#tiles.scale === scale;
    if (this.#previous) this.#drawPrevious(ctx, area);
    this.#tiles.draw(ctx, area);
    // First what is seen, then a ring around it, so that panning finds tiles ready. Zooming far out of a fine scale would
    // ask for hundreds: those wait for the new scale.
    if (exact || this.#tiles.countOver(area) <= manyTiles) this.#tiles.want(area);
    if (exact) this.#tiles.want(grow(area, 256 / v.scale));
    else this.need();
  }

  /** The old tiles where the new ones are missing; once none is, they go. */
  #drawPrevious(ctx: Context2D, area: Bounds) {
    const missing = this.#tiles!.missing(area);
    if (missing.length === 0) {
      this.#previous!.close();
      this.#previous = null;
      return;
    }
    ctx.save();
    ctx.beginPath();
    for (const b of missing) ctx.rect(b.x0, b.y0, b.x1 - b.x0, b.y1 - b.y0);
    ctx.clip();
    this.#previous!.draw(ctx, area);
    ctx.restore();
  }

  #start(): TilePainter | null {
    if (this.#painter || this.#workless) return this.#painter;
    const port = startWorker();
    if (!port) {
      this.#workless = true;
      return null;
    }
    return this.#painter = new TilePainter(port, this.scene, this.looks, () => {
      this.#workless = true;
      this.close();
      this.need();
    });
  }

  #dropTiles() {
    this.#tiles?.close();
    this.#previous?.close();
    this.#tiles = this.#previous = null;
  }

  close() {
    this.#dropTiles();
    this.#painter?.close();
    this.#painter = null;
  }
}
