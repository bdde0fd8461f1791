// Pictures that the browser should not or cannot decode whole (very large ones, TIFF) as the server's JPEG tiles,
// put together at the finest level that fits in memory.
import type { Id } from "../../../api/types.ts";
import { readProblem } from "../../../api/client.ts";
import { ApiError } from "../../../api/error.ts";

const side = 512;
const atOnce = 6;

export interface TileLevel {
  level: number;
  width: number;
  height: number;
  columns: number;
  rows: number;
}

/** The finest level of at most `pixels` pixels. Level 0 is the full size, each further one half of it, rounded up. */
export function levelFor(width: number, height: number, pixels: number): TileLevel {
  let level = 0;
  let w = width;
  let h = height;
  while (w * h > pixels && Math.max(w, h) > side) {
    level++;
    w = Math.ceil(width / 2 ** level);
    h = Math.ceil(height / 2 ** level);
  }
  return { level, width: w, height: h, columns: Math.ceil(w / side), rows: Math.ceil(h / side) };
}

export async function tiledBitmap(id: Id, level: TileLevel, signal: AbortSignal): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(level.width, level.height);
  const ctx = canvas.getContext("2d")!;
  const places = Array.from(
    { length: level.columns * level.rows },
    (_, i) => ({ x: i % level.columns, y: Math.floor(i / level.columns) }),
  );
  const walk = async () => {
    for (let place = places.shift(); place; place = places.shift()) {
      const response = await fetch(`/api/images/${id}/tiles/${level.level}/${place.x}/${place.y}`, {
        signal,
        credentials: "same-origin",
      });
      if (!response.ok) throw new ApiError(await readProblem(response));
      const tile = await createImageBitmap(await response.blob());
      ctx.drawImage(tile, place.x * side, place.y * side);
      tile.close();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, walk));
  return canvas.transferToImageBitmap();
}
