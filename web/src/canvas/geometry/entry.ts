// A geometry as numbers that a person types: read out, checked, and put back.
import type { Geometry } from "../../api/types.ts";
import { round2, type Size } from "./bounds.ts";
import { boxGeometry, isOutline } from "./edit.ts";
import { boundsOf } from "./measure.ts";
import { normalAngle } from "./rotated.ts";

export type EntryName = "x" | "y" | "width" | "height" | "angle";
export type Entries = { [name in EntryName]?: number };
export type EntryErrors = { [name in EntryName]?: string };

/** The numbers of a geometry: a box's corner and size, a rotated box's centre, size and angle, else those of the bounds. */
export function entriesOf(geometry: Geometry): Entries | null {
  if (geometry.type === "image") return null;
  if (geometry.type === "rotated_box") {
    const { cx, cy, width, height, angle } = geometry;
    return { x: cx, y: cy, width, height, angle };
  }
  const b = boundsOf(geometry);
  return { x: round2(b.x0), y: round2(b.y0), width: round2(b.x1 - b.x0), height: round2(b.y1 - b.y0) };
}

/** A mask's pixels stay where they are: its numbers can be read, not typed. */
export function canEnter(geometry: Geometry): boolean {
  return geometry.type !== "mask" && geometry.type !== "image";
}

/** Digits with a point or a comma; null for anything else. */
export function parseEntry(text: string): number | null {
  const trimmed = text.trim().replace("−", "-");
  if (!/^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/.test(trimmed)) return null;
  const value = Number(trimmed.replace(",", "."));
  return Number.isFinite(value) ? round2(value) : null;
}

/** The geometry with these numbers, or what is wrong with each of them. */
export function withEntries(
  geometry: Geometry,
  entries: Entries,
  size: Size,
): { geometry: Geometry } | { errors: EntryErrors } {
  const now = entriesOf(geometry);
  if (!now || !canEnter(geometry)) return { geometry };
  const { x = 0, y = 0, width = 0, height = 0, angle = 0 } = { ...now, ...entries };
  const errors = geometry.type === "rotated_box"
    ? rotatedErrors(x, y, width, height, angle, size)
    : boundsErrors(geometry, x, y, width, height, size);
  if (Object.keys(errors).length > 0) return { errors };
  if (geometry.type === "rotated_box") {
    return { geometry: { ...geometry, cx: x, cy: y, width, height, angle: normalAngle(angle) } };
  }
  if (geometry.type === "box") return { geometry: boxGeometry({ x0: x, y0: y, x1: x + width, y1: y + height }) };
  return { geometry: fitted(geometry, now, { x, y, width, height }) };
}

function rotatedErrors(x: number, y: number, width: number, height: number, angle: number, size: Size): EntryErrors {
  const errors: EntryErrors = {};
  if (x < 0 || x > size.width) errors.x = `0 to ${size.width}: the centre lies in the image`;
  if (y < 0 || y > size.height) errors.y = `0 to ${size.height}: the centre lies in the image`;
  // A side longer than the diagonal lies outside on one end at least.
  const most = Math.ceil(Math.hypot(size.width, size.height));
  const wrong = (side: number) => side <= 0 ? "more than 0" : side > most ? `at most ${most}` : undefined;
  if (wrong(width)) errors.width = wrong(width)!;
  if (wrong(height)) errors.height = wrong(height)!;
  if (Math.abs(angle) > 360) errors.angle = "−360 to 360";
  return errors;
}

function boundsErrors(
  geometry: Geometry,
  x: number,
  y: number,
  width: number,
  height: number,
  size: Size,
): EntryErrors {
  const errors: EntryErrors = {};
  const flat = geometry.type === "polyline" || geometry.type === "keypoints";
  if (width < 0 || (width === 0 && !flat)) errors.width = "more than 0";
  if (height < 0 || (height === 0 && !flat)) errors.height = "more than 0";
  if (x < 0 || x > size.width) errors.x = `0 to ${size.width}`;
  else if (!errors.width && round2(x + width) > size.width) {
    errors.width = `at most ${round2(size.width - x)} from there`;
  }
  if (y < 0 || y > size.height) errors.y = `0 to ${size.height}`;
  else if (!errors.height && round2(y + height) > size.height) {
    errors.height = `at most ${round2(size.height - y)} from there`;
  }
  return errors;
}

/** Every point moved and scaled with the bounds. */
function fitted(geometry: Geometry, from: Entries, to: Required<Omit<Entries, "angle">>): Geometry {
  const along = (value: number, start: number, length: number, newStart: number, newLength: number) =>
    round2(newStart + (length === 0 ? 0 : (value - start) / length * newLength));
  const put = (x: number, y: number): [number, number] => [
    along(x, from.x!, from.width!, to.x, to.width),
    along(y, from.y!, from.height!, to.y, to.height),
  ];
  if (geometry.type === "keypoints") {
    return { ...geometry, points: geometry.points.map(([x, y, v]) => v === 0 ? [x, y, v] : [...put(x, y), v]) };
  }
  if (!isOutline(geometry)) return geometry;
  const ring = (points: [number, number][]) => points.map(([x, y]) => put(x, y));
  if (geometry.type === "polyline") return { ...geometry, points: ring(geometry.points) };
  return {
    ...geometry,
    points: ring(geometry.points),
    ...(geometry.holes ? { holes: geometry.holes.map(ring) } : {}),
  };
}
