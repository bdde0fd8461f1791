// What edits are saved to: an image's own annotations, or somebody's layer over it. Targets are the keys of outboxes.
import type { Id } from "../../../api/types.ts";

const layers = "layers/";

export function targetOf(imageId: Id, layerId: Id | null): string {
  return layerId ? layers + layerId : imageId;
}

export function annotationsPath(target: string): string {
  return target.startsWith(layers) ? `/api/${target}/annotations` : `/api/images/${target}/annotations`;
}

/** The layer that a target is; null for an image's own annotations. */
export function layerOf(target: string): Id | null {
  return target.startsWith(layers) ? target.slice(layers.length) : null;
}
