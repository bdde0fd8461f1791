// Comments as the threads they make, and where each thread stands on the picture.
import type { Comment, Id, Point } from "../../../api/types.ts";
import { boundsOf } from "../../../canvas/geometry/measure.ts";
import type { Shape } from "../../../canvas/scene/shape.ts";

export interface Thread {
  first: Comment;
  /** oldest first */
  answers: Comment[];
  /** 1 for the oldest thread of the image: what its pin says */
  number: number;
}

/** Oldest first. */
export function threadsOf(comments: readonly Comment[]): Thread[] {
  const sorted = [...comments].sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
  const threads = new Map<Id, Thread>();
  for (const first of sorted) {
    if (first.parent_id === null) threads.set(first.id, { first, answers: [], number: threads.size + 1 });
  }
  for (const comment of sorted) if (comment.parent_id) threads.get(comment.parent_id)?.answers.push(comment);
  return [...threads.values()];
}

/** Where the pin of a thread stands: at the upper right of its object while that is there, else at its point. */
export function pinOf(comment: Comment, object: Shape | undefined): Point | null {
  if (object && object.geometry.type !== "image") {
    const { x1, y0 } = boundsOf(object.geometry);
    if (Number.isFinite(x1) && Number.isFinite(y0)) return [x1, y0];
  }
  return comment.point;
}

/** The text in pieces: names of members as they stand in it (`@ana`), and what lies between. */
export function pieces(body: string, names: readonly string[]): { text: string; name: boolean }[] {
  const known = new Set(names.map((name) => name.toLowerCase()));
  const found: { text: string; name: boolean }[] = [];
  let from = 0;
  for (const match of body.matchAll(/(?<![A-Za-z0-9._-])@([A-Za-z0-9._-]+)/g)) {
    const name = match[1]!.replace(/[.-]+$/, "");
    const whole = known.has(match[1]!.toLowerCase()) ? match[1]! : name;
    if (!known.has(whole.toLowerCase())) continue;
    if (match.index > from) found.push({ text: body.slice(from, match.index), name: false });
    from = match.index + 1 + whole.length;
    found.push({ text: body.slice(match.index, from), name: true });
  }
  if (from < body.length) found.push({ text: body.slice(from), name: false });
  return found;
}

/** What is being typed after an @ that ends at the caret: its start and the letters so far. */
export function mentionAt(text: string, caret: number): { start: number; letters: string } | null {
  const match = /(?:^|[^A-Za-z0-9._-])@([A-Za-z0-9._-]*)$/.exec(text.slice(0, caret));
  return match ? { start: caret - match[1]!.length, letters: match[1]! } : null;
}

/** Members whose name begins with the letters, then those that hold them. */
export function completions(names: readonly string[], letters: string, limit = 6): string[] {
  const wanted = letters.toLowerCase();
  const rank = (name: string) =>
    name.toLowerCase().startsWith(wanted) ? 0 : name.toLowerCase().includes(wanted) ? 1 : 2;
  return names.filter((name) => rank(name) < 2).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b)).slice(0, limit);
}
