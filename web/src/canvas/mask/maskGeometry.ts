// Between a raster and the `mask` geometry that is saved.
import type { Geometry } from "../../api/types.ts";
import { eachRun } from "../geometry/mask.ts";
import { maskOf } from "../geometry/measure.ts";
import { encodeCounts } from "../geometry/rle.ts";
import { Raster } from "./Raster.ts";

export type MaskGeometry = Extract<Geometry, { type: "mask" }>;

export function rasterOfMask(geometry: MaskGeometry): Raster {
  const mask = maskOf(geometry);
  const raster = new Raster({ width: mask.width, height: mask.height });
  if (mask.area > 0) raster.reserve(mask.bounds);
  eachRun(mask, (x, y0, y1) => raster.fill(x, y0, y1, 1));
  return raster;
}

/** Null when no pixel is set: there is no such mask. */
export function maskOfRaster(raster: Raster): MaskGeometry | null {
  const { width, height } = raster.image;
  const counts: number[] = [];
  /** column-major index behind the last run */
  let at = 0;
  raster.runs((x, y0, y1) => {
    const start = x * height + y0;
    // A run up to the foot of a column goes on at the head of the next.
    if (counts.length > 0 && start === at) counts[counts.length - 1]! += y1 - y0;
    else counts.push(start - at, y1 - y0);
    at = x * height + y1;
  });
  if (counts.length === 0) return null;
  if (at < width * height) counts.push(width * height - at);
  return { type: "mask", size: [height, width], counts: encodeCounts(counts) };
}
