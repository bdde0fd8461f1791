// The photograph: decoded off the main thread, with halves of itself for small scales, only its visible part drawn.
import { type Viewport, visible, zoomOf } from "../view/viewport.ts";
import { PictureTiles, type TileSource } from "./PictureTiles.ts";
import type { Context2D } from "./trace.ts";

const largestSmall = 4e6;
/** device pixels an image pixel from which single pixels are shown as squares */
const pixelsFrom = 3;

export class ImageLayer {
  /** the image and its halves, largest first */
  #levels: ImageBitmap[] = [];
  #tiles: PictureTiles | null = null;
  #base: ImageBitmap | null = null;
  #generation = 0;
  onReady: () => void = () => {};

  /** Shows a bitmap, which stays the caller's (closed by whoever decoded it). */
  show(bitmap: ImageBitmap | null) {
    this.#drop();
    const generation = this.#generation;
    this.#levels = bitmap ? [bitmap] : [];
    if (bitmap) void this.#halve(bitmap, generation);
    this.onReady();
  }

  /** A picture by its tiles; `base`, a small one of the whole, is closed here. Resolves when the first view is sharp. */
  showTiles(source: TileSource, base: ImageBitmap | null): Promise<void> {
    this.#drop();
    this.#base = base;
    this.#tiles = new PictureTiles(source, base, () => this.onReady());
    this.onReady();
    return this.#tiles.sharp;
  }

  #drop() {
    this.#generation++;
    for (const level of this.#levels.slice(1)) level.close();
    this.#levels = [];
    this.#tiles?.close();
    this.#base?.close();
    this.#tiles = this.#base = null;
  }

  async #halve(bitmap: ImageBitmap, generation: number) {
    let last = bitmap;
    while (last.width * last.height > largestSmall) {
      const half = await createImageBitmap(last, {
        resizeWidth: Math.max(1, Math.round(last.width / 2)),
        resizeHeight: Math.max(1, Math.round(last.height / 2)),
        resizeQuality: "medium",
      }).catch(() => null);
      if (!half) return;
      if (generation !== this.#generation) return half.close();
      this.#levels.push(half);
      last = half;
      this.onReady();
    }
  }

  /** The context's transform maps image pixels. `image` gives the true size: a preview may be smaller than it. */
  paint(ctx: Context2D, v: Viewport) {
    const zoom = zoomOf(v);
    if (this.#tiles) {
      ctx.imageSmoothingEnabled = zoom < pixelsFrom;
      ctx.imageSmoothingQuality = "low";
      return this.#tiles.paint(ctx, v);
    }
    const wanted = v.image.width * zoom;
    const bitmap = this.#levels.findLast((level) => level.width >= wanted) ?? this.#levels[0];
    if (!bitmap) return;
    const part = visible(v);
    const kx = bitmap.width / v.image.width;
    const ky = bitmap.height / v.image.height;
    const x0 = Math.max(0, Math.floor(part.x0 * kx));
    const y0 = Math.max(0, Math.floor(part.y0 * ky));
    const x1 = Math.min(bitmap.width, Math.ceil(part.x1 * kx));
    const y1 = Math.min(bitmap.height, Math.ceil(part.y1 * ky));
    if (x1 <= x0 || y1 <= y0) return;
    ctx.imageSmoothingEnabled = zoom / kx < pixelsFrom;
    ctx.imageSmoothingQuality = "medium";
    ctx.drawImage(bitmap, x0, y0, x1 - x0, y1 - y0, x0 / kx, y0 / ky, (x1 - x0) / kx, (y1 - y0) / ky);
  }
}
