// Brightness, contrast, gamma and the negative of the photograph on screen: one table for each channel, which the browser's
// compositor applies to the finished picture. Painting and panning do not know of it, and no pixel that is saved changes.
export interface PictureLook {
  /** -100 ... 100: added, in hundredths of the whole range */
  brightness: number;
  /** -100 ... 100: how much values are driven from the middle, or towards it */
  contrast: number;
  /** 0.2 ... 5: above 1 lifts the shadows */
  gamma: number;
  invert: boolean;
}

export const plainLook: PictureLook = { brightness: 0, contrast: 0, gamma: 1, invert: false };

export function isPlain(look: PictureLook): boolean {
  return look.brightness === 0 && look.contrast === 0 && look.gamma === 1 && !look.invert;
}

/** What a channel's value (0...1) becomes: gamma, contrast, brightness, negative, in that order. */
export function seen(value: number, { brightness, contrast, gamma, invert }: PictureLook): number {
  // 100 would be a step from black to white: the slope stops at 50.
  const slope = contrast < 0 ? 1 + contrast / 100 : 1 / (1 - contrast / 100 * 0.98);
  const shown = (value ** (1 / gamma) - 0.5) * slope + 0.5 + brightness / 100;
  const inside = Math.min(1, Math.max(0, shown));
  return invert ? 1 - inside : inside;
}

const svg = "http://www.w3.org/2000/svg";
let made = 0;

export class PictureFilter {
  readonly #svg: SVGSVGElement;
  readonly #channels: Element[];
  readonly #id = `fovea-picture-${++made}`;

  constructor(root: HTMLElement, private readonly canvas: HTMLCanvasElement) {
    this.#svg = document.createElementNS(svg, "svg");
    this.#svg.setAttribute("aria-hidden", "true");
    Object.assign(this.#svg.style, { position: "absolute", width: "0", height: "0" });
    const filter = document.createElementNS(svg, "filter");
    filter.id = this.#id;
    // Values as they are stored in files, not as light.
    filter.setAttribute("color-interpolation-filters", "sRGB");
    const transfer = document.createElementNS(svg, "feComponentTransfer");
    this.#channels = ["feFuncR", "feFuncG", "feFuncB"].map((name) => document.createElementNS(svg, name));
    for (const channel of this.#channels) channel.setAttribute("type", "table");
    transfer.append(...this.#channels);
    filter.append(transfer);
    this.#svg.append(filter);
    root.append(this.#svg);
  }

  set(look: PictureLook) {
    this.canvas.style.filter = isPlain(look) ? "" : `url(#${this.#id})`;
    if (isPlain(look)) return;
    const table = Array.from({ length: 256 }, (_, i) => seen(i / 255, look).toFixed(4)).join(" ");
    for (const channel of this.#channels) channel.setAttribute("tableValues", table);
  }

  close() {
    this.#svg.remove();
  }
}
