// What the points of a map look like: a colour for each class, dimmer beside a selection.
import type { EmbeddingMapColours } from "../../../api/types.ts";
import { labelColors } from "../../../lib/labelColors.ts";

export type Rgb = readonly [number, number, number];

/** From low to high, told apart by any eye and in grey: viridis (van der Walt and Smith 2015) at each tenth. */
const viridis = [
  "#440154",
  "#482475",
  "#414487",
  "#355f8d",
  "#2a788e",
  "#21918c",
  "#22a884",
  "#44bf70",
  "#7ad151",
  "#bddf26",
  "#fde725",
]
  .map(rgbOf);

/** The parts of it that stand out from a light and from a dark ground. */
const seen = { light: [0, 0.75], dark: [0.3, 1] } as const;

export type Theme = keyof typeof seen;

/** Of images without a value. */
const plain = { light: "#a3a6ae", dark: "#6b7079" };

/** Of points beside a selection, and of the others. */
const opacity = { dim: 50, full: 225 };

export function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16 & 255, value >> 8 & 255, value & 255];
}

function hexOf(rgb: Rgb): string {
  return `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;
}

/** Of a scale at 0 (low) to 1 (high). */
function onScale(at: number, theme: Theme): string {
  const [from, to] = seen[theme];
  const place = (from + (to - from) * at) * (viridis.length - 1);
  const below = viridis[Math.floor(place)]!;
  const above = viridis[Math.ceil(place)]!;
  const part = place - Math.floor(place);
  return hexOf([0, 1, 2].map((i) => below[i]! + (above[i]! - below[i]!) * part) as unknown as Rgb);
}

/** A colour for each class of the legend. */
export function coloursOf(colours: EmbeddingMapColours, theme: Theme): string[] {
  const valued = colours.legend.filter((one) => one.value !== null).length;
  let next = 0;
  return colours.legend.map((one, place) => {
    if (one.value === null) return plain[theme];
    if (one.color) return one.color;
    if (colours.is_scale) return onScale(place / Math.max(1, valued - 1), theme);
    return labelColors[next++ % labelColors.length]!.value;
  });
}

/** Red, green, blue and opacity of every point. */
export function tintsOf(
  classes: readonly number[],
  colours: readonly Rgb[],
  isShown: (index: number) => boolean,
  isChosen: ((index: number) => boolean) | null,
): Uint8Array {
  const tints = new Uint8Array(4 * classes.length);
  for (let i = 0; i < classes.length; i++) {
    const colour = colours[classes[i]!];
    if (!colour || !isShown(i)) continue;
    tints[4 * i] = colour[0];
    tints[4 * i + 1] = colour[1];
    tints[4 * i + 2] = colour[2];
    tints[4 * i + 3] = isChosen && !isChosen(i) ? opacity.dim : opacity.full;
  }
  return tints;
}
