// Which part of the map is seen, and how large. Map: the unit square, x to the right and y up. Screen: CSS pixels, y down.

export interface View {
  /** the point of the map in the middle of the screen */
  x: number;
  y: number;
  /** CSS pixels that the map's unit is long */
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

const margin = 24;
/** times the scale at which the whole map is seen */
const farthest = 0.5;
const nearest = 400;

const fittedScale = ({ width, height }: Size) => Math.max(1, Math.min(width, height) - 2 * margin);

export function fitted(size: Size): View {
  return { x: 0.5, y: 0.5, scale: fittedScale(size) };
}

export function toScreen(view: View, size: Size, at: Point): Point {
  return { x: size.width / 2 + (at.x - view.x) * view.scale, y: size.height / 2 - (at.y - view.y) * view.scale };
}

export function toMap(view: View, size: Size, at: Point): Point {
  return { x: view.x + (at.x - size.width / 2) / view.scale, y: view.y - (at.y - size.height / 2) / view.scale };
}

/** By pixels of the screen. */
export function panned(view: View, by: Point): View {
  return { ...view, x: view.x - by.x / view.scale, y: view.y + by.y / view.scale };
}

/** What is at `at` on the screen stays there. */
export function zoomed(view: View, size: Size, factor: number, at: Point): View {
  const whole = fittedScale(size);
  const scale = Math.min(nearest * whole, Math.max(farthest * whole, view.scale * factor));
  const fixed = toMap(view, size, at);
  return {
    x: fixed.x - (at.x - size.width / 2) / scale,
    y: fixed.y + (at.y - size.height / 2) / scale,
    scale,
  };
}

/** Moved as little as makes the point seen. */
export function showing(view: View, size: Size, point: Point): View {
  const at = toScreen(view, size, point);
  const over = (value: number, length: number) =>
    value < margin ? value - margin : value > length - margin ? value - length + margin : 0;
  return panned(view, { x: -over(at.x, size.width), y: -over(at.y, size.height) });
}

/** Diameter of a point in CSS pixels: smaller the more there are, larger the nearer one looks. */
export function pointSize(view: View, size: Size, count: number): number {
  const room = Math.sqrt(size.width * size.height / Math.max(1, count)) / 4;
  const zoom = Math.sqrt(view.scale / fittedScale(size));
  return Math.min(14, Math.max(2.5, Math.min(7, room) * zoom));
}
