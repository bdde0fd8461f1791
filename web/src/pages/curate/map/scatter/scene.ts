// A map on the screen: two canvases, the view, frames when something changed. Knows nothing of React.
import { Painter } from "./painter.ts";
import { Places } from "./places.ts";
import { fitted, panned, type Point, showing, type Size, toMap, toScreen, type View, zoomed } from "./view.ts";

/** How far from a point the pointer still means it, in CSS pixels. */
const reach = 10;

export class Scene {
  view: View = { x: 0.5, y: 0.5, scale: 1 };
  size: Size = { width: 1, height: 1 };
  places = new Places(new Float32Array(), new Float32Array(), () => false);
  /** a line that is being drawn, on the screen */
  loop: readonly Point[] = [];
  /** points with a ring around them */
  rings: readonly number[] = [];
  #painter: Painter;
  #tints: Uint8Array = new Uint8Array();
  #isFitted = true;
  #frame = 0;

  /** Throws where the browser draws no WebGL 2. */
  constructor(private readonly points: HTMLCanvasElement, private readonly overlay: HTMLCanvasElement) {
    this.#painter = new Painter(points);
    points.addEventListener("webglcontextlost", (event) => event.preventDefault());
    points.addEventListener("webglcontextrestored", () => {
      this.#painter = new Painter(points);
      this.#painter.setPlaces(this.places.x, this.places.y);
      this.setTints(this.#tints);
    });
  }

  setPlaces(places: Places) {
    if (places.x !== this.places.x || places.y !== this.places.y) this.#painter.setPlaces(places.x, places.y);
    this.places = places;
    this.redraw();
  }

  setTints(tints: Uint8Array) {
    this.#tints = tints;
    this.#painter.setTints(tints);
    this.redraw();
  }

  resize(size: Size) {
    this.size = size;
    if (this.#isFitted) this.view = fitted(size);
    this.redraw();
  }

  fit() {
    this.#isFitted = true;
    this.resize(this.size);
  }

  pan(by: Point) {
    this.#look(panned(this.view, by));
  }

  zoom(factor: number, at: Point = { x: this.size.width / 2, y: this.size.height / 2 }) {
    this.#look(zoomed(this.view, this.size, factor, at));
  }

  show(index: number) {
    this.#look(showing(this.view, this.size, this.#point(index)));
  }

  #look(view: View) {
    this.#isFitted = false;
    this.view = view;
    this.redraw();
  }

  /** The point under the pointer, -1 without one. */
  at(place: Point): number {
    return this.places.nearest(toMap(this.view, this.size, place), reach / this.view.scale);
  }

  inside(loop: readonly Point[]): number[] {
    return this.places.inside(loop.map((point) => toMap(this.view, this.size, point)));
  }

  screen(index: number): Point {
    return toScreen(this.view, this.size, this.#point(index));
  }

  #point(index: number): Point {
    return { x: this.places.x[index]!, y: this.places.y[index]! };
  }

  redraw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      const ratio = globalThis.devicePixelRatio || 1;
      this.#painter.draw(this.view, this.size, ratio);
      this.#drawOverlay(ratio);
    });
  }

  #drawOverlay(ratio: number) {
    const { width, height } = this.size;
    this.overlay.width = Math.round(width * ratio);
    this.overlay.height = Math.round(height * ratio);
    const context = this.overlay.getContext("2d");
    if (!context) return;
    const style = getComputedStyle(this.overlay);
    context.scale(ratio, ratio);
    context.lineWidth = 1.5;
    context.strokeStyle = style.getPropertyValue("--accent");
    context.fillStyle = style.getPropertyValue("--map-lasso");
    if (this.loop.length > 1) {
      context.beginPath();
      for (const point of this.loop) context.lineTo(point.x, point.y);
      context.closePath();
      context.fill();
      context.stroke();
    }
    context.strokeStyle = style.getPropertyValue("--fg");
    context.lineWidth = 2;
    for (const index of this.rings) {
      const at = this.screen(index);
      context.beginPath();
      context.arc(at.x, at.y, 8, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  stop() {
    cancelAnimationFrame(this.#frame);
  }
}
