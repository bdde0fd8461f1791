import type { Dataset } from "../../api/types.ts";

export interface Change {
  what: string;
  by: number;
  sign: "+" | "−";
}

/** What differs in number between two versions, in words that follow the number. */
export function changes(before: Dataset, after: Dataset): Change[] {
  const pairs: [string, number][] = [
    ["images", after.image_count - before.image_count],
    ["annotations", after.annotation_count - before.annotation_count],
    ["train", after.by_split.train - before.by_split.train],
    ["val", after.by_split.val - before.by_split.val],
    ["test", after.by_split.test - before.by_split.test],
    ["classes", after.class_names.length - before.class_names.length],
  ];
  return pairs.filter(([, by]) => by !== 0).map(([what, by]) => ({ what, by, sign: by > 0 ? "+" : "−" }));
}

export interface Splits {
  train: number;
  val: number;
  test: number;
}

/** Moves one share and lets the other two give way in proportion, so that the three stay at 100. */
export function withShare(splits: Splits, name: keyof Splits, percent: number): Splits {
  const value = Math.max(0, Math.min(100, Math.round(percent)));
  const others = (["train", "val", "test"] as const).filter((one) => one !== name) as [keyof Splits, keyof Splits];
  const rest = 100 - value;
  const had = splits[others[0]] + splits[others[1]];
  const first = had === 0 ? Math.round(rest / 2) : Math.round(rest * splits[others[0]] / had);
  return { ...splits, [name]: value, [others[0]]: first, [others[1]]: rest - first };
}
