// A version's metrics are what its maker wrote: plain numbers, or numbers by split (val, test). Both are read here.
import type { Json } from "../../api/types.ts";

type Metrics = { [name: string]: Json };

/** Every number with the way to it: {val: {map50: 0.9}} -> [["val map50", 0.9]]. Lists are left out. */
export function numbers(metrics: Metrics, prefix = ""): [name: string, value: number][] {
  return Object.entries(metrics).flatMap(([name, value]): [string, number][] => {
    const path = prefix ? `${prefix} ${name}` : name;
    if (typeof value === "number") return [[path, value]];
    return value !== null && typeof value === "object" && !Array.isArray(value) ? numbers(value, path) : [];
  });
}

/** mAP50-95 or mAP50, of the validation set before the test set, whatever spelling. */
export function metric(metrics: Metrics, which: "map" | "map50"): number | null {
  const spellings = which === "map" ? /^(map|map50[-_]95|best_map)$/i : /^(map50|best_map50)$/i;
  const found = numbers(metrics).filter(([path]) =>
    spellings.test(path.split(" ").at(-1)!.replace(/^metrics\//, "").replace(/\(\w\)$/, ""))
  );
  const best = found.find(([path]) => !path.includes(" ")) ?? found.find(([path]) => path.startsWith("val ")) ??
    found[0];
  return best ? best[1] : null;
}

export interface ClassRow {
  class_name: string;
  instances: number;
  precision: number;
  recall: number;
  map50: number;
  map: number;
}

/** Scores of each class on the validation set, where the maker gave them. */
export function classRows(metrics: Metrics): ClassRow[] {
  const holder = metrics.per_class;
  const list = Array.isArray(holder)
    ? holder
    : holder !== null && typeof holder === "object"
    ? (holder as Metrics).val ?? (holder as Metrics).test
    : null;
  if (!Array.isArray(list)) return [];
  return list.filter((row): row is { [key: string]: Json } =>
    row !== null && typeof row === "object" && !Array.isArray(row) && typeof row.class_name === "string"
  )
    .map((row) => row as unknown as ClassRow);
}
