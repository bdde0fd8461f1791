// What goes with the pointer: the brush's ring in its true size, a word beside the cursor.
import { clamp, type XY } from "../geometry/bounds.ts";
import { toView, type Viewport } from "../view/viewport.ts";
import type { Context2D } from "./trace.ts";

/** The brush as a path in view coordinates. */
export function traceRing(ctx: Context2D, v: Viewport, ring: { at: XY; size: number; square: boolean }) {
  const { x, y } = toView(v, ring.at);
  const radius = Math.max(1.5, ring.size / 2 * v.scale);
  ctx.beginPath();
  if (ring.square) ctx.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  else ctx.arc(x, y, radius, 0, 2 * Math.PI);
}

/** White within black: a fine line that is seen on any picture. */
export function strokeFine(ctx: Context2D) {
  ctx.setLineDash([]);
  ctx.lineWidth = 3;
  ctx.strokeStyle = "rgb(0 0 0 / 0.5)";
  ctx.stroke();
  ctx.lineWidth = 1.25;
  ctx.strokeStyle = "#ffffff";
  ctx.stroke();
}

const height = 18;
const away = 14;

/** Below and to the right of the point `p` of the view, on its other side where there is no room: never over it. */
export function paintNote(ctx: Context2D, v: Viewport, p: XY, text: string) {
  ctx.font = "560 11px Inter, system-ui, sans-serif";
  const width = Math.ceil(ctx.measureText(text).width) + 12;
  const x = p.x + away + width <= v.view.width ? p.x + away : p.x - away - width;
  const y = p.y + away + height <= v.view.height ? p.y + away : p.y - away - height;
  ctx.beginPath();
  ctx.roundRect(Math.round(clamp(x, 0, v.view.width)), Math.round(y), width, height, 4);
  ctx.fillStyle = "rgb(0 0 0 / 0.78)";
  ctx.fill();
  ctx.fillStyle = "#ffffff";
  ctx.textBaseline = "middle";
  ctx.fillText(text, Math.round(clamp(x, 0, v.view.width)) + 6, Math.round(y) + height / 2 + 0.5);
}
