// Keypoints of one object: a place and a visibility for each point of its label's skeleton, in that order.
// Visibility as COCO has it: 0 not there (and then without a place), 1 there but hidden, 2 visible.
import type { Geometry, Skeleton } from "../../api/types.ts";
import { type Bounds, clampPoint, isEmpty, round2, type Size, type XY } from "./bounds.ts";
import { boundsOf } from "./measure.ts";

export type Keypoints = Extract<Geometry, { type: "keypoints" }>;
export type Keypoint = Keypoints["points"][number];
export type Visibility = 0 | 1 | 2;

export const absent: Keypoint = [0, 0, 0];

export function pointAt(at: XY, visibility: Visibility, size: Size): Keypoint {
  const p = clampPoint(at, size);
  return [round2(p.x), round2(p.y), visibility];
}

const withPoint = (geometry: Keypoints, index: number, point: Keypoint): Keypoints => ({
  ...geometry,
  points: geometry.points.map((old, i) => i === index ? point : old),
});

/** A point that was not there is visible where it is put. */
export function pointMoved(geometry: Keypoints, index: number, to: XY, size: Size): Keypoints {
  const visibility = geometry.points[index]![2] === 1 ? 1 : 2;
  return withPoint(geometry, index, pointAt(to, visibility, size));
}

/** Null when no point would be left. One that comes back appears in the middle of the others. */
export function visibilitySet(geometry: Keypoints, index: number, visibility: Visibility): Keypoints | null {
  const [x, y, before] = geometry.points[index]!;
  if (visibility === 0) {
    const changed = withPoint(geometry, index, absent);
    return changed.points.some((point) => point[2] !== 0) ? changed : null;
  }
  if (before !== 0) return withPoint(geometry, index, [x, y, visibility]);
  const b = boundsOf(geometry);
  return withPoint(geometry, index, [round2((b.x0 + b.x1) / 2), round2((b.y0 + b.y1) / 2), visibility]);
}

/** As many points as the skeleton has: those that a label gained later are not there yet. */
export function completed(geometry: Keypoints, skeleton: Skeleton | null): Keypoints {
  const missing = (skeleton?.keypoints.length ?? 0) - geometry.points.length;
  return missing > 0 ? { ...geometry, points: [...geometry.points, ...Array(missing).fill(absent)] } : geometry;
}

/** A template is points in a unit square. */
export type Template = readonly (readonly [number, number])[];

export function placedIn(template: Template, box: Bounds, size: Size): Keypoints {
  const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
  return {
    type: "keypoints",
    points: template.map(([x, y]) => pointAt({ x: box.x0 + x * width, y: box.y0 + y * height }, 2, size)),
  };
}

/** A person as COCO names the points, standing, seen from the front. */
const person: { [name: string]: readonly [number, number] } = {
  "nose": [0.5, 0.14],
  "left eye": [0.58, 0.05],
  "right eye": [0.42, 0.05],
  "left ear": [0.69, 0.1],
  "right ear": [0.31, 0.1],
  "left shoulder": [0.78, 0.25],
  "right shoulder": [0.22, 0.25],
  "left elbow": [0.93, 0.36],
  "right elbow": [0.07, 0.36],
  "left wrist": [1, 0.5],
  "right wrist": [0, 0.5],
  "left hip": [0.67, 0.52],
  "right hip": [0.33, 0.52],
  "left knee": [0.69, 0.76],
  "right knee": [0.31, 0.76],
  "left ankle": [0.71, 1],
  "right ankle": [0.29, 1],
};

/** Where the points of a skeleton lie in a box: as in `example`, else as a person's, else around an ellipse in their order. */
export function templateOf(skeleton: Skeleton, example: Keypoints | null): Template {
  const count = skeleton.keypoints.length;
  const b = example && boundsOf(example);
  const full = example?.points.length === count && example.points.every((point) => point[2] !== 0);
  if (full && b && !isEmpty(b) && b.x1 > b.x0 && b.y1 > b.y0) {
    return example.points.map(([x, y]) => [(x - b.x0) / (b.x1 - b.x0), (y - b.y0) / (b.y1 - b.y0)]);
  }
  const known = skeleton.keypoints.map((name) => person[name.toLowerCase().replace(/[_-]+/g, " ").trim()]);
  if (known.every((place) => place !== undefined)) return known;
  return skeleton.keypoints.map((_, i) => {
    const turn = i / count * 2 * Math.PI;
    return [0.5 + Math.sin(turn) / 2, 0.5 - Math.cos(turn) / 2];
  });
}
