// Pointer, wheel and touch of the canvas element, as calls to the engine: pan and zoom here, everything else to the tool.
import type { XY } from "../geometry/bounds.ts";
import type { PointerAt } from "../tools/Tool.ts";

export interface InputTarget {
  toImage(view: XY): XY;
  pan(dx: number, dy: number): void;
  zoom(factor: number, at: XY): void;
  down(pointer: PointerAt): void;
  move(pointer: PointerAt): void;
  up(pointer: PointerAt): void;
  /** the other mouse button was pressed */
  secondary(pointer: PointerAt): void;
  /** the wheel with Ctrl; true when a tool took it, else it zooms */
  wheel(delta: number): boolean;
  leave(): void;
  /** a press or a second finger interrupts what the tool does */
  interrupt(): void;
  cursor(name: string | null): void;
  touch(isTouch: boolean): void;
}

const wheelStep = 0.0018;

export class Input {
  #stop = new AbortController();
  #pointers = new Map<number, XY>();
  #panning: number | null = null;
  #drawing: number | null = null;
  #space = false;

  constructor(private readonly root: HTMLElement, private readonly target: InputTarget) {
    const options = { signal: this.#stop.signal };
    root.style.touchAction = "none";
    root.addEventListener("pointerdown", (e) => this.#down(e), options);
    root.addEventListener("pointermove", (e) => this.#move(e), options);
    root.addEventListener("pointerup", (e) => this.#up(e, false), options);
    root.addEventListener("pointercancel", (e) => this.#up(e, true), options);
    root.addEventListener("pointerleave", () => this.#pointers.size === 0 && target.leave(), options);
    root.addEventListener("wheel", (e) => this.#wheel(e), { passive: false, signal: this.#stop.signal });
    root.addEventListener("contextmenu", (e) => e.preventDefault(), options);
    // Middle click would start the browser's own scrolling.
    root.addEventListener("mousedown", (e) => e.button === 1 && e.preventDefault(), options);
    addEventListener("keydown", (e) => this.#key(e, true), options);
    addEventListener("keyup", (e) => this.#key(e, false), options);
    addEventListener("blur", () => this.#space = false, options);
  }

  close() {
    this.#stop.abort();
  }

  #at(e: MouseEvent): XY {
    const box = this.root.getBoundingClientRect();
    return { x: e.clientX - box.left, y: e.clientY - box.top };
  }

  #pointer(e: PointerEvent | MouseEvent): PointerAt {
    const view = this.#at(e);
    return {
      view,
      at: this.target.toImage(view),
      shift: e.shiftKey,
      alt: e.altKey,
      mod: e.ctrlKey || e.metaKey,
      clicks: e.detail,
    };
  }

  #lastPress: { at: XY; time: number; count: number } = { at: { x: 0, y: 0 }, time: -Infinity, count: 0 };
  /** pointerdown carries no click count in every browser, so it is counted here */
  #clicks(at: XY, time: number): number {
    const last = this.#lastPress;
    const again = time - last.time < 400 && Math.hypot(at.x - last.at.x, at.y - last.at.y) < 6;
    this.#lastPress = { at, time, count: again ? last.count + 1 : 1 };
    return this.#lastPress.count;
  }

  #down(e: PointerEvent) {
    this.root.focus({ preventScroll: true });
    this.target.touch(e.pointerType === "touch");
    this.#pointers.set(e.pointerId, this.#at(e));
    this.root.setPointerCapture(e.pointerId);
    if (this.#pointers.size === 2) {
      this.target.interrupt();
      this.#drawing = null;
      return;
    }
    if (e.button === 1 || (e.button === 0 && this.#space)) {
      this.#panning = e.pointerId;
      this.target.cursor("grabbing");
    } else if (e.button === 0 && this.#pointers.size === 1) {
      this.#drawing = e.pointerId;
      this.target.down({ ...this.#pointer(e), clicks: this.#clicks(this.#at(e), e.timeStamp) });
    } else if (e.button === 2 && this.#pointers.size === 1) this.target.secondary(this.#pointer(e));
  }

  #move(e: PointerEvent) {
    const before = this.#pointers.get(e.pointerId);
    const now = this.#at(e);
    if (before) this.#pointers.set(e.pointerId, now);
    if (this.#pointers.size >= 2 && before) return this.#pinch(e.pointerId, before, now);
    if (this.#panning === e.pointerId && before) return this.target.pan(now.x - before.x, now.y - before.y);
    if (this.#drawing === e.pointerId || this.#pointers.size === 0) this.target.move(this.#pointer(e));
  }

  #up(e: PointerEvent, cancelled: boolean) {
    this.#pointers.delete(e.pointerId);
    if (this.#panning === e.pointerId) {
      this.#panning = null;
      this.target.cursor(this.#space ? "grab" : null);
    } else if (this.#drawing === e.pointerId) {
      this.#drawing = null;
      if (cancelled) this.target.interrupt();
      else this.target.up(this.#pointer(e));
    }
  }

  /** Two fingers: the middle pans, the distance zooms. */
  #pinch(id: number, before: XY, now: XY) {
    const other = [...this.#pointers].find(([key]) => key !== id)?.[1];
    if (!other) return;
    this.target.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    const apart = Math.hypot(before.x - other.x, before.y - other.y);
    const factor = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, apart);
    this.target.zoom(factor, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  #wheel(e: WheelEvent) {
    e.preventDefault();
    const line = e.deltaMode === 1 ? 16 : e.deltaMode === 2 ? 400 : 1;
    if (e.shiftKey) return this.target.pan(-(e.deltaX || e.deltaY) * line, 0);
    if (e.ctrlKey && this.target.wheel(e.deltaY)) return;
    // A trackpad's pinch arrives as a wheel with Ctrl and small steps.
    const step = e.ctrlKey ? wheelStep * 5 : wheelStep;
    const delta = Math.max(-240, Math.min(240, e.deltaY * line));
    this.target.zoom(Math.exp(-delta * step), this.#at(e));
  }

  #key(e: KeyboardEvent, pressed: boolean) {
    if (e.code !== "Space") return;
    const active = document.activeElement;
    const ours = active === null || active === document.body || this.root.contains(active);
    if (pressed && !ours) return;
    if (pressed) e.preventDefault();
    if (this.#space === pressed) return;
    this.#space = pressed;
    if (this.#panning === null) this.target.cursor(pressed ? "grab" : null);
  }
}
