import type { Geometry } from "../../api/types.ts";
import { boundsOf } from "../../canvas/geometry/measure.ts";

const round = (value: number) => Math.round(value * 10) / 10;

/** "box 120, 80 · 44 × 31" */
export function geometryText(geometry: Geometry): string {
  if (geometry.type === "image") return "whole image";
  const b = boundsOf(geometry);
  return `${geometry.type.replace("_", " ")} ${round(b.x0)}, ${round(b.y0)} · ${sizeText(geometry)}`;
}

/** "44 × 31" */
export function sizeText(geometry: Geometry): string {
  if (geometry.type === "image") return "whole image";
  if (geometry.type === "rotated_box") return `${round(geometry.width)} × ${round(geometry.height)}`;
  const b = boundsOf(geometry);
  return `${round(b.x1 - b.x0)} × ${round(b.y1 - b.y0)}`;
}
