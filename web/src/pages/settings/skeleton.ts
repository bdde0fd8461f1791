// A skeleton while it is edited: names, and the pairs of them that are joined. Pure; every change answers a new one.
import type { Skeleton } from "../../api/types.ts";

export const noSkeleton: Skeleton = { keypoints: [], edges: [] };

/** What the server would refuse, in words; null when it is fine. Rows without a name do not count. */
export function skeletonFault(skeleton: Skeleton): string | null {
  const names = skeleton.keypoints.map((name) => name.trim());
  const twice = names.find((name, i) => name !== "" && names.indexOf(name) !== i);
  if (twice) return `“${twice}” stands twice`;
  const bare = skeleton.edges.find((pair) => pair.some((index) => names[index] === ""));
  return bare ? "a joined point needs a name" : null;
}

/** Without rows that have no name; null when none is left: a label without a skeleton. */
export function finished(skeleton: Skeleton): Skeleton | null {
  let left = { ...skeleton, keypoints: skeleton.keypoints.map((name) => name.trim()) };
  for (let i = left.keypoints.length - 1; i >= 0; i--) if (left.keypoints[i] === "") left = withoutPoint(left, i);
  return left.keypoints.length > 0 ? left : null;
}

/** Names may be put in together, with commas or on lines of their own: they take the places from `index` on. */
export function named(skeleton: Skeleton, index: number, text: string): Skeleton {
  const names = text.split(/[,\n\t]/);
  const [first, ...others] = names.length > 1 ? names.map((name) => name.trim()).filter((name) => name !== "") : names;
  const shift = (at: number) => at > index ? at + others.length : at;
  return {
    keypoints: skeleton.keypoints.flatMap((name, i) => i === index ? [first ?? "", ...others] : [name]),
    edges: skeleton.edges.map(([a, b]) => [shift(a), shift(b)]),
  };
}

/** A row without a name after `index`. */
export function withPoint(skeleton: Skeleton, index: number): Skeleton {
  const shift = (at: number) => at > index ? at + 1 : at;
  return {
    keypoints: [...skeleton.keypoints.slice(0, index + 1), "", ...skeleton.keypoints.slice(index + 1)],
    edges: skeleton.edges.map(([a, b]) => [shift(a), shift(b)]),
  };
}

export function withoutPoint(skeleton: Skeleton, index: number): Skeleton {
  const shift = (at: number) => at > index ? at - 1 : at;
  return {
    keypoints: skeleton.keypoints.filter((_, i) => i !== index),
    edges: skeleton.edges.filter((pair) => !pair.includes(index)).map(([a, b]) => [shift(a), shift(b)]),
  };
}

export const areJoined = (skeleton: Skeleton, a: number, b: number): boolean =>
  skeleton.edges.some((pair) => pair.includes(a) && pair.includes(b));

/** Joins two points, or parts them when they are joined. */
export function joined(skeleton: Skeleton, a: number, b: number): Skeleton {
  if (a === b) return skeleton;
  const edges = areJoined(skeleton, a, b)
    ? skeleton.edges.filter((pair) => !(pair.includes(a) && pair.includes(b)))
    : [...skeleton.edges, [a, b] as [number, number]];
  return { ...skeleton, edges };
}

/** The 17 points of a person as COCO has them. */
export const person: Skeleton = {
  keypoints: [
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
  ],
  edges: [
    [15, 13],
    [13, 11],
    [16, 14],
    [14, 12],
    [11, 12],
    [5, 11],
    [6, 12],
    [5, 6],
    [5, 7],
    [6, 8],
    [7, 9],
    [8, 10],
    [1, 2],
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 4],
    [3, 5],
    [4, 6],
  ],
};
