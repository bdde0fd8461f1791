import { memo } from "react";
import type { Annotation, Geometry, Id } from "../../../api/types.ts";
import { maskOf, placed } from "../../../canvas/geometry/measure.ts";
import { linesOf } from "../../../canvas/geometry/rings.ts";

/** Labels drawn over a picture that is shown whole: an SVG in the image's own pixels. */
export const ShapesOver = memo(function ShapesOver(
  { width, height, shapes, colorOf }: {
    width: number;
    height: number;
    shapes: readonly Annotation[];
    colorOf: (labelId: Id) => string;
  },
) {
  const paths = new Map<string, string>();
  for (const { geometry, label_id } of shapes) {
    const color = colorOf(label_id);
    paths.set(color, (paths.get(color) ?? "") + pathOf(geometry, Math.max(width, height) / 80));
  }
  return (
    <svg
      className="shapes-over"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
    >
      {[...paths].map(([color, d]) => (
        <g key={color} fill="none" strokeLinejoin="round">
          <path d={d} stroke="rgb(0 0 0 / 0.55)" strokeWidth="2.25" vectorEffect="non-scaling-stroke" />
          <path d={d} stroke={color} strokeWidth="1.25" vectorEffect="non-scaling-stroke" />
        </g>
      ))}
    </svg>
  );
});

/** SVG path data. A mask is shown by its bounds: at this size its rim would be noise. Keypoints are small crosses of `arm`. */
export function pathOf(geometry: Geometry, arm: number): string {
  const n = (value: number) => Math.round(value * 10) / 10;
  if (geometry.type === "box") {
    return `M${n(geometry.x)} ${n(geometry.y)}h${n(geometry.width)}v${n(geometry.height)}h${n(-geometry.width)}z`;
  }
  if (geometry.type === "mask") {
    const { x0, y0, x1, y1 } = maskOf(geometry).bounds;
    return x1 > x0 ? `M${x0} ${y0}H${x1}V${y1}H${x0}z` : "";
  }
  if (geometry.type === "keypoints") {
    return placed(geometry.points).map(({ x, y }) =>
      `M${n(x - arm)} ${n(y)}h${n(2 * arm)}M${n(x)} ${n(y - arm)}v${n(2 * arm)}`
    ).join("");
  }
  const { rings, closed } = linesOf(geometry);
  return rings.filter((ring) => ring.length > 0)
    .map((ring) => `M${ring.map(([x, y]) => `${n(x)} ${n(y)}`).join("L")}${closed ? "z" : ""}`).join("");
}
