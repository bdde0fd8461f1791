// What of one image's annotations the server does not know yet. A pure state machine: no clock, no network, no storage.
// It keeps what is wanted for each annotation rather than a list of edits, so that ten moves of a box are one update,
// and it remembers the version each edit was made against, so that nobody's work is overwritten unseen.
import type { Annotation, AnnotationOp, Id } from "../../../api/types.ts";
import { type Change, type Shape, shapeOf } from "../../../canvas/scene/shape.ts";
import { asStored, operation, sameAs } from "./shapes.ts";

/** Someone else changed what was edited here. `mine` null: deleted here; `theirs` null: deleted there. */
export interface Conflict {
  id: Id;
  base: Annotation | null;
  mine: Shape | null;
  theirs: Annotation | null;
}

export type OutboxStatus =
  | { is: "saved" }
  | { is: "unsaved"; count: number }
  | { is: "saving"; count: number }
  | { is: "offline"; count: number }
  | { is: "conflict"; count: number }
  | { is: "refused"; count: number; reason: string };

/** What survives a reload: the edits and what they were made against. */
export interface OutboxRecord {
  entries: { id: Id; base: Annotation | null; wanted: Shape | null; grave?: number }[];
}

export class Outbox {
  /** what the server has, as far as is known */
  #server = new Map<Id, Annotation>();
  /** versions of deletions that were seen: bringing an annotation back names them */
  #graves = new Map<Id, number>();
  /** what it should have, where that differs or may differ */
  #wanted = new Map<Id, Shape | null>();
  #flight: Map<Id, Shape | null> | null = null;
  #conflicts = new Map<Id, Conflict>();
  #trouble: { is: "offline" } | { is: "refused"; reason: string } | null = null;

