// A repeatable crowd of shapes for measuring: the mix of a real project, on a 50-megapixel image.
import type { Point } from "../../api/types.ts";
import type { TileSource } from "../../canvas/paint/PictureTiles.ts";
import { pictureTileSide } from "../../canvas/paint/pyramid.ts";
import type { Shape } from "../../canvas/scene/shape.ts";

export const benchImage = { width: 8660, height: 5774 };

export function benchShapes(count: number): Shape[] {
  let state = 42;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return Array.from({ length: count }, (_, i): Shape => {
    const side = 20 + 180 * next() ** 3;
    const x = next() * (benchImage.width - side);
    const y = next() * (benchImage.height - side);
    const points = Array.from({ length: 16 }, (_, k): Point => {
      const turn = k / 16 * 2 * Math.PI;
      const radius = side / 2 * (0.7 + 0.3 * next());
      return [x + side / 2 + Math.cos(turn) * radius, y + side / 2 + Math.sin(turn) * radius];
    });
    const height = side * (0.5 + 0.5 * next());
    return {
      id: `shape-${i}`,
      labelId: `label-${i % 8}`,
      geometry: i % 4 === 0 ? { type: "polygon", points } : { type: "box", x, y, width: side, height },
      confidence: null,
      isPrediction: i % 10 === 0,
      attributes: {},
      zOrder: 0,
    };
  });
}

/** A photograph's worth of tiles without a server: JPEGs like a real one's, decoded off the page's thread like those. */
export async function benchTiles(): Promise<TileSource> {
  const blobs = await Promise.all(Array.from({ length: 8 }, (_, i) => {
    const canvas = new OffscreenCanvas(pictureTileSide, pictureTileSide);
    const ctx = canvas.getContext("2d")!;
    const shade = ctx.createLinearGradient(0, 0, pictureTileSide, pictureTileSide);
    shade.addColorStop(0, `hsl(${i * 45} 30% 30%)`);
    shade.addColorStop(1, `hsl(${i * 45 + 60} 30% 60%)`);
    ctx.fillStyle = shade;
    ctx.fillRect(0, 0, pictureTileSide, pictureTileSide);
    return canvas.convertToBlob({ type: "image/jpeg" });
  }));
  return { size: benchImage, load: ({ level, x, y }) => createImageBitmap(blobs[(level + 3 * x + 5 * y) % 8]!) };
}

/** The value below which `share` of the sorted values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
