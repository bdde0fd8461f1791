// Sets of images as the API names them, in the parts that a form has, and in words.
import type { Tag } from "../../../api/types.ts";
import { splitText } from "../../images/filter/filter.ts";
import { splits } from "../labels/numbers.ts";

/** What a select holds: the whole name, or its beginning where a day is still to be given. */
export interface SetChoice {
  choice: string;
  /** 2026-01-31; only for before and since */
  day: string;
}

export function choiceOf(set: string): SetChoice {
  const [kind, rest] = [set.slice(0, set.indexOf(":")), set.slice(set.indexOf(":") + 1)];
  return kind === "before" || kind === "since" ? { choice: kind, day: rest.slice(0, 10) } : { choice: set, day: "" };
}

export function isDated(choice: string): boolean {
  return choice === "before" || choice === "since";
}

/** null while something is lacking. */
export function setOf({ choice, day }: SetChoice): string | null {
  if (!isDated(choice)) return choice || null;
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? `${choice}:${day}` : null;
}

export function choices(tags: readonly Tag[]): { value: string; label: string }[] {
  return [
    ...splits.map((split) => ({ value: `split:${split}`, label: `Split: ${splitText(split)}` })),
    ...tags.map((tag) => ({ value: `tag:${tag.id}`, label: `Tag: ${tag.name}` })),
    { value: "before", label: "Added before…" },
    { value: "since", label: "Added since…" },
    { value: "labelled", label: "With objects" },
    { value: "unlabelled", label: "Without objects" },
    { value: "all", label: "All images" },
  ];
}

/** "Train", "tagged night", "added since 2026-01-31" */
export function setText(set: string, tags: readonly Tag[]): string {
  const at = set.indexOf(":");
  const [kind, rest] = at < 0 ? [set, ""] : [set.slice(0, at), set.slice(at + 1)];
  switch (kind) {
    case "split":
      return splitText(rest);
    case "tag":
      return `tagged ${tags.find((tag) => tag.id === rest)?.name ?? "?"}`;
    case "before":
    case "since":
      return `added ${kind} ${rest}`;
    case "labelled":
      return "with objects";
    case "unlabelled":
      return "without objects";
    default:
      return "all images";
  }
}
