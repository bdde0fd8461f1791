// The plane of tiles: squares of a fixed number of device pixels over the image at one scale.
import type { Bounds } from "../geometry/bounds.ts";

/** device pixels */
export const tileSide = 512;

export interface TilePlace {
  column: number;
  row: number;
}

/** The part of the image under a tile, in image pixels. */
export function tileBounds({ column, row }: TilePlace, scale: number): Bounds {
  const side = tileSide / scale;
  return { x0: column * side, y0: row * side, x1: (column + 1) * side, y1: (row + 1) * side };
}

/** The tiles that cover `area`, those nearest to its middle first. */
export function tilesOver(area: Bounds, scale: number): TilePlace[] {
  const side = tileSide / scale;
  const found: TilePlace[] = [];
  for (let row = Math.floor(area.y0 / side); row * side < area.y1; row++) {
    for (let column = Math.floor(area.x0 / side); column * side < area.x1; column++) found.push({ column, row });
  }
  const x = (area.x0 + area.x1) / 2 / side - 0.5;
  const y = (area.y0 + area.y1) / 2 / side - 0.5;
  const far = (tile: TilePlace) => (tile.column - x) ** 2 + (tile.row - y) ** 2;
  return found.sort((a, b) => far(a) - far(b));
}

export const tileKey = ({ column, row }: TilePlace): string => `${column},${row}`;
