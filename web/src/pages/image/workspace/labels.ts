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
  return labels.find((label) => hotkeyOf(labels, label) === digit);
}

/** The digit that picks a label, its own or by its place; null beyond the tenth. */
export function hotkeyOf(labels: readonly Label[], label: Label): string | null {
  if (label.hotkey) return label.hotkey;
  const taken = new Set(labels.map((one) => one.hotkey).filter(Boolean));
  const free = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"].filter((digit) => !taken.has(digit));
  return free[labels.filter((one) => !one.hotkey).indexOf(label)] ?? null;
}

/** Labels whose name or path has every word, those that begin with the text first. */
export function searchLabels(labels: readonly Label[], text: string): Label[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...labels];
  const found = labels.filter((label) => {
    const place = `${label.path ?? ""} ${label.name}`.toLowerCase();
    return words.every((word) => place.includes(word));
  });
  const first = (label: Label) => label.name.toLowerCase().startsWith(words[0]!) ? 0 : 1;
  return found.sort((a, b) => first(a) - first(b) || a.index - b.index);
}
