// Masks as small bitmaps of their own rectangle, tinted once and kept as long as their geometry lives.
import type { Geometry } from "../../api/types.ts";
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

const images = new WeakMap<object, { line: string; canvas: OffscreenCanvas }>();

/** The tinted bitmap, or null for a mask without a pixel. */
export function maskImage(geometry: MaskGeometry, style: LabelStyle): OffscreenCanvas | null {
  const known = images.get(geometry);
  if (known?.line === style.line) return known.canvas;
  const raster = rasterOf(maskOf(geometry));
  if (raster.width === 0 || raster.height === 0) return null;
  const canvas = new OffscreenCanvas(raster.width, raster.height);
  canvas.getContext("2d")!.putImageData(new ImageData(tint(raster, style), raster.width, raster.height), 0, 0);
  images.set(geometry, { line: style.line, canvas });
  return canvas;
}
