// What the points of a map look like: a colour for each class, dimmer beside a selection.
import type { EmbeddingMapColours } from "../../../api/types.ts";
import { labelColors } from "../../../lib/labelColors.ts";

export type Rgb = readonly [number, number, number];

/** From low to high, told apart by any eye and in grey: steps of viridis (van der Walt and Smith 2015). */
const scale = [
  "#440154",
  "#482878",
  "#3e4a89",
  "#31688e",
  "#26828e",
  "#1f9e89",
  "#35b779",
  "#6dcd59",
  "#b4de2c",
  "#fde725",
]; // dprint-ignore

/** Of points beside a selection, and of the others. */
const opacity = { dim: 50, full: 225 };

export function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16 & 255, value >> 8 & 255, value & 255];
}

/** A colour for each class of the legend; `plain` for images without a value. */
export function coloursOf(colours: EmbeddingMapColours, plain: string): string[] {
  const valued = colours.legend.filter((one) => one.value !== null).length;
  let next = 0;
  return colours.legend.map((one, place) => {
    if (one.value === null) return plain;
    if (one.color) return one.color;
    if (colours.is_scale) return scale[Math.round(place / Math.max(1, valued - 1) * (scale.length - 1))]!;
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
