// The server's pyramid of tiles: level 0 is the full size, each further one half of it (rounded up), until one tile holds all.
import type { Bounds, Size } from "../geometry/bounds.ts";

/** pixels of a level */
export const pictureTileSide = 512;

export interface PictureTile {
  level: number;
  x: number;
  y: number;
}

export function levelsOf({ width, height }: Size): number {
  let count = 1;
  while (Math.max(width, height) >> (count - 1) > pictureTileSide) count++;
  return count;
}

/** The coarsest level that still has a pixel for each pixel of the screen; `zoom`: device pixels an image pixel. */
export function levelAt(zoom: number, size: Size): number {
  return Math.max(0, Math.min(levelsOf(size) - 1, Math.floor(Math.log2(1 / zoom) + 1e-9)));
}

/** The part of the image that a tile shows, image pixels. */
export function pictureTileBounds({ level, x, y }: PictureTile, size: Size): Bounds {
  const side = pictureTileSide * 2 ** level;
  return {
    x0: x * side,
    y0: y * side,
    x1: Math.min(size.width, (x + 1) * side),
    y1: Math.min(size.height, (y + 1) * side),
  };
}

/** The tiles of a level that show `area`, those nearest to its middle first. */
export function pictureTilesOver(area: Bounds, level: number, size: Size): PictureTile[] {
  const side = pictureTileSide * 2 ** level;
  const found: PictureTile[] = [];
  const last = { x: Math.ceil(size.width / side) - 1, y: Math.ceil(size.height / side) - 1 };
  for (let y = Math.max(0, Math.floor(area.y0 / side)); y <= last.y && y * side < area.y1; y++) {
    for (let x = Math.max(0, Math.floor(area.x0 / side)); x <= last.x && x * side < area.x1; x++) {
      found.push({ level, x, y });
    }
  }
  const cx = (area.x0 + area.x1) / 2 / side - 0.5;
  const cy = (area.y0 + area.y1) / 2 / side - 0.5;
  const far = (tile: PictureTile) => (tile.x - cx) ** 2 + (tile.y - cy) ** 2;
  return found.sort((a, b) => far(a) - far(b));
}

/** The tile of a coarser level that holds this one. */
export function ancestor({ level, x, y }: PictureTile, up: number): PictureTile {
  return { level: level + up, x: x >> up, y: y >> up };
}

export const pictureTileKey = ({ level, x, y }: PictureTile): string => `${level}/${x}/${y}`;
