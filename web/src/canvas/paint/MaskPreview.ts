// A mask while it is painted: its pixels looked up for the pixels of the screen, and of those only where something changed.
// What it costs depends on the brush and the window, not on the size of the image or of the mask.
import { type Bounds, grow, intersects, isEmpty, nothing } from "../geometry/bounds.ts";
import type { Raster } from "../mask/Raster.ts";
import type { MaskDraft } from "../tools/Tool.ts";
import type { Viewport } from "../view/viewport.ts";
import { styleOf } from "./colour.ts";
import type { Context2D } from "./trace.ts";

/** Device pixels, whole numbers. */
interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

export class MaskPreview {
  #canvas: OffscreenCanvas | null = null;
  #shown: { raster: Raster; colour: string; view: string } | null = null;

  /** Paints the mask over what `ctx` holds, whatever its transform. */
  paint(ctx: Context2D, v: Viewport, mask: MaskDraft, colour: string) {
    const { width, height } = ctx.canvas;
    if (this.#canvas?.width !== width || this.#canvas.height !== height) {
      this.#canvas = new OffscreenCanvas(width, height);
      this.#shown = null;
    }
    const target = this.#canvas.getContext("2d")!;
    const view = `${v.scale} ${v.offsetX} ${v.offsetY} ${v.ratio}`;
    const same = this.#shown?.raster === mask.raster && this.#shown.colour === colour && this.#shown.view === view;
    if (!same) target.clearRect(0, 0, width, height);
    this.#shown = { raster: mask.raster, colour, view };
    const { raster } = mask;
    const window = { x0: raster.x0, y0: raster.y0, x1: raster.x0 + raster.width, y1: raster.y0 + raster.height };
    const region = regionOf(v, width, height, same ? mask.dirty.bounds : window);
    mask.dirty.bounds = nothing;
    if (region) {
      const image = new ImageData(region.width, region.height);
      colourIn(sampled(raster, v, region), region, colour, new Uint32Array(image.data.buffer));
      target.putImageData(image, region.x, region.y);
    }
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.#canvas, 0, 0);
    ctx.restore();
  }
}

/** The device pixels that `bounds` takes, a little more for the rim; null when none are in the window. */
function regionOf(v: Viewport, width: number, height: number, bounds: Bounds): Region | null {
  if (isEmpty(bounds)) return null;
  const { scale, ratio, offsetX, offsetY } = v;
  const place = grow({
    x0: Math.floor((bounds.x0 * scale + offsetX) * ratio),
    y0: Math.floor((bounds.y0 * scale + offsetY) * ratio),
    x1: Math.ceil((bounds.x1 * scale + offsetX) * ratio),
    y1: Math.ceil((bounds.y1 * scale + offsetY) * ratio),
  }, 2);
  if (!intersects(place, { x0: 0, y0: 0, x1: width - 1, y1: height - 1 })) return null;
  const x = Math.max(0, place.x0);
  const y = Math.max(0, place.y0);
  return { x, y, width: Math.min(width, place.x1) - x, height: Math.min(height, place.y1) - y };
}

/** For each device pixel of the region, and a frame of one around it, whether the image pixel under its centre is set; by columns. */
export function sampled(raster: Raster, v: Viewport, region: Region): Uint8Array {
  const { scale, ratio, offsetX, offsetY } = v;
  const rows = region.height + 2;
  const grid = new Uint8Array((region.width + 2) * rows);
  const row = Int32Array.from(
    { length: rows },
    (_, j) => Math.floor(((region.y + j - 0.5) / ratio - offsetY) / scale) - raster.y0,
  );
  let top = 0;
  while (top < rows && row[top]! < 0) top++;
  let bottom = rows;
  while (bottom > top && row[bottom - 1]! >= raster.height) bottom--;
  const { data } = raster;
  for (let i = 0; i < region.width + 2; i++) {
    const column = Math.floor(((region.x + i - 0.5) / ratio - offsetX) / scale) - raster.x0;
    if (column < 0 || column >= raster.width) continue;
    const start = column * raster.height;
    const to = i * rows;
    for (let j = top; j < bottom; j++) grid[to + j] = data[start + row[j]!]!;
  }
  return grid;
}

/** Tints what is set, its rim in full colour. */
function colourIn(grid: Uint8Array, region: Region, colour: string, pixels: Uint32Array) {
  const { r, g, b } = styleOf(colour).rgb;
  const opaque = (255 << 24 | b << 16 | g << 8 | r) >>> 0;
  const tint = (96 << 24 | b << 16 | g << 8 | r) >>> 0;
  const rows = region.height + 2;
  for (let i = 0; i < region.width; i++) {
    const column = (i + 1) * rows + 1;
    for (let j = 0; j < region.height; j++) {
      const at = column + j;
      if (grid[at] === 0) continue;
      const inside = grid[at - 1]! & grid[at + 1]! & grid[at - rows]! & grid[at + rows]!;
      pixels[j * region.width + i] = inside ? tint : opaque;
    }
  }
}
