// Any geometry as lines: closed rings (the first is the outside, the others are holes) or open paths.
import type { Geometry, Point } from "../../api/types.ts";

export interface Lines {
  rings: Point[][];
  closed: boolean;
}

const none: Lines = { rings: [], closed: false };

/** Corners of a rotated box, clockwise from its own top left. Angles are degrees clockwise (y points down). */
export function cornersOf(box: { cx: number; cy: number; width: number; height: number; angle: number }): Point[] {
  const turn = box.angle * Math.PI / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const w = box.width / 2;
  const h = box.height / 2;
  return ([[-w, -h], [w, -h], [w, h], [-w, h]] as Point[]).map(([x, y]) => [
    box.cx + x * cos - y * sin,
    box.cy + x * sin + y * cos,
  ]);
}

/** Masks, keypoints and whole-image classes have no lines of their own. */
export function linesOf(geometry: Geometry): Lines {
  switch (geometry.type) {
    case "box": {
      const { x, y, width, height } = geometry;
      return { rings: [[[x, y], [x + width, y], [x + width, y + height], [x, y + height]]], closed: true };
    }
    case "rotated_box":
      return { rings: [cornersOf(geometry)], closed: true };
    case "polygon":
      return { rings: [geometry.points, ...(geometry.holes ?? [])], closed: true };
    case "polyline":
      return { rings: [geometry.points], closed: false };
    case "mask":
    case "keypoints":
    case "image":
      return none;
  }
}
