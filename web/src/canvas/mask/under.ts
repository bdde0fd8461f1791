// What painting takes from other masks.
import type { Scene } from "../scene/Scene.ts";
import { type Change, deleting, replacing, type Shape } from "../scene/shape.ts";
import { isEmpty } from "../geometry/bounds.ts";
import { maskOfRaster, rasterOfMask } from "./maskGeometry.ts";
import type { Raster } from "./Raster.ts";

/** The other masks that lose pixels which `covered` has: cut, or deleted when nothing stays. Hidden and locked ones keep theirs. */
export function erasedUnder(scene: Scene, covered: Raster, wanted: (shape: Shape) => boolean): Change[] {
  const area = covered.bounds();
  if (isEmpty(area)) return [];
  const changes: Change[] = [];
  for (const { shape } of scene.query(area)) {
    const { geometry } = shape;
    if (geometry.type !== "mask" || scene.isLocked(shape.id) || !wanted(shape)) continue;
    const raster = rasterOfMask(geometry);
    raster.merge(covered, 0);
    const left = maskOfRaster(raster);
    if (!left) changes.push(deleting(shape));
    else if (left.counts !== geometry.counts) changes.push(replacing(shape, { ...shape, geometry: left }));
  }
  return changes;
}
