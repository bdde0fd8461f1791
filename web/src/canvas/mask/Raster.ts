// The pixels of a mask being painted: one byte each (0 or 1), column by column as COCO counts them, and only of a window that
// grows with what is painted. Painting fills runs of columns, encoding searches them: both are the engine's own byte loops.
import { type Bounds, clamp, nothing, type Size, union } from "../geometry/bounds.ts";

const air = 64;

export class Raster {
  /** the window, whole image pixels */
  x0 = 0;
  y0 = 0;
  width = 0;
  height = 0;
  /** pixel (x, y) of the image is data[(x - x0) * height + y - y0] */
  data = new Uint8Array(0);

  constructor(readonly image: Size) {}

  /** Whether the pixel (whole numbers) is set. */
  has(x: number, y: number): boolean {
    const column = x - this.x0;
    const row = y - this.y0;
    return column >= 0 && row >= 0 && column < this.width && row < this.height &&
      this.data[column * this.height + row] === 1;
  }

  /** Sets rows y0 up to, not including, y1 of a column to `value`; what lies outside the image is left out. */
  fill(x: number, y0: number, y1: number, value: 0 | 1) {
    const top = Math.max(0, y0);
    const bottom = Math.min(this.image.height, y1);
    if (x < 0 || x >= this.image.width || top >= bottom) return;
    if (value === 1) this.reserve({ x0: x, y0: top, x1: x + 1, y1: bottom });
    const column = x - this.x0;
    if (column < 0 || column >= this.width) return;
    const start = clamp(top - this.y0, 0, this.height);
    const end = clamp(bottom - this.y0, 0, this.height);
    this.data.fill(value, column * this.height + start, column * this.height + end);
  }

  /** Makes the window hold `area` as far as it is in the image, with room to go on painting. */
  reserve(area: Bounds) {
    const wanted = {
      x0: Math.max(0, area.x0),
      y0: Math.max(0, area.y0),
      x1: Math.min(this.image.width, area.x1),
      y1: Math.min(this.image.height, area.y1),
    };
    if (wanted.x0 >= wanted.x1 || wanted.y0 >= wanted.y1) return;
    const { x0, y0 } = this;
    const [x1, y1] = [x0 + this.width, y0 + this.height];
    const inside = this.width > 0 && wanted.x0 >= x0 && wanted.y0 >= y0 && wanted.x1 <= x1 && wanted.y1 <= y1;
    if (inside) return;
    const both = this.width > 0 ? union({ x0, y0, x1, y1 }, wanted) : wanted;
    // A quarter more on the sides that grew: a long stroke copies what it has a few times, not at each step.
    const roomX = air + Math.ceil((both.x1 - both.x0) / 4);
    const roomY = air + Math.ceil((both.y1 - both.y0) / 4);
    const fresh = this.width === 0;
    this.#move({
      x0: Math.max(0, fresh || wanted.x0 < x0 ? both.x0 - roomX : x0),
      y0: Math.max(0, fresh || wanted.y0 < y0 ? both.y0 - roomY : y0),
      x1: Math.min(this.image.width, fresh || wanted.x1 > x1 ? both.x1 + roomX : x1),
      y1: Math.min(this.image.height, fresh || wanted.y1 > y1 ? both.y1 + roomY : y1),
    });
  }

  #move(to: Bounds) {
    const height = to.y1 - to.y0;
    const data = new Uint8Array((to.x1 - to.x0) * height);
    for (let column = 0; column < this.width; column++) {
      const from = column * this.height;
      data.set(this.data.subarray(from, from + this.height), (this.x0 + column - to.x0) * height + this.y0 - to.y0);
    }
    Object.assign(this, { x0: to.x0, y0: to.y0, width: to.x1 - to.x0, height, data });
  }

  /** Calls `run` for each vertical run of set pixels, column by column: rows y0 up to, not including, y1. */
  runs(run: (x: number, y0: number, y1: number) => void) {
    const { data, height } = this;
    for (let column = 0; column < this.width; column++) {
      const end = (column + 1) * height;
      let at = column * height;
      while (true) {
        const start = data.indexOf(1, at);
        // The search crosses columns: a first pixel further on skips the empty ones between.
        if (start < 0) return;
        if (start >= end) {
          column = Math.floor(start / height) - 1;
          break;
        }
        const length = data.subarray(start, end).indexOf(0);
        at = length < 0 ? end : start + length;
        run(this.x0 + column, this.y0 + start - column * height, this.y0 + at - column * height);
        if (at === end) break;
      }
    }
  }

  /** Sets (or, with 0, clears) every pixel that is set in `other`. */
  merge(other: Raster, value: 0 | 1) {
    other.runs((x, y0, y1) => this.fill(x, y0, y1, value));
  }

  /** The bounds of what is set; empty bounds when nothing is. */
  bounds(): Bounds {
    const found = { ...nothing };
    this.runs((x, y0, y1) => {
      found.x0 = Math.min(found.x0, x);
      found.x1 = Math.max(found.x1, x + 1);
      found.y0 = Math.min(found.y0, y0);
      found.y1 = Math.max(found.y1, y1);
    });
    return found;
  }
}
