// The order in which shapes lie on each other, changed by as little as shows.
import type { Id } from "../../api/types.ts";
import { byStack, type Entry, type Scene } from "./Scene.ts";
import { type Change, replacing, type Shape } from "./shape.ts";

export type StackMove = "raise" | "lower" | "front" | "back";

/**
 * What a move changes: `raise` and `lower` take the shapes just over or under the next level on which they overlap another,
 * `front` and `back` over or under all others. Only the shapes moved are changed, so those of one level are passed together.
 * Shapes moved together keep their order among themselves. Empty when they lie there already.
 */
export function restacked(scene: Scene, shapes: readonly Shape[], move: StackMove): Change[] {
  const moved = new Set(shapes.map((shape) => shape.id));
  const own = shapes.map((shape) => scene.entry(shape.id)).filter((entry) => entry !== undefined) as Entry[];
  const up = move === "raise" || move === "front";
  const near = move === "raise" || move === "lower";
  const last = near ? [] : outermost(scene, moved, up);
  let step = 0;
  for (const entry of own) {
    for (const other of near ? scene.query(entry.bounds) : last) {
      if (moved.has(other.shape.id) || (up ? byStack(other, entry) <= 0 : byStack(other, entry) >= 0)) continue;
      const wanted = stepOver(entry, other, up);
      const further = Math.abs(wanted) > Math.abs(step);
      // The nearest is passed, or every one.
      if (step === 0 || further !== near) step = wanted;
    }
  }
  return step === 0 ? [] : own.map(({ shape }) => replacing(shape, { ...shape, zOrder: shape.zOrder + step }));
}

/** The shape over (or under) all others that are not moved. */
function outermost(scene: Scene, moved: ReadonlySet<Id>, up: boolean): Entry[] {
  let found: Entry | null = null;
  for (const entry of scene.entries()) {
    if (moved.has(entry.shape.id)) continue;
    if (!found || (up ? byStack(entry, found) > 0 : byStack(entry, found) < 0)) found = entry;
  }
  return found ? [found] : [];
}

/** By how much `entry` must be moved to lie over (or under) `other`: among equals the order of making decides. */
function stepOver(entry: Entry, other: Entry, up: boolean): number {
  const level = other.shape.zOrder - entry.shape.zOrder;
  const later = entry.order > other.order;
  return up ? level + (later ? 0 : 1) : level - (later ? 1 : 0);
}
