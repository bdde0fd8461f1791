// A decoded mask: where it is, how large, whether a point is in it, and a raster of its own rectangle to paint.
import { type Bounds, nothing } from "./bounds.ts";
import { decodeCounts } from "./rle.ts";

export interface Mask {
  height: number;
  width: number;
  /** ends[i]: column-major index after run i; odd runs are set */
  ends: Float64Array;
  /** set pixels */
  area: number;
  bounds: Bounds;
}

/** Decodes a `mask` geometry. Throws RangeError when the runs do not fill height x width. */
export function openMask(size: readonly [number, number], counts: string): Mask {
  const [height, width] = size;
  const runs = decodeCounts(counts);
  const ends = new Float64Array(runs.length);
  const bounds = { ...nothing };
  let at = 0;
  let area = 0;
  for (let i = 0; i < runs.length; i++) {
    const start = at;
    at += runs[i]!;
    ends[i] = at;
    if (i % 2 === 0 || runs[i] === 0) continue;
    area += runs[i]!;
    widen(bounds, start, at - 1, height);
  }
  if (at !== height * width) throw new RangeError(`mask: ${at} pixels in the runs, ${height} x ${width} in the size`);
  return { height, width, ends, area, bounds };
}

function widen(bounds: Bounds, first: number, last: number, height: number) {
  const x0 = Math.floor(first / height);
  const x1 = Math.floor(last / height);
  // A run that turns a column covers that column's end and the next one's start.
  const y0 = x0 === x1 ? first % height : 0;
  const y1 = x0 === x1 ? last % height : height - 1;
  bounds.x0 = Math.min(bounds.x0, x0);
  bounds.x1 = Math.max(bounds.x1, x1 + 1);
  bounds.y0 = Math.min(bounds.y0, y0);
  bounds.y1 = Math.max(bounds.y1, y1 + 1);
}

/** Whether the pixel under (x, y) is set: binary search among the runs, nothing is rasterised. */
export function maskContains(mask: Mask, x: number, y: number): boolean {
  const column = Math.floor(x);
  const row = Math.floor(y);
  if (column < 0 || row < 0 || column >= mask.width || row >= mask.height) return false;
  const index = column * mask.height + row;
  let low = 0;
  let high = mask.ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (mask.ends[middle]! > index) high = middle;
    else low = middle + 1;
  }
  return low % 2 === 1;
}

/** Calls `run` for each vertical run of a decoded mask: rows y0 up to, not including, y1 of column x. */
export function eachRun(mask: Mask, run: (x: number, y0: number, y1: number) => void) {
  const { ends, height } = mask;
  for (let i = 1; i < ends.length; i += 2) {
    let at = ends[i - 1]!;
    const end = ends[i]!;
    while (at < end) {
      const x = Math.floor(at / height);
      const stop = Math.min(end, (x + 1) * height);
      run(x, at - x * height, stop - x * height);
      at = stop;
    }
  }
}

/**
 * Row-major bytes of the mask's own bounds: 0 outside, 1 inside, 2 on the rim (a pixel with a neighbour outside). With a `step`
 * one byte stands for step x step pixels, by the one at their top left.
 */
export function rasterOf(mask: Mask, step = 1): { width: number; height: number; data: Uint8Array } {
  const { x0, y0, x1, y1 } = mask.bounds;
  const width = Math.max(0, Math.ceil((x1 - x0) / step));
  const height = Math.max(0, Math.ceil((y1 - y0) / step));
  const data = new Uint8Array(width * height);
  eachRun(mask, (x, top, bottom) => {
    if ((x - x0) % step !== 0) return;
    const end = Math.ceil((bottom - y0) / step);
    for (let row = Math.ceil((top - y0) / step); row < end; row++) data[row * width + (x - x0) / step] = 1;
  });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (data[at] === 0) continue;
      const inside = x > 0 && x < width - 1 && y > 0 && y < height - 1 && data[at - 1]! && data[at + 1]! &&
        data[at - width]! && data[at + width]!;
      if (!inside) data[at] = 2;
    }
  }
  return { width, height, data };
}
