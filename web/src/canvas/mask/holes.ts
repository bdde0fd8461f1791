// Holes of a mask: unset pixels that no path of unset neighbours (left, right, up, down) joins to the outside.
import { isEmpty } from "../geometry/bounds.ts";
import { Raster } from "./Raster.ts";

/** The mask with its holes filled; null when it has none. */
export function withoutHoles(raster: Raster): Raster | null {
  const bounds = raster.bounds();
  if (isEmpty(bounds)) return null;
  // A frame of one pixel all round, over which the outside reaches every side.
  const width = bounds.x1 - bounds.x0 + 2;
  const height = bounds.y1 - bounds.y0 + 2;
  const seen = new Uint8Array(width * height);
  raster.runs((x, y0, y1) => {
    const column = (x - bounds.x0 + 1) * height - bounds.y0 + 1;
    seen.fill(1, column + y0, column + y1);
  });
  flood(seen, width, height);
  const filled = new Raster(raster.image);
  filled.reserve(bounds);
  let found = false;
  for (let x = bounds.x0; x < bounds.x1; x++) {
    const column = (x - bounds.x0 + 1) * height - bounds.y0 + 1;
    let y = bounds.y0;
    while (y < bounds.y1) {
      if (seen[column + y] === outside) {
        y++;
        continue;
      }
      const start = y;
      while (y < bounds.y1 && seen[column + y] !== outside) {
        if (seen[column + y] === 0) found = true;
        y++;
      }
      filled.fill(x, start, y, 1);
    }
  }
  return found ? filled : null;
}

const outside = 2;

/** Marks what is joined to the corner, whole columns of free pixels at a time. */
function flood(seen: Uint8Array, width: number, height: number) {
  const waiting = [0];
  while (waiting.length > 0) {
    const from = waiting.pop()!;
    if (seen[from] !== 0) continue;
    const column = Math.floor(from / height);
    const head = column * height;
    let start = from;
    while (start > head && seen[start - 1] === 0) start--;
    let end = from;
    while (end < head + height && seen[end] === 0) end++;
    seen.fill(outside, start, end);
    for (const side of [-height, height]) {
      if (column + Math.sign(side) < 0 || column + Math.sign(side) >= width) continue;
      // One start for each free run beside this one is enough.
      for (let at = start + side; at < end + side; at++) {
        if (seen[at] === 0 && (at === start + side || seen[at - 1] !== 0)) waiting.push(at);
      }
    }
  }
}
