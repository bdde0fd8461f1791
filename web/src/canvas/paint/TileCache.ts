// The tiles of one scale: asked for when they come into view, kept while they are used, stale ones shown until new ones come,
// so that panning and zooming cost a handful of drawImage calls however many shapes there are.
import { type Bounds, grow, intersects } from "../geometry/bounds.ts";
import { haloWidth } from "./paintShapes.ts";
import type { TilePainter } from "./TilePainter.ts";
import { tileBounds, tileKey, type TilePlace, tileSide, tilesOver } from "./tiles.ts";
import type { Context2D } from "./trace.ts";

const kept = 160;
const inFlight = 6;

interface Tile {
  place: TilePlace;
  bitmap: ImageBitmap | null;
  /** has come at least once; without a bitmap nothing lies there */
  painted: boolean;
  /** painted since something in it changed */
  fresh: boolean;
  /** asked for, not here yet */
  asked: boolean;
  /** changed while it was being painted */
  again: boolean;
  usedAt: number;
}

export class TileCache {
  #tiles = new Map<string, Tile>();
  #clock = 0;
  #closed = false;

  /** `scale`: device pixels an image pixel; `ratio`: device pixels a CSS pixel; `onTile`: one has come. */
  constructor(
    private readonly painter: Pick<TilePainter, "paint" | "waiting">,
    readonly scale: number,
    private readonly ratio: number,
    private readonly onTile: () => void,
  ) {}

  /** How many tiles `area` takes at this scale. */
  countOver(area: Bounds): number {
    const side = tileSide / this.scale;
    return Math.ceil((area.x1 - area.x0) / side + 1) * Math.ceil((area.y1 - area.y0) / side + 1);
  }

  /** The parts of `area` whose tiles have not come yet. A tile may show the scene of a moment ago, but it shows one. */
  missing(area: Bounds): Bounds[] {
    return tilesOver(area, this.scale).filter((place) => !this.#painted(this.#tiles.get(tileKey(place))))
      .map((place) => tileBounds(place, this.scale));
  }

  /** Draws what is there (the context's transform maps image pixels). */
  draw(ctx: Context2D, area: Bounds) {
    this.#clock++;
    for (const place of tilesOver(area, this.scale)) {
      const tile = this.#tiles.get(tileKey(place));
      if (!tile || !this.#painted(tile)) continue;
      tile.usedAt = this.#clock;
      const b = tileBounds(place, this.scale);
      if (tile.bitmap) ctx.drawImage(tile.bitmap, b.x0, b.y0, b.x1 - b.x0, b.y1 - b.y0);
    }
  }

  /** Asks for what is missing or stale, a few at a time; call it again when one has come. */
  want(area: Bounds) {
    for (const place of tilesOver(area, this.scale)) {
      if (this.painter.waiting >= inFlight) return;
      const key = tileKey(place);
      const tile = this.#tiles.get(key) ??
        { place, bitmap: null, painted: false, fresh: false, asked: false, again: false, usedAt: this.#clock };
      if (tile.fresh || tile.asked) continue;
      this.#tiles.set(key, tile);
      tile.asked = true;
      this.painter.paint({ ...place, scale: this.scale, ratio: this.ratio }, (bitmap) => this.#came(tile, bitmap));
    }
  }

  /** The shapes inside `bounds` changed (null: all). */
  invalidate(bounds: Bounds | null) {
    const margin = haloWidth * this.ratio / this.scale;
    for (const tile of this.#tiles.values()) {
      if (bounds && !intersects(grow(tileBounds(tile.place, this.scale), margin), bounds)) continue;
      tile.fresh = false;
      // What is on its way shows the scene of before.
      if (tile.asked) tile.again = true;
    }
  }

  close() {
    this.#closed = true;
    for (const tile of this.#tiles.values()) tile.bitmap?.close();
    this.#tiles.clear();
  }

  /** It may show the scene of a moment ago, but it shows one. */
  #painted(tile: Tile | undefined): boolean {
    return tile !== undefined && tile.painted;
  }

  #came(tile: Tile, bitmap: ImageBitmap | null) {
    if (this.#closed) return bitmap?.close();
    tile.bitmap?.close();
    tile.bitmap = bitmap;
    tile.painted = true;
    tile.asked = false;
    tile.fresh = !tile.again;
    tile.again = false;
    this.#evict();
    this.onTile();
  }

  #evict() {
    if (this.#tiles.size <= kept) return;
    const idle = [...this.#tiles].filter(([, tile]) => !tile.asked).sort((a, b) => a[1].usedAt - b[1].usedAt);
    for (const [key, tile] of idle.slice(0, kept / 4)) {
      tile.bitmap?.close();
      this.#tiles.delete(key);
    }
  }
}
