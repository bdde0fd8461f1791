// Outlines in two tones: the label's colour inside a halo of the opposite lightness, so that a line reads on any photograph.

export interface Rgb {
  r: number;
  g: number;
  b: number;
}

/** "#rgb" or "#rrggbb"; anything else is a neutral grey rather than an error in the middle of a frame. */
export function parseColour(text: string): Rgb {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text);
  const hex = short
    ? `${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`
    : /^#([0-9a-f]{6})/i.exec(text)?.[1];
  if (!hex) return { r: 150, g: 150, b: 150 };
  const n = parseInt(hex, 16);
  return { r: n >> 16, g: (n >> 8) & 255, b: n & 255 };
}

/** Relative luminance, 0...1 (WCAG 2). */
export function luminance({ r, g, b }: Rgb): number {
  const linear = (c: number) => c <= 0.04045 * 255 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** For a label that is no more, or not known yet. */
export const unknownColour = "#9a9a9a";

export interface LabelStyle {
  line: string;
  halo: string;
  /** text on a chip of the line's colour */
  text: string;
  rgb: Rgb;
}

const styles = new Map<string, LabelStyle>();

export function styleOf(colour: string): LabelStyle {
  let style = styles.get(colour);
  if (!style) {
    const rgb = parseColour(colour);
    const { r, g, b } = rgb;
    const light = luminance(rgb);
    style = {
      line: `rgb(${r} ${g} ${b})`,
      halo: light < 0.12 ? "rgb(255 255 255 / 0.8)" : "rgb(0 0 0 / 0.6)",
      text: light > 0.18 ? "#101113" : "#ffffff",
      rgb,
    };
    styles.set(colour, style);
  }
  return style;
}
