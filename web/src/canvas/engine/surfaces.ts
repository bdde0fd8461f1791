// Three canvases on top of each other: the photograph, the shapes that stand still, what moves. Each is painted only when
// its own content changed; the browser's compositor puts them together.
import type { Size } from "../geometry/bounds.ts";

export type SurfaceName = "picture" | "shapes" | "overlay";
const names: readonly SurfaceName[] = ["picture", "shapes", "overlay"];

export class Surfaces {
  readonly #contexts: { [name in SurfaceName]: CanvasRenderingContext2D };
  readonly #observer: ResizeObserver;
  size: Size = { width: 1, height: 1 };
  ratio = 1;

  constructor(private readonly root: HTMLElement, onResize: () => void) {
    const make = (name: SurfaceName) => {
      const canvas = document.createElement("canvas");
      canvas.dataset.surface = name;
      canvas.setAttribute("aria-hidden", "true");
      Object.assign(canvas.style, {
        position: "absolute",
        inset: "0",
        width: "100%",
        height: "100%",
        pointerEvents: "none",
      });
      root.append(canvas);
      return canvas.getContext("2d")!;
    };
    this.#contexts = { picture: make("picture"), shapes: make("shapes"), overlay: make("overlay") };
    this.measure();
    this.#observer = new ResizeObserver(() => this.measure() && onResize());
    this.#observer.observe(root);
  }

  /** Fits the bitmaps to the element. True when they changed (a changed bitmap is blank). */
  measure(): boolean {
    const ratio = Math.min(3, globalThis.devicePixelRatio || 1);
    const width = Math.max(1, this.root.clientWidth);
    const height = Math.max(1, this.root.clientHeight);
    if (width === this.size.width && height === this.size.height && ratio === this.ratio) return false;
    this.size = { width, height };
    this.ratio = ratio;
    for (const name of names) {
      this.#contexts[name].canvas.width = Math.round(width * ratio);
      this.#contexts[name].canvas.height = Math.round(height * ratio);
    }
    return true;
  }

  /** A cleared context in device pixels. */
  blank(name: SurfaceName): CanvasRenderingContext2D {
    const ctx = this.#contexts[name];
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    return ctx;
  }

  canvas(name: SurfaceName): HTMLCanvasElement {
    return this.#contexts[name].canvas;
  }

  close() {
    this.#observer.disconnect();
    for (const name of names) this.#contexts[name].canvas.remove();
  }
}
