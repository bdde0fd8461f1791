// What keys and panels do with an engine: each is one command with a name a person would use.
import type { Id } from "../../api/types.ts";
import { nudged } from "../geometry/edit.ts";
import { isEmpty } from "../geometry/bounds.ts";
import { normalAngle } from "../geometry/rotated.ts";
import type { Scene } from "../scene/Scene.ts";
import { deleting, replacing, type Shape } from "../scene/shape.ts";
import { restacked, type StackMove } from "../scene/stack.ts";
import { revealing } from "../view/viewport.ts";
import type { Engine } from "./Engine.ts";

function selected(engine: Engine): Shape[] {
  return [...engine.selection].map((id) => engine.scene.get(id)).filter((shape) => shape !== undefined) as Shape[];
}

function unlocked(engine: Engine): Shape[] {
  return selected(engine).filter((shape) => !engine.scene.isLocked(shape.id));
}

const many = (verb: string, shapes: readonly Shape[]) =>
  shapes.length === 1 ? `${verb} an object` : `${verb} ${shapes.length} objects`;

export function deleteSelected(engine: Engine): boolean {
  const shapes = unlocked(engine);
  if (!engine.editable || shapes.length === 0) return false;
  engine.commit({ title: many("Delete", shapes), changes: shapes.map(deleting) });
  return true;
}

export function nudgeSelected(engine: Engine, dx: number, dy: number): boolean {
  const shapes = unlocked(engine);
  if (!engine.editable || shapes.length === 0) return false;
  const changes = shapes.map((shape) => {
    const geometry = nudged(shape.geometry, dx, dy, engine.viewport.image);
    return replacing(shape, geometry === shape.geometry ? shape : { ...shape, geometry });
  });
  engine.commit({
    title: many("Nudge", shapes),
    changes,
    mergeKey: `nudge ${shapes.map((shape) => shape.id).join(" ")}`,
  });
  return true;
}

export function labelSelected(engine: Engine, labelId: Id): boolean {
  const shapes = selected(engine).filter((shape) => shape.labelId !== labelId);
  if (!engine.editable || shapes.length === 0) return false;
  engine.commit({
    title: many("Label", shapes),
    changes: shapes.map((shape) => replacing(shape, { ...shape, labelId })),
  });
  return true;
}

/** A prediction becomes an annotation: the same shape, now a person's word. */
export function acceptSelected(engine: Engine): boolean {
  const shapes = selected(engine).filter((shape) => shape.isPrediction);
  if (!engine.editable || shapes.length === 0) return false;
  engine.commit({
    title: many("Accept", shapes),
    changes: shapes.map((shape) => replacing(shape, { ...shape, isPrediction: false })),
  });
  return true;
}

export function rejectSelected(engine: Engine): boolean {
  const shapes = selected(engine).filter((shape) => shape.isPrediction);
  if (!engine.editable || shapes.length === 0) return false;
  engine.commit({ title: many("Reject", shapes), changes: shapes.map(deleting) });
  return true;
}

/** Copies a little below and to the right, selected. */
export function duplicateSelected(engine: Engine, newId: () => Id): boolean {
  const shapes = selected(engine);
  if (!engine.editable || shapes.length === 0) return false;
  const step = 12 / engine.viewport.scale;
  const copies = shapes.map((shape): Shape => ({
    ...shape,
    id: newId(),
    track: null,
    geometry: nudged(shape.geometry, step, step, engine.viewport.image),
  }));
  engine.commit({
    title: many("Duplicate", shapes),
    changes: copies.map((shape) => ({ id: shape.id, before: null, after: shape })),
  });
  engine.select(copies.map((shape) => shape.id));
  return true;
}

/** Turns rotated boxes in place, clockwise. False when none is selected. */
export function turnSelected(engine: Engine, degrees: number): boolean {
  const shapes = unlocked(engine).filter((shape) => shape.geometry.type === "rotated_box");
  if (!engine.editable || shapes.length === 0) return false;
  const changes = shapes.map((shape) => {
    if (shape.geometry.type !== "rotated_box") return replacing(shape, shape);
    const geometry = { ...shape.geometry, angle: normalAngle(shape.geometry.angle + degrees) };
    return replacing(shape, { ...shape, geometry });
  });
  const mergeKey = `turn ${shapes.map((shape) => shape.id).join(" ")}`;
  engine.commit({ title: many("Turn", shapes), changes, mergeKey });
  return true;
}

const stackTitles: { [move in StackMove]: [verb: string, already: string] } = {
  raise: ["Raise", "Nothing lies over it."],
  lower: ["Lower", "Nothing lies under it."],
  front: ["Bring to the front", "It lies over everything already."],
  back: ["Send to the back", "It lies under everything already."],
};

/** False without a selection; what lies there already is told. */
export function stackSelected(engine: Engine, move: StackMove): boolean {
  const shapes = unlocked(engine);
  if (!engine.editable || shapes.length === 0) return false;
  const [title, already] = stackTitles[move];
  const changes = restacked(engine.scene, shapes, move);
  if (changes.length === 0) engine.say(already);
  else engine.commit({ title, changes });
  return true;
}

/** Everything that is shown and not locked. */
export function selectAll(engine: Engine): boolean {
  const { scene } = engine;
  const shapes = scene.shapes().filter((shape) => !scene.isHidden(shape.id) && !scene.isLocked(shape.id));
  if (shapes.length === 0) return false;
  engine.select(shapes.map((shape) => shape.id));
  return true;
}

/** The next or previous object in reading order (rows from the top, then left to right), brought into view. */
export function selectNext(engine: Engine, step: 1 | -1): boolean {
  const shown = engine.scene.shapes().filter((shape) => !engine.scene.isHidden(shape.id));
  const shapes = readingOrder(engine.scene, shown);
  if (shapes.length === 0) return false;
  const current = shapes.findIndex((shape) => engine.selection.has(shape.id));
  const next = current < 0 ? (step > 0 ? 0 : shapes.length - 1) : (current + step + shapes.length) % shapes.length;
  reveal(engine, shapes[next]!.id);
  return true;
}

/** Shapes of the scene by rows from the top, then from left to right. */
export function readingOrder(scene: Scene, shapes: readonly Shape[]): Shape[] {
  const placed = shapes.flatMap((shape) => {
    const bounds = scene.entry(shape.id)?.bounds;
    return bounds ? [{ shape, bounds }] : [];
  });
  return placed.sort((a, b) => a.bounds.y0 - b.bounds.y0 || a.bounds.x0 - b.bounds.x0).map(({ shape }) => shape);
}

/** Selects one object and brings it into view. */
export function reveal(engine: Engine, id: Id) {
  const entry = engine.scene.entry(id);
  if (!entry) return;
  engine.select([id]);
  show(engine, id);
}

/** Brings one object into view. */
export function show(engine: Engine, id: Id) {
  const entry = engine.scene.entry(id);
  if (entry && !isEmpty(entry.bounds)) engine.setViewport(revealing(engine.viewport, entry.bounds));
}
