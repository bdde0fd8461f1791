// Objects copied to the images that follow: sent through the outbox of each, so that nothing is lost on the way, and taken
// back as one.
import type { Annotation, Geometry, Id, Image } from "../../../api/types.ts";
import { moved } from "../../../canvas/geometry/edit.ts";
import { boundsOf } from "../../../canvas/geometry/measure.ts";
import type { Size } from "../../../canvas/geometry/bounds.ts";
import { type Change, creating, deleting, type Shape, shapeOf } from "../../../canvas/scene/shape.ts";
import { equal } from "../outbox/shapes.ts";

/** What propagating needs of the page; handed in, so that tests need neither network nor storage. */
export interface PropagatePorts {
  annotations(imageId: Id): Promise<Annotation[]>;
  /** makes changes of an image, open or not, in a way that survives the page */
  change(imageId: Id, annotations: Annotation[], changes: Change[]): Promise<void>;
  newId(): Id;
  /** after each image; false ends it there */
  goesOn(done: number): boolean;
}

export interface Propagated {
  /** by image: what was made there */
  made: { imageId: Id; ids: Id[] }[];
  /** objects that were there already, in the same place with the same label */
  already: number;
  /** masks on an image of another size */
  unfit: number;
  /** images that could not be read */
  failed: Image[];
}

export async function propagate(
  shapes: readonly Shape[],
  images: readonly Image[],
  ports: PropagatePorts,
): Promise<Propagated> {
  const result: Propagated = { made: [], already: 0, unfit: 0, failed: [] };
  for (const [at, image] of images.entries()) {
    try {
      const there = await ports.annotations(image.id);
      const known = new Map<string, Annotation[]>();
      for (const one of there) {
        const place = placeOf(one.label_id, one.geometry);
        known.set(place, [...(known.get(place) ?? []), one]);
      }
      const copies = shapes.flatMap((shape) => copyFor(shape, image, known, ports.newId, result));
      if (copies.length > 0) {
        await ports.change(image.id, there, copies.map(creating));
        result.made.push({ imageId: image.id, ids: copies.map(({ id }) => id) });
      }
    } catch {
      result.failed.push(image);
    }
    if (!ports.goesOn(at + 1)) break;
  }
  return result;
}

/** The same for equal shapes of a label: those alike are then compared in full. */
function placeOf(labelId: Id, geometry: Geometry): string {
  const { x0, y0, x1, y1 } = boundsOf(geometry);
  return [labelId, geometry.type, x0, y0, x1, y1].join(" ");
}

/** Deletes what propagating made, where it is still there. */
export async function takeBack({ made }: Propagated, ports: PropagatePorts): Promise<void> {
  for (const { imageId, ids } of made) {
    const there = await ports.annotations(imageId);
    const wanted = new Set(ids);
    const changes = there.filter(({ id }) => wanted.has(id)).map((annotation) => deleting(shapeOf(annotation)));
    if (changes.length > 0) await ports.change(imageId, there, changes);
  }
}

function copyFor(
  shape: Shape,
  image: Size,
  known: ReadonlyMap<string, readonly Annotation[]>,
  newId: () => Id,
  result: Propagated,
): Shape[] {
  if (!fitsImage(shape.geometry, image)) {
    result.unfit++;
    return [];
  }
  const placed = pushedInside(shape, image);
  const alike = known.get(placeOf(placed.labelId, placed.geometry)) ?? [];
  if (alike.some((one) => equal(one.geometry, placed.geometry))) {
    result.already++;
    return [];
  }
  return [{ ...placed, id: newId(), track: null }];
}

/** A mask is as large as its image; everything else can be moved. */
export function fitsImage(geometry: Geometry, size: Size): boolean {
  return geometry.type !== "mask" || (geometry.size[0] === size.height && geometry.size[1] === size.width);
}

/** Moved into a smaller image; what is larger than the image is cut by the server. */
export function pushedInside(shape: Shape, size: Size): Shape {
  const bounds = boundsOf(shape.geometry);
  if (!(bounds.x1 >= bounds.x0)) return shape;
  const x = Math.max(Math.min(0, size.width - bounds.x1), -bounds.x0);
  const y = Math.max(Math.min(0, size.height - bounds.y1), -bounds.y0);
  return x === 0 && y === 0 ? shape : { ...shape, geometry: moved(shape.geometry, x, y) };
}
