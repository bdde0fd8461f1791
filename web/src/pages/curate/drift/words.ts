// What two sets differ in, in words.
import type { DriftLevel, DriftReport } from "../../../api/types.ts";
import { bytes, count } from "../../../lib/format.ts";
import { metricText, metricTitle } from "../../images/filter/quality.ts";

export const levelText: { [level in DriftLevel]: string } = {
  none: "No shift",
  some: "Some shift",
  large: "Large shift",
  unclear: "Too few to tell",
};

const titles: { [name: string]: string } = {
  width: "Width",
  height: "Height",
  aspect: "Shape, width to height",
  size_bytes: "Size of the file",
  objects: "Objects an image",
};

export function numberTitle(name: string): string {
  return titles[name] ?? metricTitle(name);
}

export function numberText(name: string, value: number): string {
  if (name === "size_bytes") return bytes(value);
  if (name === "width" || name === "height") return `${count(Math.round(value))} px`;
  return metricText(value);
}

/** A probability: small ones by what they are below. */
export function chance(p: number): string {
  return p < 0.0001 ? "< 0.0001" : p.toFixed(p < 0.01 ? 4 : 2);
}

/** Says at the top what came of it. */
export function verdict(report: DriftReport): string {
  const all = [
    ...(report.looks ? [["how they look", report.looks.level] as const] : []),
    ...(report.labels ? [["how the labels are distributed", report.labels.level] as const] : []),
    ...report.numbers.map((one) => [within(numberTitle(one.name)), one.level] as const),
  ];
  const of = (level: DriftLevel) => all.filter(([, own]) => own === level).map(([name]) => name);
  const [large, some] = [of("large"), of("some")];
  if (large.length + some.length === 0) {
    const unclear = of("unclear");
    return unclear.length === 0
      ? "Nothing tells the two sets apart beyond chance."
      : `There are too few images to tell whether the two sets differ in ${list(unclear)}.`;
  }
  const parts = [
    large.length > 0 && `differ much in ${list(large)}`,
    some.length > 0 && `${large.length > 0 ? "somewhat" : "differ somewhat"} in ${list(some)}`,
  ].filter(Boolean);
  return `The two sets ${parts.join(", and ")}.`;
}

/** As it stands within a sentence: names like NIQE stay. */
function within(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title[0]!.toLowerCase() + title.slice(1) : title;
}

/** Five names at most. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 5), rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} and ${rest} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : shown[0]!;
}
