// Images picked to label first, as a list that the same grid shows. What was picked stays as long as the page lives: coming back from an
// image finds the same ones, and only asking again picks others.
import { api } from "../../../api/client.ts";
import type { Id, ImageQuery, LabelFirstAnswer, LabelFirstBody } from "../../../api/types.ts";
import { count, plural } from "../../../lib/format.ts";
import { filterNames } from "../../images/filter/filter.ts";
import type { ImageList } from "../../images/ImageList.ts";
import { keptList } from "../../images/lists.ts";

export interface Picks {
  list: ImageList;
  /** undefined until the list is loaded */
  answer: () => LabelFirstAnswer | undefined;
}

const answers = new Map<string, LabelFirstAnswer>();

/** `filter` narrows what is chosen among; without one all images without labels are. */
export function picksOf(projectId: Id, wanted: number, filter: ImageQuery): Picks {
  const body = bodyOf(wanted, filter);
  const key = `label first ${projectId} ${JSON.stringify(body)}`;
  const list = keptList(key, {}, async () => {
    const answer = await api.post<LabelFirstAnswer>(`/api/projects/${projectId}/label-first`, body);
    answers.set(key, answer);
    const items = answer.picks.map((pick) => pick.image);
    return { items, next_cursor: null, total: items.length };
  });
  return { list, answer: () => answers.get(key) };
}

export function bodyOf(wanted: number, filter: ImageQuery): LabelFirstBody {
  const kept = Object.fromEntries(Object.entries(filter).filter(([name]) => filterNames.includes(name)));
  return Object.keys(kept).length === 0 ? { count: wanted } : { count: wanted, filter: { ...kept, annotated: false } };
}

/** The number that was typed, or what is wrong with it. */
export function wantedOf(text: string): number | string {
  const value = Number(text);
  return text.trim() !== "" && Number.isInteger(value) && value >= 1 && value <= 1000
    ? value
    : "A whole number from 1 to 1000.";
}

/** Two vectors of length 1 at this distance: the cosine of the angle between them. */
export function likeness(distance: number): string {
  const cosine = Math.round((1 - distance * distance / 2) * 100) / 100;
  // Never "-0.00".
  return (cosine || 0).toFixed(2);
}

/** What was done, in a sentence or two. */
export function pickWords(answer: LabelFirstAnswer): string {
  const { picks, candidates, reach_before: before, reach_after: after } = answer;
  if (candidates === 0) return "There is no image without labels to pick.";
  if (picks.length === 0) {
    return `None of ${plural(candidates, "image")} differs from what is labelled: there is no gap to close.`;
  }
  const picked = `${count(picks.length)} of ${plural(candidates, "image")} picked.`;
  if (picks.length === candidates) return picked;
  const now = after === 0
    ? "Every other image is the same as one of them"
    : `Every other image is now at least ${likeness(after)} like one of them`;
  return before === null
    ? `${picked} ${now}.`
    : `${picked} ${now} or like a labelled one; before, it was only ${likeness(before)}.`;
}

/** What the choice left out, or took a sample of; null where there is nothing to say. */
export function pickLimits(answer: LabelFirstAnswer): string | null {
  const parts = [
    answer.without_vector > 0 && `${plural(answer.without_vector, "image")} not described yet could not be picked.`,
    answer.compared < answer.labelled &&
    `Compared with ${count(answer.compared)} of ${count(answer.labelled)} labelled images.`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" ") : null;
}
