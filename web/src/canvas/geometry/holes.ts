// Holes of a polygon, drawn or refused in words.
import type { Geometry, Point } from "../../api/types.ts";
import { insideRings } from "./measure.ts";
import { ringInside, ringsCross } from "./path.ts";

type PolygonGeometry = Extract<Geometry, { type: "polygon" }>;

/** The polygon with a hole more, or why not. */
export function withHole(polygon: PolygonGeometry, hole: Point[]): PolygonGeometry | string {
  if (hole.length < 3) return "A hole needs three points.";
  if (!ringInside(hole, polygon.points)) return "A hole must lie inside its polygon.";
  const others = polygon.holes ?? [];
  const meets = others.some((other) =>
    ringsCross(other, hole) || insideRings([other], ...hole[0]!) || insideRings([hole], ...other[0]!)
  );
  if (meets) return "A hole must not lie over another hole.";
  return { ...polygon, holes: [...others, hole] };
}
