// Copied objects, kept from image to image as long as the page lives.
import type { Engine } from "../../../canvas/engine/Engine.ts";
import { clampShift, moved } from "../../../canvas/geometry/edit.ts";
import { boundsOf } from "../../../canvas/geometry/measure.ts";
import { fitsImage, pushedInside } from "./propagate.ts";
import { creating, type Shape } from "../../../canvas/scene/shape.ts";
import { newId } from "./newId.ts";

let copied: readonly Shape[] = [];

export function copySelected(engine: Engine): boolean {
  const shapes = [...engine.selection].map((id) => engine.scene.get(id)).filter((shape) => shape !== undefined);
  if (shapes.length === 0) return false;
  copied = shapes as Shape[];
  return true;
}

/** In the same place, pushed inside a smaller image; where exactly this lies already, a little aside. */
export function pasteCopied(engine: Engine): boolean {
  if (!engine.editable || copied.length === 0) return false;
  const size = engine.viewport.image;
  const fitting = copied.filter((shape) => fitsImage(shape.geometry, size));
  if (fitting.length < copied.length) engine.say("A mask fits only an image of its own size.");
  if (fitting.length === 0) return true;
  const here = new Set(engine.scene.shapes().map((shape) => JSON.stringify(shape.geometry)));
  const step = 12 / engine.viewport.scale;
  const shapes = fitting.map((shape): Shape => {
    const away = here.has(JSON.stringify(shape.geometry)) ? step : 0;
    const placed = pushedInside(shape, size).geometry;
    const shift = clampShift(boundsOf(placed), away, away, size);
    return { ...shape, id: newId(), track: null, geometry: moved(placed, shift.x, shift.y) };
  });
  engine.commit({
    title: shapes.length === 1 ? "Paste" : `Paste ${shapes.length} objects`,
    changes: shapes.map(creating),
  });
  engine.select(shapes.map((shape) => shape.id));
  return true;
}
