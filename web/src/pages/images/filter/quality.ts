// What is measured of an image, in words; by the names that the API has.
import type { QualityFlag } from "../../../api/types.ts";
import { count } from "../../../lib/format.ts";
import { coverageTitle } from "./coverage.ts";

const metrics = {
  brisque: "BRISQUE",
  niqe: "NIQE",
  piqe: "PIQE",
  sharpness: "Sharpness",
  noise: "Noise",
  contrast: "Contrast",
  colorfulness: "Colourfulness",
  brightness: "Brightness",
  shadows: "Shadows clipped",
  highlights: "Highlights clipped",
  entropy: "Entropy",
} as const;
export type MetricName = keyof typeof metrics;

export const metricNames = Object.keys(metrics) as MetricName[];

export function isMetric(name: string): name is MetricName {
  return name in metrics;
}

export function metricTitle(name: string): string {
  return isMetric(name) ? metrics[name] : coverageTitle(name) ?? name;
}

export const flagNames: { [flag in QualityFlag]: string } = {
  blurry: "Blurry",
  dark: "Dark",
  bright: "Bright",
  low_information: "Low information",
  grey: "Grey",
  odd_aspect: "Odd aspect",
  odd_size: "Odd size",
};

/** Metrics of which a low value is the worse one. */
const lowIsWorse: readonly MetricName[] = ["sharpness", "contrast", "entropy"];
const bothEnds: readonly MetricName[] = ["colorfulness", "brightness"];

/** The order that shows the worst first. */
export function worstSort(name: MetricName): string {
  return lowIsWorse.includes(name) || bothEnds.includes(name) ? name : `-${name}`;
}

/** The orders in which a metric may list images; those without it are left out. */
export function worstFirst(name: MetricName): { value: string; label: string }[] {
  if (bothEnds.includes(name)) {
    return [{ value: name, label: `${metrics[name]}, least first` }, {
      value: `-${name}`,
      label: `${metrics[name]}, most first`,
    }];
  }
  return [{ value: worstSort(name), label: `${metrics[name]}, worst first` }];
}

/** A value with as many digits as tell something. */
export function metricText(value: number): string {
  const size = Math.abs(value);
  return size >= 100 ? count(Math.round(value)) : String(Number(value.toFixed(size >= 10 ? 1 : 3)));
}
