// Where the names of boxes go on a picture: at a corner of their box, inside the picture, off each other while there is room.
import { type Bounds, clamp, type Size, type XY } from "../../canvas/geometry/bounds.ts";

export interface Chip {
  box: Bounds;
  size: Size;
}

/** Top left corners, in the order given: who comes first chooses first. All in the pixels of `view`. */
export function placeChips(chips: readonly Chip[], view: Size): XY[] {
  const taken: Bounds[] = [];
  return chips.map(({ box, size }) => {
    const right = box.x1 - size.width;
    const above = box.y0 - size.height;
    const under = box.y1 - size.height;
    const wanted: XY[] = [
      { x: box.x0, y: above },
      { x: right, y: above },
      { x: box.x0, y: box.y1 },
      { x: right, y: box.y1 },
      { x: box.x0, y: box.y0 },
      { x: right, y: box.y0 },
      { x: box.x0, y: under },
      { x: right, y: under },
    ];
    let best = { at: { x: 0, y: 0 }, covered: Infinity };
    for (const corner of wanted) {
      const at = {
        x: clamp(corner.x, 0, Math.max(0, view.width - size.width)),
        y: clamp(corner.y, 0, Math.max(0, view.height - size.height)),
      };
      const covered = taken.reduce((sum, other) => sum + shared(other, at, size), 0);
      if (covered < best.covered) best = { at, covered };
      if (covered === 0) break;
    }
    const { x, y } = best.at;
    taken.push({ x0: x, y0: y, x1: x + size.width, y1: y + size.height });
    return best.at;
  });
}

/** How much of `other` a chip at `at` would cover. */
function shared(other: Bounds, at: XY, size: Size): number {
  const width = Math.min(other.x1, at.x + size.width) - Math.max(other.x0, at.x);
  const height = Math.min(other.y1, at.y + size.height) - Math.max(other.y0, at.y);
  return Math.max(0, width) * Math.max(0, height);
}