  constructor(annotations: readonly Annotation[] = [], record: OutboxRecord | null = null) {
    for (const annotation of annotations) this.#server.set(annotation.id, annotation);
    for (const { id, base, wanted, grave } of record?.entries ?? []) {
      // The edit stands against what was seen when it was made, not against what is there now.
      if (sameAs(wanted, this.#server.get(id) ?? null)) continue;
      if (base) this.#server.set(id, base);
      else this.#server.delete(id);
      if (grave !== undefined) this.#graves.set(id, grave);
      this.#wanted.set(id, wanted);
    }
  }

  /** What the server says anew (the image is opened again): taken over wherever nothing is open here. */
  refresh(annotations: readonly Annotation[]) {
    const fresh = new Map(annotations.map((annotation) => [annotation.id, annotation]));
    for (const id of [...this.#server.keys(), ...fresh.keys()]) {
      if (this.#wanted.has(id) || this.#flight?.has(id)) continue;
      const now = fresh.get(id);
      if (now) this.#server.set(id, now);
      else this.#server.delete(id);
    }
  }

  /** Shapes as they should be shown: the server's with the edits over them. */
  shapes(): Shape[] {
    const shapes: Shape[] = [];
    for (const [id, annotation] of this.#server) if (!this.#wanted.has(id)) shapes.push(shapeOf(annotation));
    for (const shape of this.#wanted.values()) if (shape) shapes.push(shape);
    return shapes;
  }

  change(changes: readonly Change[]) {
    for (const { id, after } of changes) {
      this.#wanted.set(id, after);
      this.#settle(id);
    }
    if (this.#trouble?.is === "refused") this.#trouble = null;
  }

  get status(): OutboxStatus {
    const count = this.#wanted.size;
    if (this.#conflicts.size > 0) return { is: "conflict", count: this.#conflicts.size };
    if (this.#trouble?.is === "refused") return { ...this.#trouble, count };
    if (this.#flight) return { is: "saving", count };
    if (this.#trouble) return { ...this.#trouble, count };
    return count > 0 ? { is: "unsaved", count } : { is: "saved" };
  }

  get conflicts(): Conflict[] {
    return [...this.#conflicts.values()];
  }

  /** The next operations to send, at most `limit`; null while some are under way, in conflict, refused, or there are none. */
  take(limit = 500): AnnotationOp[] | null {
    if (this.#flight || this.#trouble?.is === "refused") return null;
    const ops: AnnotationOp[] = [];
    const flight = new Map<Id, Shape | null>();
    for (const [id, wanted] of this.#wanted) {
      if (ops.length >= limit) break;
      if (this.#conflicts.has(id)) continue;
      const op = operation(id, this.#server.get(id) ?? null, wanted, this.#graves.get(id));
      if (!op) continue;
      ops.push(op);
      flight.set(id, wanted);
    }
    if (ops.length === 0) return null;
    this.#flight = flight;
    return ops;
  }

  /**
   * The server took the operations; `annotations` are those they touched, as they now are. Answers what the picture must
   * change to: the server cuts shapes to the image, and a repeated create may meet a later edit of someone else.
   */
  acknowledge(annotations: readonly Annotation[]): Change[] {
    const byId = new Map(annotations.map((annotation) => [annotation.id, annotation]));
    const adopted: Change[] = [];
    for (const [id, sent] of this.#land()) {
      const now = sent ? byId.get(id) ?? asStored(sent, this.#server.get(id)) : null;
      if (!now) this.#bury(id, (this.#server.get(id)?.version ?? 0) + 1);
      else this.#server.set(id, now);
      // What was edited again meanwhile goes with the next batch.
      if (this.#wanted.get(id) !== sent) this.#settle(id);
      else {
        this.#wanted.delete(id);
        if (now && !sameAs(sent, now)) adopted.push({ id, before: sent, after: shapeOf(now) });
      }
    }
    return adopted;
  }

  /** No answer: everything stays wanted and is sent again; creating or updating twice is harmless. */
  unreachable() {
    this.#land();
    this.#trouble = { is: "offline" };
  }

  /** The server will not take it. Nothing is lost, nothing is repeated by itself. */
  refuse(reason: string) {
    this.#land();
    this.#trouble = { is: "refused", reason };
  }

  /** Try again what was refused. */
  retry() {
    this.#trouble = null;
  }

  /** A 409: `current` is what the server has now of the annotations named. */
  conflict(current: readonly Annotation[], reason: string) {
    const byId = new Map(current.map((annotation) => [annotation.id, annotation]));
    const flight = this.#land();
    let moved = false;
    for (const id of flight.keys()) {
      const base = this.#server.get(id) ?? null;
      const found = byId.get(id);
      const theirs = found && !found.deleted_at ? found : null;
      if (found?.deleted_at) this.#graves.set(id, found.version);
      const mine = this.#wanted.get(id) ?? null;
      if (base?.version === theirs?.version && !found?.deleted_at) continue;
      moved = true;
      // Both did the same, or the answer to an earlier try was lost: nothing to ask.
      if (sameAs(mine, theirs)) this.#adopt(id, theirs);
      else this.#conflicts.set(id, { id, base, mine, theirs });
    }
    if (!moved) this.#trouble = { is: "refused", reason };
  }

  /** Settles one conflict. Answers what the picture must change to, if anything. */
  resolve(id: Id, choice: "mine" | "theirs"): Change | null {
    const conflict = this.#conflicts.get(id);
    if (!conflict) return null;
    this.#conflicts.delete(id);
    const mine = this.#wanted.get(id) ?? null;
    if (conflict.theirs) this.#server.set(id, conflict.theirs);
    else this.#server.delete(id);
    if (choice === "mine") {
      this.#settle(id);
      return null;
    }
    this.#wanted.delete(id);
    return { id, before: mine, after: conflict.theirs ? shapeOf(conflict.theirs) : null };
  }

  /** What must survive the page; null when nothing is open. */
  record(): OutboxRecord | null {
    if (this.#wanted.size === 0) return null;
    const entry = (id: Id, wanted: Shape | null) => {
      const grave = this.#graves.get(id);
      return { id, base: this.#server.get(id) ?? null, wanted, ...(grave === undefined ? {} : { grave }) };
    };
    return { entries: [...this.#wanted].map(([id, wanted]) => entry(id, wanted)) };
  }

  #land(): Map<Id, Shape | null> {
    const flight = this.#flight ?? new Map<Id, Shape | null>();
    this.#flight = null;
    this.#trouble = null;
    return flight;
  }

  #bury(id: Id, version: number) {
    this.#server.delete(id);
    this.#graves.set(id, version);
  }

  #adopt(id: Id, theirs: Annotation | null) {
    if (theirs) this.#server.set(id, theirs);
    else this.#server.delete(id);
    this.#wanted.delete(id);
  }

  /** Back to what the server has (undone before it was sent): nothing to send. Not while it is under way. */
  #settle(id: Id) {
    if (this.#flight?.has(id) || this.#conflicts.has(id)) return;
    if (sameAs(this.#wanted.get(id) ?? null, this.#server.get(id) ?? null)) this.#wanted.delete(id);
  }
}
