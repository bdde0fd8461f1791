import { useEffect, useRef } from "react";
import type { Geometry, Id } from "../../../api/types.ts";
import { clamp } from "../../../canvas/geometry/bounds.ts";
import { boundsOf } from "../../../canvas/geometry/measure.ts";
import { paintShapes, usualFill } from "../../../canvas/paint/paintShapes.ts";
import { trace } from "../../../canvas/paint/trace.ts";
import { Scene } from "../../../canvas/scene/Scene.ts";
import { useWorkspace } from "../workspace/context.ts";
import { bitmaps } from "../workspace/useOpenImage.ts";

export interface Drawn {
  labelId: Id;
  geometry: Geometry;
}

const width = 280;
const height = 160;
/** image pixels that are shown at least, so that a small object has its surroundings */
const leastPixels = 48;

/** The picture around both versions of an object: `own` as the canvas would paint it, `other` dashed. */
export function ConflictPicture({ own, other, name }: { own: Drawn | null; other: Drawn | null; name: string }) {
  const workspace = useWorkspace();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { image } = workspace.engine.viewport;
  const imageId = workspace.snapshot.imageId;
  useEffect(() => {
    const target = canvas.current!;
    const ratio = Math.min(3, devicePixelRatio || 1);
    target.width = width * ratio;
    target.height = height * ratio;
    let over = false;
    const paint = (bitmap: ImageBitmap | null) => {
      if (over) return;
      const view = around([own, other], image);
      const ctx = target.getContext("2d")!;
      const scale = target.width / view.width;
      ctx.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale);
      if (bitmap) ctx.drawImage(bitmap, 0, 0, image.width, image.height);
      const unit = ratio / scale;
      if (other) paintDashed(ctx, other.geometry, unit);
      if (!own) return;
      const scene = new Scene();
      scene.load([{ ...own, id: "own", confidence: null, isPrediction: false, attributes: {}, zOrder: 0 }]);
      paintShapes(ctx, [scene.entry("own")!], workspace.looks.lookOf, { unit, fill: usualFill });
    };
    paint(null);
    if (imageId) bitmaps.load(imageId, image.width, image.height).then(paint, () => {}); // the shapes alone, then
    return () => void (over = true);
  }, [imageId, own, other]);
  return <canvas ref={canvas} className="conflict-picture" role="img" aria-label={name} />;
}

/** A window of the canvas' proportions around what there is, with room about it, within the image where it fits. */
function around(sides: (Drawn | null)[], image: { width: number; height: number }) {
  const all = sides.flatMap((side) => side && side.geometry.type !== "image" ? [boundsOf(side.geometry)] : []);
  const x0 = Math.min(...all.map((b) => b.x0), all.length ? Infinity : 0);
  const y0 = Math.min(...all.map((b) => b.y0), all.length ? Infinity : 0);
  const x1 = Math.max(...all.map((b) => b.x1), all.length ? 0 : image.width);
  const y1 = Math.max(...all.map((b) => b.y1), all.length ? 0 : image.height);
  const room = 1.6;
  const wanted = Math.max(leastPixels, (x1 - x0) * room, (y1 - y0) * room * (width / height));
  const w = Math.min(wanted, Math.max(image.width, image.height * (width / height)));
  const h = w * (height / width);
  const place = (middle: number, size: number, whole: number) =>
    size >= whole ? (whole - size) / 2 : clamp(middle - size / 2, 0, whole - size);
  return { x: place((x0 + x1) / 2, w, image.width), y: place((y0 + y1) / 2, h, image.height), width: w };
}

/** White dashes in black: the other version, on any picture. */
function paintDashed(ctx: CanvasRenderingContext2D, geometry: Geometry, unit: number) {
  ctx.beginPath();
  if (geometry.type === "mask") {
    const b = boundsOf(geometry);
    ctx.rect(b.x0, b.y0, b.x1 - b.x0, b.y1 - b.y0);
  } else trace(ctx, geometry);
  ctx.lineWidth = 2.5 * unit;
  ctx.strokeStyle = "rgb(0 0 0 / 0.6)";
  ctx.stroke();
  ctx.lineWidth = 1.25 * unit;
  ctx.setLineDash([4 * unit, 3 * unit]);
  ctx.strokeStyle = "rgb(255 255 255 / 0.9)";
  ctx.stroke();
  ctx.setLineDash([]);
}
