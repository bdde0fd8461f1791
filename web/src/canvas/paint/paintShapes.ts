// The static look of shapes. Shapes of one label on one level of the stack are stroked as one path: ten thousand boxes cost a few strokes, not 20,000.
import type { Id, Skeleton } from "../../api/types.ts";
import type { Entry } from "../scene/Scene.ts";
import { maskOf } from "../geometry/measure.ts";
import { type LabelStyle, styleOf } from "./colour.ts";
import { maskImage } from "./maskImage.ts";
import { type Context2D, isFilled, trace, traceBones, traceJoints } from "./trace.ts";

/** What a label looks like. `skeleton` for keypoints. */
export interface LabelLook {
  color: string;
  skeleton: Skeleton | null;
}
export type Looks = (labelId: Id) => LabelLook;

export interface PaintOptions {
  /** image pixels a CSS pixel, so that lines keep their width on the screen */
  unit: number;
  /** opacity of the tint inside, 0...1: none for the many unless asked for, whose picture should stay visible */
  fill?: number;
  /** width of the outline, as a multiple of the usual one */
  outline?: number;
}

/** The tint of what is selected or under the pointer, where no more is asked for. */
export const usualFill = 0.14;

export const lineWidth = 1.75;
export const haloWidth = 3.75;
const thinnest = 0.6;
const jointRadius = 3.5;

/** Paints `entries`, which come lowest first; the context's transform must map image pixels onto it. */
export function paintShapes(ctx: Context2D, entries: readonly Entry[], looks: Looks, options: PaintOptions) {
  const groups = new Map<string, { style: LabelStyle; look: LabelLook; prediction: boolean; entries: Entry[] }>();
  for (const entry of entries) {
    const { labelId, isPrediction, zOrder } = entry.shape;
    const key = `${zOrder} ${labelId}${isPrediction ? "?" : ""}`;
    let group = groups.get(key);
    if (!group) {
      const look = looks(labelId);
      groups.set(key, group = { style: styleOf(look.color), look, prediction: isPrediction, entries: [] });
    }
    group.entries.push(entry);
  }
  ctx.lineJoin = "round";
  for (const group of groups.values()) {
    paintGroup(ctx, group.entries, group.style, group.look, group.prediction, options);
  }
}

function paintGroup(
  ctx: Context2D,
  entries: Entry[],
  style: LabelStyle,
  look: LabelLook,
  prediction: boolean,
  options: PaintOptions,
) {
  const { unit } = options;
  for (const { shape } of entries) {
    if (shape.geometry.type !== "mask") continue;
    const image = maskImage(shape.geometry, style);
    const { bounds } = maskOf(shape.geometry);
    if (!image) continue;
    const { canvas, step } = image;
    ctx.drawImage(canvas, bounds.x0, bounds.y0, canvas.width * step, canvas.height * step);
  }
  const outline = options.outline ?? 1;
  if (options.fill) fill(ctx, entries, style, options.fill);
  ctx.beginPath();
  for (const { shape } of entries) if (isFilled(shape.geometry)) trace(ctx, shape.geometry);
  stroke(ctx, style, unit * outline, prediction);
  ctx.beginPath();
  for (const { shape } of entries) {
    if (shape.geometry.type === "polyline") trace(ctx, shape.geometry);
    if (shape.geometry.type === "keypoints") traceBones(ctx, shape.geometry.points, look.skeleton);
  }
  // A line is nothing but its outline: it stays seen.
  stroke(ctx, style, unit * (outline || thinnest), prediction);
  paintJoints(ctx, entries, style, unit);
}

/** One by one: where two overlap both tints lie, and a hole stays a hole. */
function fill(ctx: Context2D, entries: readonly Entry[], style: LabelStyle, opacity: number) {
  const { r, g, b } = style.rgb;
  ctx.fillStyle = `rgb(${r} ${g} ${b} / ${opacity})`;
  for (const { shape } of entries) {
    if (!isFilled(shape.geometry)) continue;
    ctx.beginPath();
    trace(ctx, shape.geometry);
    ctx.fill("evenodd");
  }
}

export function stroke(ctx: Context2D, style: LabelStyle, unit: number, dashed: boolean) {
  if (unit === 0) return;
  ctx.setLineDash([]);
  ctx.lineWidth = haloWidth * unit;
  ctx.strokeStyle = style.halo;
  ctx.stroke();
  if (dashed) ctx.setLineDash([6 * unit, 4 * unit]);
  ctx.lineWidth = lineWidth * unit;
  ctx.strokeStyle = style.line;
  ctx.stroke();
  ctx.setLineDash([]);
}

function paintJoints(ctx: Context2D, entries: Entry[], style: LabelStyle, unit: number) {
  for (const visibility of [1, 2]) {
    ctx.beginPath();
    let any = false;
    for (const { shape } of entries) {
      if (shape.geometry.type !== "keypoints") continue;
      traceJoints(ctx, shape.geometry.points, visibility, jointRadius * unit);
      any = true;
    }
    if (!any) continue;
    ctx.fillStyle = visibility === 2 ? style.line : style.halo;
    ctx.fill();
    stroke(ctx, style, unit, false);
  }
}
