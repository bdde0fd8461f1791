// Labels as the canvas and the hands know them: looks, names, hotkeys, search.
import { unknownColour } from "../../../canvas/paint/colour.ts";
import type { Id, Label } from "../../../api/types.ts";
import type { EngineLooks } from "../../../canvas/engine/Engine.ts";

export function labelLooks(byId: ReadonlyMap<Id, Label>, current: () => Id | null): EngineLooks {
  return {
    lookOf: (id) => {
      const label = byId.get(id);
      return { color: label?.color ?? unknownColour, skeleton: label?.skeleton ?? null };
    },
    nameOf: (id) => byId.get(id)?.name ?? "Deleted label",
    labelId: current,
    draftColour: () => byId.get(current() ?? "")?.color ?? unknownColour,
  };
}

/** The label of a digit: the one that claims it, else (where no label claims it) the n-th of those without a hotkey. */
export function labelForDigit(labels: readonly Label[], digit: string): Label | undefined {
  const id = [...hotkeysOf(labels)].find(([, key]) => key === digit)?.[0];
  return labels.find((label) => label.id === id);
}

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

/** The digits that pick labels, by id: their own, or by their place among those without one; none beyond the tenth. */
export function hotkeysOf(labels: readonly Label[]): Map<Id, string> {
  const found = new Map<Id, string>();
  for (const label of labels) if (label.hotkey) found.set(label.id, label.hotkey);
  const taken = new Set(found.values());
  const free = digits.filter((digit) => !taken.has(digit));
  const without = labels.filter((label) => !label.hotkey);
  free.forEach((digit, i) => without[i] && found.set(without[i].id, digit));
  return found;
}

/** The most specific first: whole name, start of the name, start of a word in it, inside it, then the same in the path. */
export function searchLabels(labels: readonly Label[], text: string): Label[] {
  const words = text.toLowerCase().split(separators).filter(Boolean);
  if (words.length === 0) return [...labels];
  const whole = text.trim().toLowerCase();
  const found = labels.flatMap((label) => {
    const name = label.name.toLowerCase();
    const path = (label.path ?? "").toLowerCase();
    const ranks = words.map((word) => rank(name, path, word));
    if (ranks.includes(never)) return [];
    return [{ label, rank: name === whole ? -1 : Math.max(...ranks), first: ranks[0]! }];
  });
  return found.sort((a, b) => a.rank - b.rank || a.first - b.first || a.label.index - b.label.index)
    .map(({ label }) => label);
}

const separators = /[\s/_.-]+/;
const never = 9;

function rank(name: string, path: string, word: string): number {
  if (name.startsWith(word)) return 0;
  if (startsWord(name, word)) return 1;
  if (startsWord(path, word)) return 2;
  if (name.includes(word)) return 3;
  return path.includes(word) ? 4 : never;
}

function startsWord(text: string, word: string): boolean {
  return text.split(separators).some((one) => one.startsWith(word));
}
