// Changes of single keypoints, from the canvas and from the panel.
import type { Id } from "../../api/types.ts";
import type { XY } from "../geometry/bounds.ts";
import { completed, pointMoved, type Visibility, visibilitySet } from "../geometry/keypoints.ts";
import { replacing } from "../scene/shape.ts";
import type { Engine } from "./Engine.ts";

/** Makes the point of the selected object at `at` hidden, or visible again. False when there is none. */
export function turnVisibilityAt(engine: Engine, at: XY): boolean {
  const hit = engine.hit(at);
  const shape = hit?.part === "vertex" ? engine.scene.get(hit.id) : undefined;
  if (hit?.part !== "vertex" || shape?.geometry.type !== "keypoints") return false;
  return setVisibility(engine, shape.id, hit.index, shape.geometry.points[hit.index]![2] === 2 ? 1 : 2);
}

/** False when nothing would be left of the object, or it may not be changed. */
export function setVisibility(engine: Engine, id: Id, index: number, visibility: Visibility): boolean {
  const shape = engine.scene.get(id);
  if (shape?.geometry.type !== "keypoints" || !engine.editable || engine.scene.isLocked(id)) return false;
  const geometry = visibilitySet(completed(shape.geometry, engine.skeletonOf(shape.labelId)), index, visibility);
  if (!geometry) return false;
  const title = ["Take a point away", "Hide a point", "Show a point"][visibility]!;
  engine.commit({ title, changes: [replacing(shape, { ...shape, geometry })] });
  return true;
}

export function movePoint(engine: Engine, id: Id, index: number, to: XY): boolean {
  const shape = engine.scene.get(id);
  if (shape?.geometry.type !== "keypoints" || !engine.editable || engine.scene.isLocked(id)) return false;
  const geometry = completed(shape.geometry, engine.skeletonOf(shape.labelId));
  const after = { ...shape, geometry: pointMoved(geometry, index, to, engine.viewport.image) };
  engine.commit({ title: "Move a point", changes: [replacing(shape, after)] });
  return true;
}
