// A large photograph by its tiles: those of the level that the zoom asks for, fetched as they come into view, the last ones
// kept. Where one is not here yet a coarser one, or the small picture of the whole, stands in for it.
import { type Bounds, grow, type Size } from "../geometry/bounds.ts";
import { type Viewport, visible, zoomOf } from "../view/viewport.ts";
import {
  ancestor,
  levelAt,
  levelsOf,
  type PictureTile,
  pictureTileBounds,
  pictureTileKey,
  pictureTileSide,
  pictureTilesOver,
} from "./pyramid.ts";
import type { Context2D } from "./trace.ts";

export interface TileSource {
  /** the whole image, pixels */
  size: Size;
  load(tile: PictureTile, signal: AbortSignal): Promise<ImageBitmap>;
}

/** a megabyte each */
const kept = 160;
const atOnce = 6;
/** A level passed through while the zoom moves is not asked for: the server would decode it for nothing. */
const settleMs = 100;
const againAfterMs = 3000;

export class PictureTiles {
  #tiles = new Map<string, { bitmap: ImageBitmap; usedAt: number }>();
  #coming = new Map<string, AbortController>();
  /** when one that failed may be tried again */
  #failed = new Map<string, number>();
  #clock = 0;
  #level = -1;
  #levelSince = 0;
  #closed = false;
  #done!: () => void;
  #gaveUp!: (reason: unknown) => void;
  /** The first view is sharp; rejects when a tile of it cannot be had. */
  readonly sharp: Promise<void> = new Promise((resolve, reject) => {
    this.#done = resolve;
    this.#gaveUp = reject;
  });

  /** `base`: a small picture of the whole, to begin with; it stays the caller's. `need`: paint another frame. */
  constructor(
    private readonly source: TileSource,
    private readonly base: ImageBitmap | null,
    private readonly need: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    // Whoever waits hears of it; nobody has to wait.
    this.sharp.catch(() => {});
  }

  /** Paints what there is, in device pixels whatever the context's transform: edges on whole pixels leave no seams. */
  paint(ctx: Context2D, v: Viewport) {
    this.#clock++;
    const level = levelAt(zoomOf(v), this.source.size);
    const now = this.now();
    if (level !== this.#level) {
      this.#levelSince = this.#level < 0 ? -Infinity : now;
      this.#level = level;
    }
    const area = visible(v);
    const places = pictureTilesOver(area, level, this.source.size);
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    for (const place of places) this.#paintTile(ctx, v, place);
    ctx.restore();
    if (now - this.#levelSince < settleMs) return this.need();
    const missing = this.#want(places, now);
    if (missing > 0) return;
    this.#done();
    // Then what lies around the view, so that panning finds it ready.
    this.#want(pictureTilesOver(grow(area, pictureTileSide * 2 ** level / 2), level, this.source.size), now);
  }

  #paintTile(ctx: Context2D, v: Viewport, place: PictureTile) {
    const part = pictureTileBounds(place, this.source.size);
    for (let up = 0; place.level + up < levelsOf(this.source.size); up++) {
      const stand = ancestor(place, up);
      const tile = this.#tiles.get(pictureTileKey(stand));
      if (!tile) continue;
      tile.usedAt = this.#clock;
      return drawPart(ctx, v, tile.bitmap, pictureTileBounds(stand, this.source.size), part);
    }
    const { width, height } = this.source.size;
    if (this.base) drawPart(ctx, v, this.base, { x0: 0, y0: 0, x1: width, y1: height }, part);
  }

  /** Asks for what is missing of `places`, in their order, and gives up what is on its way but not among them. */
  #want(places: readonly PictureTile[], now: number): number {
    const wanted = new Set(places.map(pictureTileKey));
    for (const [key, control] of this.#coming) if (!wanted.has(key)) control.abort();
    let missing = 0;
    for (const place of places) {
      const key = pictureTileKey(place);
      if (this.#tiles.has(key)) continue;
      missing++;
      if (this.#coming.has(key) || this.#coming.size >= atOnce || (this.#failed.get(key) ?? 0) > now) continue;
      void this.#fetch(place, key);
    }
    return missing;
  }

  async #fetch(place: PictureTile, key: string) {
    const control = new AbortController();
    this.#coming.set(key, control);
    try {
      const bitmap = await this.source.load(place, control.signal);
      if (this.#closed) return bitmap.close();
      this.#tiles.set(key, { bitmap, usedAt: this.#clock });
      this.#evict();
    } catch (error) {
      if (this.#closed || control.signal.aborted) return;
      this.#failed.set(key, this.now() + againAfterMs);
      this.#gaveUp(error);
      setTimeout(() => this.#closed || this.need(), againAfterMs + 1);
    } finally {
      this.#coming.delete(key);
      if (!this.#closed) this.need();
    }
  }

  #evict() {
    if (this.#tiles.size <= kept) return;
    const idle = [...this.#tiles].filter(([, tile]) => tile.usedAt < this.#clock).sort((a, b) =>
      a[1].usedAt - b[1].usedAt
    );
    for (const [key, tile] of idle.slice(0, kept / 4)) {
      tile.bitmap.close();
      this.#tiles.delete(key);
    }
  }

  close() {
    this.#closed = true;
    for (const control of this.#coming.values()) control.abort();
    for (const tile of this.#tiles.values()) tile.bitmap.close();
    this.#tiles.clear();
  }
}

/** Draws the piece `part` of an image of which `bitmap` shows `whole` (both image pixels). */
function drawPart(ctx: Context2D, v: Viewport, bitmap: ImageBitmap, whole: Bounds, part: Bounds) {
  const kx = bitmap.width / (whole.x1 - whole.x0);
  const ky = bitmap.height / (whole.y1 - whole.y0);
  const x = (at: number) => Math.round((at * v.scale + v.offsetX) * v.ratio);
  const y = (at: number) => Math.round((at * v.scale + v.offsetY) * v.ratio);
  const [x0, y0] = [x(part.x0), y(part.y0)];
  ctx.drawImage(
    bitmap,
    (part.x0 - whole.x0) * kx,
    (part.y0 - whole.y0) * ky,
    (part.x1 - part.x0) * kx,
    (part.y1 - part.y0) * ky,
    x0,
    y0,
    x(part.x1) - x0,
    y(part.y1) - y0,
  );
}
