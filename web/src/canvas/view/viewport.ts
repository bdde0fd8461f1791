// What part of the image the view shows. A pure value; a view point is in CSS pixels from the canvas' top left,
// an image point in upright image pixels: view = image * scale + offset.
import { type Bounds, clamp, type Size, type XY } from "../geometry/bounds.ts";

export interface Viewport {
  /** CSS pixels an image pixel */
  scale: number;
  offsetX: number;
  offsetY: number;
  /** the canvas in CSS pixels */
  view: Size;
  image: Size;
  /** device pixels a CSS pixel */
  ratio: number;
}

export const maxZoom = 64;
const fitMargin = 24;

export function createViewport(view: Size, image: Size, ratio = 1): Viewport {
  return fit({ scale: 1, offsetX: 0, offsetY: 0, view, image, ratio });
}

export function toImage(v: Viewport, p: XY): XY {
  return { x: (p.x - v.offsetX) / v.scale, y: (p.y - v.offsetY) / v.scale };
}

export function toView(v: Viewport, p: XY): XY {
  return { x: p.x * v.scale + v.offsetX, y: p.y * v.scale + v.offsetY };
}

/** 1 is one image pixel on one device pixel: what people call 100 %. */
export function zoomOf(v: Viewport): number {
  return v.scale * v.ratio;
}

export function fitScale(v: Viewport): number {
  const width = Math.max(16, v.view.width - 2 * fitMargin);
  const height = Math.max(16, v.view.height - 2 * fitMargin);
  return Math.min(width / Math.max(1, v.image.width), height / Math.max(1, v.image.height));
}

/** From a quarter of what fits (or 100 %, if smaller) to 64 device pixels an image pixel. */
export function scaleLimits(v: Viewport): { low: number; high: number } {
  return { low: Math.min(fitScale(v) / 4, 1 / v.ratio), high: Math.max(maxZoom / v.ratio, fitScale(v)) };
}

export function fit(v: Viewport): Viewport {
  return centred({ ...v, scale: fitScale(v) }, { x: v.image.width / 2, y: v.image.height / 2 });
}

/** 100 %, keeping the image point under `at` (the middle of the view unless told). */
export function actualSize(v: Viewport, at: XY = middle(v)): Viewport {
  return zoomedTo(v, 1 / v.ratio, at);
}

export function middle(v: Viewport): XY {
  return { x: v.view.width / 2, y: v.view.height / 2 };
}

/** The same scale with the image point `p` in the middle of the view. */
export function centred(v: Viewport, p: XY): Viewport {
  return held({ ...v, offsetX: v.view.width / 2 - p.x * v.scale, offsetY: v.view.height / 2 - p.y * v.scale });
}

/** Zooms by a factor; what lies under `at` stays under it. */
export function zoomedBy(v: Viewport, factor: number, at: XY = middle(v)): Viewport {
  return zoomedTo(v, v.scale * factor, at);
}

export function zoomedTo(v: Viewport, scale: number, at: XY): Viewport {
  const { low, high } = scaleLimits(v);
  const next = clamp(scale, low, high);
  const p = toImage(v, at);
  return held({ ...v, scale: next, offsetX: at.x - p.x * next, offsetY: at.y - p.y * next });
}

export function panned(v: Viewport, dx: number, dy: number): Viewport {
  return held({ ...v, offsetX: v.offsetX + dx, offsetY: v.offsetY + dy });
}

/** The window changed: what was in the middle stays there; an image that was fitted is fitted again. */
export function resizedTo(v: Viewport, view: Size, ratio: number): Viewport {
  if (view.width === v.view.width && view.height === v.view.height && ratio === v.ratio) return v;
  const fitted = Math.abs(v.scale / fitScale(v) - 1) < 1e-6;
  const next = { ...v, view, ratio };
  return fitted ? fit(next) : centred(next, toImage(v, middle(v)));
}

/** Never lets the image leave the view: its edge may reach the middle, no further. */
function held(v: Viewport): Viewport {
  const { width, height } = v.view;
  return {
    ...v,
    offsetX: clamp(v.offsetX, width / 2 - v.image.width * v.scale, width / 2),
    offsetY: clamp(v.offsetY, height / 2 - v.image.height * v.scale, height / 2),
  };
}

/** The part of image space that the view covers (it may reach beyond the image). */
export function visible(v: Viewport): Bounds {
  const a = toImage(v, { x: 0, y: 0 });
  const b = toImage(v, { x: v.view.width, y: v.view.height });
  return { x0: a.x, y0: a.y, x1: b.x, y1: b.y };
}

/** The least change that brings `b` into view with some air, or the same viewport when it already is. */
export function revealing(v: Viewport, b: Bounds, margin = 32): Viewport {
  const a = toView(v, { x: b.x0, y: b.y0 });
  const c = toView(v, { x: b.x1, y: b.y1 });
  const fits = c.x - a.x <= v.view.width - 2 * margin && c.y - a.y <= v.view.height - 2 * margin;
  if (!fits) {
    const scale = Math.min(
      (v.view.width - 2 * margin) / Math.max(1, b.x1 - b.x0),
      (v.view.height - 2 * margin) / Math.max(1, b.y1 - b.y0),
    );
    return centred({ ...v, scale: clamp(scale, scaleLimits(v).low, v.scale) }, {
      x: (b.x0 + b.x1) / 2,
      y: (b.y0 + b.y1) / 2,
    });
  }
  const dx = a.x < margin ? margin - a.x : c.x > v.view.width - margin ? v.view.width - margin - c.x : 0;
  const dy = a.y < margin ? margin - a.y : c.y > v.view.height - margin ? v.view.height - margin - c.y : 0;
  return dx === 0 && dy === 0 ? v : panned(v, dx, dy);
}
