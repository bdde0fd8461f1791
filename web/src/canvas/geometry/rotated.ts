// Rotated boxes in their own axes: x along the width, y along the height, origin in the centre. Angles are degrees clockwise
// on the screen (y points down), kept in (-180, 180].
import type { Geometry } from "../../api/types.ts";
import { type Bounds, clampPoint, round2, type Size, type XY } from "./bounds.ts";
import { type Handle, handlePoint, pulled } from "./edit.ts";

export type RotatedBox = Extract<Geometry, { type: "rotated_box" }>;

/** Shift turns in steps of this many degrees. */
export const angleStep = 15;

export function normalAngle(degrees: number): number {
  const turned = round2(degrees % 360);
  return turned > 180 ? round2(turned - 360) : turned <= -180 ? round2(turned + 360) : turned;
}

export function snappedAngle(degrees: number): number {
  return normalAngle(Math.round(degrees / angleStep) * angleStep);
}

/** The direction from `a` to `b`: 0 points right, 90 down. */
export function directionOf(a: XY, b: XY): number {
  return Math.atan2(b.y - a.y, b.x - a.x) * 180 / Math.PI;
}

export function turnedAround(p: XY, centre: XY, degrees: number): XY {
  const turn = degrees * Math.PI / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const x = p.x - centre.x;
  const y = p.y - centre.y;
  return { x: centre.x + x * cos - y * sin, y: centre.y + x * sin + y * cos };
}

/** Image point to the box's own axes and back. */
export function toOwn(box: RotatedBox, p: XY): XY {
  const { x, y } = turnedAround(p, { x: box.cx, y: box.cy }, -box.angle);
  return { x: x - box.cx, y: y - box.cy };
}
export function fromOwn(box: RotatedBox, p: XY): XY {
  return turnedAround({ x: box.cx + p.x, y: box.cy + p.y }, { x: box.cx, y: box.cy }, box.angle);
}

export function ownBounds(box: RotatedBox): Bounds {
  return { x0: -box.width / 2, y0: -box.height / 2, x1: box.width / 2, y1: box.height / 2 };
}

export function rotatedHandle(box: RotatedBox, handle: Handle): XY {
  return fromOwn(box, handlePoint(ownBounds(box), handle));
}

/** Where the handle that turns the box is: `gap` image pixels above the middle of its own top side. */
export function turnHandle(box: RotatedBox, gap: number): XY {
  return fromOwn(box, { x: 0, y: -box.height / 2 - gap });
}

/** The box with one handle taken to `to`; the opposite side or corner stays where it is. */
export function rotatedResized(box: RotatedBox, handle: Handle, to: XY, size: Size): RotatedBox {
  const b = pulled(ownBounds(box), handle, toOwn(box, clampPoint(to, size)));
  const centre = fromOwn(box, { x: (b.x0 + b.x1) / 2, y: (b.y0 + b.y1) / 2 });
  return rotatedBox(centre, b.x1 - b.x0, b.y1 - b.y0, box.angle);
}

/** The box turned by what the pointer turned around its centre. `stepped`: to whole steps of 15 degrees. */
export function rotatedTurned(box: RotatedBox, from: XY, to: XY, stepped: boolean): RotatedBox {
  const centre = { x: box.cx, y: box.cy };
  const angle = box.angle + directionOf(centre, to) - directionOf(centre, from);
  return { ...box, angle: stepped ? snappedAngle(angle) : normalAngle(angle) };
}

/** A box from one side (`a` to `b`) and a point that says how far the other side lies. Null while it covers nothing. */
export function rotatedFromSide(a: XY, b: XY, to: XY): RotatedBox | null {
  const width = Math.hypot(b.x - a.x, b.y - a.y);
  if (width === 0) return null;
  const normal = { x: -(b.y - a.y) / width, y: (b.x - a.x) / width };
  const depth = (to.x - a.x) * normal.x + (to.y - a.y) * normal.y;
  const centre = {
    x: (a.x + b.x) / 2 + normal.x * depth / 2,
    y: (a.y + b.y) / 2 + normal.y * depth / 2,
  };
  const box = rotatedBox(centre, width, Math.abs(depth), directionOf(a, b));
  return box.width > 0 && box.height > 0 ? box : null;
}

/** `to` moved so that the side from `a` points in whole steps of 15 degrees, as long as it was. */
export function steppedFrom(a: XY, to: XY): XY {
  const length = Math.hypot(to.x - a.x, to.y - a.y);
  const turn = snappedAngle(directionOf(a, to)) * Math.PI / 180;
  return { x: a.x + Math.cos(turn) * length, y: a.y + Math.sin(turn) * length };
}

export function rotatedBox(centre: XY, width: number, height: number, angle: number): RotatedBox {
  return {
    type: "rotated_box",
    cx: round2(centre.x),
    cy: round2(centre.y),
    width: round2(width),
    height: round2(height),
    angle: normalAngle(angle),
  };
}
