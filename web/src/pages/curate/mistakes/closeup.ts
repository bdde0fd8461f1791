// Which part of a picture is shown for something in it, and by which tiles. Pure; all in pixels of the upright image.
import type { Box } from "../../../api/types.ts";

const tileSide = 512;
/** Of what is looked at, on each side. */
const around = 0.6;
const smallest = 96;

export interface Closeup {
  region: Box;
  /** level of the pyramid: 0 is the full size, each further one half of it */
  level: number;
  tiles: { x: number; y: number; left: number; top: number; side: number }[];
}

/** The smallest box around several; the whole picture around none. */
export function boundsOf(boxes: readonly Box[], width: number, height: number): Box {
  if (boxes.length === 0) return { x: 0, y: 0, width, height };
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

/** A part of the picture with what `bounds` holds in its middle, as wide to high as the view, inside the picture where that is possible. */
export function regionOf(bounds: Box, image: { width: number; height: number }, aspect: number): Box {
  let width = Math.max(smallest, bounds.width * (1 + 2 * around));
  let height = Math.max(smallest, bounds.height * (1 + 2 * around));
  width = Math.max(width, height * aspect);
  height = width / aspect;
  const fit = Math.min(1, Math.max(image.width / width, image.height / height));
  [width, height] = [width * fit, height * fit];
  const place = (middle: number, side: number, whole: number) =>
    side >= whole ? (whole - side) / 2 : Math.min(Math.max(0, middle - side / 2), whole - side);
  return {
    x: place(bounds.x + bounds.width / 2, width, image.width),
    y: place(bounds.y + bounds.height / 2, height, image.height),
    width,
    height,
  };
}

/** @param pixels how wide it is shown, in pixels of the screen */
export function closeup(
  bounds: Box,
  image: { width: number; height: number },
  aspect: number,
  pixels: number,
): Closeup {
  const region = regionOf(bounds, image, aspect);
  // The last level whose pixels are not stretched by more than a third.
  const level = Math.max(0, Math.floor(Math.log2(region.width / pixels * 4 / 3)));
  const side = tileSide * 2 ** level;
  const tiles: Closeup["tiles"] = [];
  const last = (start: number, length: number, whole: number) => Math.ceil(Math.min(whole, start + length) / side);
  for (let y = Math.floor(Math.max(0, region.y) / side); y < last(region.y, region.height, image.height); y++) {
    for (let x = Math.floor(Math.max(0, region.x) / side); x < last(region.x, region.width, image.width); x++) {
      tiles.push({ x, y, left: x * side, top: y * side, side });
    }
  }
  return { region, level, tiles };
}
