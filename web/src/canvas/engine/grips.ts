// Points of the selected object that the keyboard's cursor goes to: what the mouse would take hold of.
import type { Id } from "../../api/types.ts";
import { isEmpty, type XY } from "../geometry/bounds.ts";
import { handlePoint, handles, isOutline, vertexRemoved } from "../geometry/edit.ts";
import { rotatedHandle, turnHandle } from "../geometry/rotated.ts";
import { outlineGrips, type Reach, turnGap } from "../scene/hit.ts";
import type { Scene } from "../scene/Scene.ts";
import { replacing, type Shape } from "../scene/shape.ts";
import type { Engine } from "./Engine.ts";

/** Corners of boxes and the handle that turns one; the vertices of outlines and the middles between them, in their order. */
export function gripsOf(shape: Shape, reach: Reach): XY[] {
  const { geometry, id } = shape;
  if (geometry.type === "box") {
    const { x, y, width, height } = geometry;
    return handles.map((handle) => handlePoint({ x0: x, y0: y, x1: x + width, y1: y + height }, handle));
  }
  if (geometry.type === "rotated_box") {
    const turn = turnHandle(geometry, reach.handle * turnGap);
    return [...handles.map((handle) => rotatedHandle(geometry, handle)), turn];
  }
  if (!isOutline(geometry)) return [];
  const { grips, middles } = outlineGrips(id, geometry);
  const place = ({ hit }: (typeof grips)[number]) =>
    hit.part === "vertex" ? [hit.ring, hit.index] : hit.part === "middle" ? [hit.ring, hit.index + 0.5] : [0, 0];
  return [...grips, ...middles].sort((a, b) => place(a)[0]! - place(b)[0]! || place(a)[1]! - place(b)[1]!)
    .map(({ at }) => at);
}

/** The first grip of one selected object, the middle of several, null without a selection. */
export function startOf(scene: Scene, selection: ReadonlySet<Id>): XY | null {
  const entries = [...selection].map((id) => scene.entry(id)).filter((entry) => entry && !isEmpty(entry.bounds));
  const first = entries[0];
  if (!first) return null;
  const [grip] = entries.length === 1 ? gripsOf(first.shape, { handle: 0, edge: 0 }) : [];
  const { x0, y0, x1, y1 } = first.bounds;
  return grip ?? { x: Math.round((x0 + x1) / 2), y: Math.round((y0 + y1) / 2) };
}

function onlySelected(engine: Engine): Shape | undefined {
  return engine.selection.size === 1 ? engine.scene.get([...engine.selection][0]!) : undefined;
}

/** The keyboard's cursor to the next or previous grip of the selected object. */
export function nextGrip(engine: Engine, step: 1 | -1): boolean {
  const { keyPointer } = engine;
  const shape = onlySelected(engine);
  if (!keyPointer.at || keyPointer.holds || engine.tool !== "select" || !shape) return false;
  const points = gripsOf(shape, engine.reach);
  if (points.length === 0) return false;
  const here = keyPointer.at;
  const far = points.map((p) => Math.hypot(p.x - here.x, p.y - here.y));
  const nearest = far.indexOf(Math.min(...far));
  const stands = far[nearest]! < 0.5;
  const next = stands ? (nearest + step + points.length) % points.length : nearest;
  keyPointer.jump(points[next]!);
  return true;
}

/** Removes the vertex under the keyboard's cursor. */
export function removeVertexHere(engine: Engine): boolean {
  const at = engine.keyPointer.at;
  if (!at || engine.keyPointer.holds || engine.tool !== "select" || !engine.editable) return false;
  const hit = engine.hit(at);
  const shape = onlySelected(engine);
  if (hit?.part !== "vertex" || !shape || !isOutline(shape.geometry)) return false;
  const geometry = vertexRemoved(shape.geometry, hit.ring, hit.index);
  if (!geometry) engine.say("An outline keeps its last points: delete the object instead.");
  else engine.commit({ title: "Remove a vertex", changes: [replacing(shape, { ...shape, geometry })] });
  return true;
}
