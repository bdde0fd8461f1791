// Static shapes as bitmaps: square tiles of the image at one scale, painted a few milliseconds a frame and kept, so that
// panning and zooming cost a handful of drawImage calls however many shapes there are.
import { type Bounds, intersects } from "../geometry/bounds.ts";
import type { Entry, Scene } from "../scene/Scene.ts";
import { haloWidth, type Looks, paintShapes } from "./paintShapes.ts";
import type { Context2D } from "./trace.ts";

/** device pixels */
export const tileSide = 512;
const kept = 160;
const chunk = 200;

interface Tile {
  bitmap: ImageBitmap | null;
  /** painted since something in it changed */
  fresh: boolean;
  usedAt: number;
}

interface Job {
  key: string;
  canvas: OffscreenCanvas;
  entries: Entry[];
  at: number;
}

/** Where a tile lies: column and row of squares of tileSide / scale image pixels. */
export function tileBounds(column: number, row: number, scale: number): Bounds {
  const side = tileSide / scale;
  return { x0: column * side, y0: row * side, x1: (column + 1) * side, y1: (row + 1) * side };
}

/** Columns and rows of the tiles that cover `area`. */
export function tilesOver(area: Bounds, scale: number): { column: number; row: number }[] {
  const side = tileSide / scale;
  const found: { column: number; row: number }[] = [];
  for (let row = Math.floor(area.y0 / side); row * side < area.y1; row++) {
    for (let column = Math.floor(area.x0 / side); column * side < area.x1; column++) found.push({ column, row });
  }
  return found;
}

export class TileCache {
  #tiles = new Map<string, Tile>();
  #job: Job | null = null;
  #clock = 0;

  /** `scale`: device pixels an image pixel; `ratio`: device pixels a CSS pixel */
  constructor(
    private readonly scene: Scene,
    private readonly looks: () => Looks,
    readonly scale: number,
    private readonly ratio: number,
  ) {}

  /** Draws what is there into `ctx` (image coordinates). Answers whether every tile of `area` was there and fresh. */
  draw(ctx: Context2D, area: Bounds): boolean {
    let complete = true;
    this.#clock++;
    for (const { column, row } of tilesOver(area, this.scale)) {
      const tile = this.#tiles.get(`${column},${row}`);
      if (!tile?.fresh) complete = false;
      if (!tile?.bitmap) continue;
      tile.usedAt = this.#clock;
      const b = tileBounds(column, row, this.scale);
      ctx.drawImage(tile.bitmap, b.x0, b.y0, b.x1 - b.x0, b.y1 - b.y0);
    }
    return complete;
  }

  /** Paints missing tiles of `area` until `deadline` (performance.now()). True when nothing is left to do. */
  work(area: Bounds, deadline: number): boolean {
    for (const { column, row } of tilesOver(area, this.scale)) {
      const key = `${column},${row}`;
      if (this.#tiles.get(key)?.fresh) continue;
      if (this.#job?.key !== key) this.#job = this.#begin(key, tileBounds(column, row, this.scale));
      while (this.#job.at < this.#job.entries.length) {
        this.#step(this.#job);
        if (performance.now() >= deadline && this.#job.at < this.#job.entries.length) return false;
      }
      this.#finish(this.#job);
      if (performance.now() >= deadline) return false;
    }
    return true;
  }

  /** The shapes inside `bounds` changed (null: all). Old bitmaps stay in view until painted anew. */
  invalidate(bounds: Bounds | null) {
    const margin = haloWidth * this.ratio / this.scale;
    for (const [key, tile] of this.#tiles) {
      if (!bounds || this.#near(key, bounds, margin)) tile.fresh = false;
    }
    if (this.#job && (!bounds || this.#near(this.#job.key, bounds, margin))) this.#job = null;
  }

  close() {
    for (const tile of this.#tiles.values()) tile.bitmap?.close();
    this.#tiles.clear();
    this.#job = null;
  }

  #near(key: string, bounds: Bounds, margin: number): boolean {
    const [column, row] = key.split(",").map(Number) as [number, number];
    const b = tileBounds(column, row, this.scale);
    return intersects({ x0: b.x0 - margin, y0: b.y0 - margin, x1: b.x1 + margin, y1: b.y1 + margin }, bounds);
  }

  #begin(key: string, b: Bounds): Job {
    const canvas = new OffscreenCanvas(tileSide, tileSide);
    const ctx = canvas.getContext("2d")!;
    ctx.setTransform(this.scale, 0, 0, this.scale, -b.x0 * this.scale, -b.y0 * this.scale);
    const margin = haloWidth * this.ratio / this.scale;
    const entries = this.scene.query({ x0: b.x0 - margin, y0: b.y0 - margin, x1: b.x1 + margin, y1: b.y1 + margin })
      .filter((entry) => !this.scene.isLifted(entry.shape.id));
    return { key, canvas, entries, at: 0 };
  }

  #step(job: Job) {
    const ctx = job.canvas.getContext("2d")!;
    paintShapes(ctx, job.entries.slice(job.at, job.at + chunk), this.looks(), { unit: this.ratio / this.scale });
    job.at += chunk;
  }

  #finish(job: Job) {
    this.#tiles.get(job.key)?.bitmap?.close();
    const bitmap = job.entries.length === 0 ? null : job.canvas.transferToImageBitmap();
    this.#tiles.set(job.key, { bitmap, fresh: true, usedAt: this.#clock });
    this.#job = null;
    this.#evict();
  }

  #evict() {
    if (this.#tiles.size <= kept) return;
    const oldest = [...this.#tiles].sort((a, b) => a[1].usedAt - b[1].usedAt).slice(0, kept / 4);
    for (const [key, tile] of oldest) {
      tile.bitmap?.close();
      this.#tiles.delete(key);
    }
  }
}
