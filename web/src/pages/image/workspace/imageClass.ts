import type { Id } from "../../../api/types.ts";
import type { Engine } from "../../../canvas/engine/Engine.ts";
import { creating, deleting, type Shape } from "../../../canvas/scene/shape.ts";
import { newId } from "./newId.ts";

const isClass = (shape: Shape) => shape.geometry.type === "image" && !shape.isPrediction;

/** The labels that are classes of the whole image. */
export function classesOf(shapes: readonly Shape[]): Set<Id> {
  return new Set(shapes.filter(isClass).map((shape) => shape.labelId));
}

/**
 * Gives the whole image a class, or takes it when it is there; one step of undo. Single: another class replaces what is
 * there. Answers false where nothing may be changed.
 */
export function toggleClass(engine: Engine, labelId: Id, multi: boolean): boolean {
  if (!engine.editable) return false;
  const classes = engine.scene.shapes().filter(isClass);
  const same = classes.filter((shape) => shape.labelId === labelId);
  if (same.length > 0) {
    engine.commit({ title: "Take a class", changes: same.map(deleting) });
    return true;
  }
  const given = {
    id: newId(),
    labelId,
    geometry: { type: "image" as const },
    confidence: null,
    isPrediction: false,
    attributes: {},
    zOrder: 0,
  };
  engine.commit({ title: "Give a class", changes: [...(multi ? [] : classes.map(deleting)), creating(given)] });
  return true;
}
