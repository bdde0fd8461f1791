// What the page tells the worker that paints tiles, and what comes back. Messages are handled in order, so a tile shows
// the scene as it was when the tile was asked for.
import type { Id } from "../../api/types.ts";
import type { SceneEvent } from "../scene/Scene.ts";
import type { LabelLook } from "./paintShapes.ts";
import type { PaintStyle } from "./paintStyle.ts";

export interface TileRequest {
  serial: number;
  /** place of the tile, see tiles.ts */
  column: number;
  row: number;
  /** device pixels an image pixel, device pixels a CSS pixel */
  scale: number;
  ratio: number;
}

export type ToWorker =
  | { do: "scene"; event: SceneEvent }
  | { do: "looks"; looks: [Id, LabelLook][] }
  | { do: "style"; style: PaintStyle }
  | { do: "paint"; tile: TileRequest };

/** `bitmap` null: nothing lies there. */
export interface FromWorker {
  serial: number;
  bitmap: ImageBitmap | null;
}
