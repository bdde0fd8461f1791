import type { Point } from "../../../api/types.ts";

/** CSS for an image point within the live layer, which has the view as three numbers in its style. */
export function placeOf([x, y]: Readonly<Point>) {
  return {
    left: `calc(var(--view-x) + var(--view-scale) * ${x}px)`,
    top: `calc(var(--view-y) + var(--view-scale) * ${y}px)`,
  };
}
