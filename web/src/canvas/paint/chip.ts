// The name of the object under the pointer: above its bounds, below them where there is no room, never over its inside
// unless it fills the view.
import type { Bounds } from "../geometry/bounds.ts";
import { clamp } from "../geometry/bounds.ts";
import { toView, type Viewport } from "../view/viewport.ts";
import { styleOf } from "./colour.ts";
import type { Context2D } from "./trace.ts";

const height = 18;
const gap = 5;

export function chipPlace(v: Viewport, b: Bounds, width: number): { x: number; y: number } {
  const a = toView(v, { x: b.x0, y: b.y0 });
  const c = toView(v, { x: b.x1, y: b.y1 });
  const above = a.y - gap - height;
  const below = c.y + gap;
  const y = above >= 4 ? above : below + height <= v.view.height - 4 ? below : 4;
  return { x: clamp(a.x, 4, Math.max(4, v.view.width - width - 4)), y };
}

export function paintChip(
  ctx: Context2D,
  v: Viewport,
  b: Bounds,
  name: string,
  colour: string,
  confidence: number | null,
) {
  const style = styleOf(colour);
  const text = confidence === null ? name : `${name}  ${confidence.toFixed(2)}`;
  ctx.font = "560 11px Inter, system-ui, sans-serif";
  const width = Math.ceil(ctx.measureText(text).width) + 12;
  const { x, y } = chipPlace(v, b, width);
  ctx.beginPath();
  ctx.roundRect(Math.round(x), Math.round(y), width, height, 4);
  ctx.lineWidth = 2;
  ctx.strokeStyle = style.halo;
  ctx.stroke();
  ctx.fillStyle = style.line;
  ctx.fill();
  ctx.fillStyle = style.text;
  ctx.textBaseline = "middle";
  ctx.fillText(text, Math.round(x) + 6, Math.round(y) + height / 2 + 0.5);
}
