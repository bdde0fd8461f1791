// What keys and buttons do with masks beyond painting: fill holes, turn masks into polygons and back.
import type { Id } from "../../api/types.ts";
import { linesOf } from "../geometry/rings.ts";
import { withoutHoles } from "../mask/holes.ts";
import { eachRunOfRings } from "../mask/brush.ts";
import { maskOfRaster, rasterOfMask } from "../mask/maskGeometry.ts";
import { polygonsOfMask } from "../mask/outline.ts";
import { Raster } from "../mask/Raster.ts";
import { type Change, creating, replacing, type Shape } from "../scene/shape.ts";
import type { Engine } from "./Engine.ts";

/** How far a polygon's line may leave the edge of the mask's pixels, image pixels: steps of single pixels become straight. */
const tolerance = 1;

function chosen(engine: Engine): Shape[] {
  if (!engine.editable) return [];
  const shapes = [...engine.selection].map((id) => engine.scene.get(id));
  return shapes.filter((shape) => shape !== undefined && !engine.scene.isLocked(shape.id)) as Shape[];
}

/** Fills what the selected masks enclose. False when no mask is selected; answers how many holes' masks changed. */
export function fillHoles(engine: Engine): number | false {
  const masks = chosen(engine).filter((shape) => shape.geometry.type === "mask");
  if (masks.length === 0) return false;
  const changes = masks.flatMap((shape): Change[] => {
    const filled = shape.geometry.type === "mask" && withoutHoles(rasterOfMask(shape.geometry));
    const geometry = filled && maskOfRaster(filled);
    return geometry ? [replacing(shape, { ...shape, geometry })] : [];
  });
  engine.commit({ title: "Fill holes", changes });
  return changes.length;
}

/** Polygons and boxes become the pixels whose centres they hold. False when there is none to turn. */
export function toMasks(engine: Engine): boolean {
  const { image } = engine.viewport;
  const changes = chosen(engine).flatMap((shape): Change[] => {
    const { rings, closed } = linesOf(shape.geometry);
    if (!closed) return [];
    const raster = new Raster(image);
    eachRunOfRings(rings, (x, y0, y1) => raster.fill(x, y0, y1, 1));
    const geometry = maskOfRaster(raster);
    return geometry ? [replacing(shape, { ...shape, geometry })] : [];
  });
  if (changes.length === 0) return false;
  engine.commit({ title: "Turn into masks", changes });
  engine.select(changes.map((change) => change.id));
  return true;
}

/** Masks become polygons with their holes; each further part of a mask is an object of its own, of the same label. */
export function toPolygons(engine: Engine, newId: () => Id): boolean {
  const changes = chosen(engine).flatMap((shape): Change[] => {
    if (shape.geometry.type !== "mask") return [];
    const [first, ...others] = polygonsOfMask(rasterOfMask(shape.geometry), tolerance);
    if (!first) return [];
    return [
      replacing(shape, { ...shape, geometry: first }),
      ...others.map((geometry) => creating({ ...shape, id: newId(), track: null, geometry })),
    ];
  });
  if (changes.length === 0) return false;
  engine.commit({ title: "Turn into polygons", changes });
  engine.select(changes.map((change) => change.id));
  return true;
}
