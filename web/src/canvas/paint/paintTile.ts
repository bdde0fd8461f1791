import { grow } from "../geometry/bounds.ts";
import type { Scene } from "../scene/Scene.ts";
import { haloWidth, type Looks, paintShapes } from "./paintShapes.ts";
import type { PaintStyle } from "./paintStyle.ts";
import type { TileRequest } from "./tileProtocol.ts";
import { tileBounds, tileSide } from "./tiles.ts";

/** Paints one tile of a scene; null when nothing lies there. */
export function paintTile(scene: Scene, looks: Looks, style: PaintStyle, tile: TileRequest): ImageBitmap | null {
  const unit = tile.ratio / tile.scale;
  const bounds = tileBounds(tile, tile.scale);
  const entries = scene.query(grow(bounds, haloWidth * unit)).filter((entry) => !scene.isLifted(entry.shape.id));
  if (entries.length === 0) return null;
  const canvas = new OffscreenCanvas(tileSide, tileSide);
  const ctx = canvas.getContext("2d")!;
  ctx.setTransform(tile.scale, 0, 0, tile.scale, -bounds.x0 * tile.scale, -bounds.y0 * tile.scale);
  paintShapes(ctx, entries, looks, { unit, ...style });
  return canvas.transferToImageBitmap();
}
