// The static shapes on their canvas: painted whole while few, from tiles when many.
import type { Bounds } from "../geometry/bounds.ts";
import { grow } from "../geometry/bounds.ts";
import type { Scene } from "../scene/Scene.ts";
import { type Viewport, visible } from "../view/viewport.ts";
import { haloWidth, type Looks, paintShapes } from "./paintShapes.ts";
import { TileCache } from "./TileCache.ts";
import type { Context2D } from "./trace.ts";

/** line segments; a software rasteriser strokes about this many in 2 ms */
const paintWholeBelow = 2500;
const budgetMs = 4;
const settleMs = 120;

export class ShapeLayer {
  #tiles: TileCache | null = null;
  /** the tiles of the scale before, shown until those of the new one are painted */
  #previous: TileCache | null = null;
  #lastScale = 0;
  #scaleSince = 0;

  constructor(private readonly scene: Scene, private readonly looks: () => Looks) {}

  invalidate(bounds: Bounds | null) {
    this.#tiles?.invalidate(bounds);
    this.#previous?.invalidate(bounds);
  }

  /** Paints one frame (the context's transform maps image pixels). Answers whether another frame is needed. */
  paint(ctx: Context2D, v: Viewport, now: number): boolean {
    const area = visible(v);
    if (this.scene.cost <= paintWholeBelow) {
      this.close();
      const entries = this.scene.query(grow(area, haloWidth / v.scale)).filter((entry) =>
        !this.scene.isLifted(entry.shape.id)
      );
      paintShapes(ctx, entries, this.looks(), { unit: 1 / v.scale });
      return false;
    }
    return this.#paintTiles(ctx, v, area, now);
  }

  #paintTiles(ctx: Context2D, v: Viewport, area: Bounds, now: number): boolean {
    const scale = v.scale * v.ratio;
    if (scale !== this.#lastScale) {
      this.#lastScale = scale;
      this.#scaleSince = now;
    }
    const settled = now - this.#scaleSince >= settleMs;
    if (!this.#tiles || (settled && this.#tiles.scale !== scale)) {
      this.#previous?.close();
      this.#previous = this.#tiles;
      this.#tiles = new TileCache(this.scene, this.looks, scale, v.ratio);
    }
    const exact = this.#tiles.scale === scale;
    // While the zoom moves the old tiles are stretched; painting for a scale that lasts one frame would be work lost.
    let done = !exact || this.#tiles.work(area, performance.now() + budgetMs);
    const from = this.#previous && !done ? this.#previous : this.#tiles;
    from.draw(ctx, area);
    if (done && exact && this.#previous) {
      this.#previous.close();
      this.#previous = null;
    }
    // A ring of tiles around the view, so that panning finds them ready.
    if (done && exact) done = this.#tiles.work(grow(area, 256 / v.scale), performance.now() + budgetMs / 2);
    return !done || !exact;
  }

  close() {
    this.#tiles?.close();
    this.#previous?.close();
    this.#tiles = this.#previous = null;
  }
}
