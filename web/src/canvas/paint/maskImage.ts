// Masks as small bitmaps of their own rectangle, tinted once and kept as long as their geometry lives.
import type { Geometry } from "../../api/types.ts";
import { areaOf } from "../geometry/bounds.ts";
import { rasterOf } from "../geometry/mask.ts";
import { maskOf } from "../geometry/measure.ts";
import type { LabelStyle } from "./colour.ts";

type MaskGeometry = Extract<Geometry, { type: "mask" }>;

/** RGBA: the inside tinted, the rim in full colour. Pure, so that it can be tested without a canvas. */
export function tint(
  raster: { width: number; height: number; data: Uint8Array },
  style: LabelStyle,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(raster.width * raster.height * 4);
  const { r, g, b } = style.rgb;
  for (let i = 0; i < raster.data.length; i++) {
    const kind = raster.data[i]!;
    if (kind === 0) continue;
    pixels[i * 4] = r;
    pixels[i * 4 + 1] = g;
    pixels[i * 4 + 2] = b;
    pixels[i * 4 + 3] = kind === 2 ? 255 : 96;
  }
  return pixels;
}

interface MaskImage {
  line: string;
  canvas: OffscreenCanvas;
  /** image pixels a pixel of the bitmap */
  step: number;
}

const images = new WeakMap<object, MaskImage>();
/** bounds of a larger mask are kept at half the resolution, or a quarter: no screen shows more of it at once */
const largest = 4e6;

/** The tinted bitmap, or null for a mask without a pixel. */
export function maskImage(geometry: MaskGeometry, style: LabelStyle): MaskImage | null {
  const known = images.get(geometry);
  if (known?.line === style.line) return known;
  const mask = maskOf(geometry);
  let step = 1;
  while (areaOf(mask.bounds) / step ** 2 > largest) step *= 2;
  const raster = rasterOf(mask, step);
  if (raster.width === 0 || raster.height === 0) return null;
  const canvas = new OffscreenCanvas(raster.width, raster.height);
  canvas.getContext("2d")!.putImageData(new ImageData(tint(raster, style), raster.width, raster.height), 0, 0);
  const image = { line: style.line, canvas, step };
  images.set(geometry, image);
  return image;
}
