// Which images are selected, as a value: by click, with Ctrl, with Shift from the anchor, by a dragged rectangle.
import type { Id } from "../../../api/types.ts";

export interface Selection {
  ids: ReadonlySet<Id>;
  /** where Shift starts from */
  anchor: number;
  /** where the keyboard is; -1: nowhere yet */
  focus: number;
}

export const noSelection: Selection = { ids: new Set(), anchor: -1, focus: -1 };

type At = (index: number) => Id | undefined;

export function focused(selection: Selection, index: number): Selection {
  return { ...selection, focus: index };
}

export function toggled(selection: Selection, index: number, at: At): Selection {
  const id = at(index);
  if (!id) return selection;
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: index, focus: index };
}

/** From the anchor to `index`, added to what is selected. */
export function extended(selection: Selection, index: number, at: At): Selection {
  const anchor = selection.anchor < 0 ? Math.max(0, selection.focus) : selection.anchor;
  const ids = new Set(selection.ids);
  for (let i = Math.min(anchor, index); i <= Math.max(anchor, index); i++) {
    const id = at(i);
    if (id) ids.add(id);
  }
  return { ids, anchor, focus: index };
}

/** A dragged rectangle: its cells instead of, or with Ctrl or Shift together with, what was selected before. */
export function banded(before: Selection, cells: readonly number[], keep: boolean, at: At): Selection {
  const ids = new Set(keep ? before.ids : []);
  for (const index of cells) {
    const id = at(index);
    if (id) ids.add(id);
  }
  return { ids, anchor: cells[0] ?? before.anchor, focus: cells.at(-1) ?? before.focus };
}

export function all(selection: Selection, ids: Iterable<Id>): Selection {
  return { ...selection, ids: new Set(ids) };
}

export function cleared(selection: Selection): Selection {
  return { ids: new Set(), anchor: -1, focus: selection.focus };
}

/** What is no longer in the list is no longer selected. */
export function kept(selection: Selection, has: (id: Id) => boolean): Selection {
  const ids = [...selection.ids].filter(has);
  return ids.length === selection.ids.size ? selection : { ...selection, ids: new Set(ids) };
}
