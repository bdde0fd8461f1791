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
  | { is: "signedOut"; count: number }
  | { is: "conflict"; count: number }
  | { is: "refused"; count: number; reason: string };

/** What survives a reload: the edits and what they were made against. */
export interface OutboxRecord {
  entries: OutboxEntry[];
}

export interface OutboxEntry {
  id: Id;
  base: Annotation | null;
  wanted: Shape | null;
  grave?: number;
  /** a create was sent and no answer came: if the server has it, it has this version */
  unsure?: number;
}

export class Outbox {
  /** what the server has, as far as is known */
  #server = new Map<Id, Annotation>();
  /** what it should have, where that differs or may differ */
  #wanted = new Map<Id, Shape | null>();
  #flight: Map<Id, Shape | null> | null = null;
  #conflicts = new Map<Id, Conflict>();
  #refused = new Map<Id, string>();
  #unsure = new Map<Id, number>();
  /** newer states that were told while an edit here was open */
  #heard = new Map<Id, Annotation>();
  #trouble: "offline" | "signedOut" | null = null;
  /** grows whenever what the server is known to have changes */
  generation = 0;

  /** `graves`: versions of deletions that were seen, of this and other images: bringing an annotation back names them. */
  constructor(
    annotations: readonly Annotation[] = [],
    record: OutboxRecord | null = null,
    private readonly graves = new Map<Id, number>(),
  ) {
    for (const annotation of annotations) this.#server.set(annotation.id, annotation);
    if (record) this.adopt(record);
  }

  /** Edits that another window, or an earlier visit, left behind. Answers what the picture must change to. */
  adopt(record: OutboxRecord): Change[] {
    const changes: Change[] = [];
    for (const { id, base, wanted, grave, unsure } of record.entries) {
      if (this.#wanted.has(id)) continue;
      const shown = this.#server.get(id) ?? null;
      if (sameAs(wanted, shown)) continue;
      // The edit stands against what was seen when it was made, not against what is there now.
      if (base) this.#server.set(id, base);
      else this.#server.delete(id);
      if (grave !== undefined) this.graves.set(id, grave);
      if (unsure !== undefined) this.#unsure.set(id, unsure);
      this.#wanted.set(id, wanted);
      changes.push({ id, before: shown && shapeOf(shown), after: wanted });
    }
    return changes;
  }

  /** What the server says anew (the image is opened again): taken over wherever nothing is open here. */
  refresh(annotations: readonly Annotation[]) {
    const fresh = new Map(annotations.map((annotation) => [annotation.id, annotation]));
    for (const id of [...this.#server.keys(), ...fresh.keys()]) {
      const now = fresh.get(id);
      if (this.#isOpen(id)) {
        if (now) this.#hear(now);
      } else if (now) this.#server.set(id, now);
      else this.#server.delete(id);
    }
    this.generation++;
  }

  /** What others have done, as it happens. Never touches what is edited here: that meets the server as a conflict. */
  hear(annotations: readonly Annotation[]): Change[] {
    const changes: Change[] = [];
    for (const annotation of annotations) {
      this.#hear(annotation);
      if (!this.#isOpen(annotation.id)) changes.push(...this.#catchUp(annotation.id));
    }
    return changes;
  }

  /** How many living annotations the server is known to have, and when the newest was changed. */
  get mark(): { count: number; newest: string | null } {
    let newest: string | null = null;
    for (const { updated_at } of this.#server.values()) if (newest === null || updated_at > newest) newest = updated_at;
    return { count: this.#server.size, newest };
  }

  /** Shapes as they should be shown: the server's with the edits over them. */
  shapes(): Shape[] {
    const shapes: Shape[] = [];
    for (const [id, annotation] of this.#server) if (!this.#wanted.has(id)) shapes.push(shapeOf(annotation));
    for (const shape of this.#wanted.values()) if (shape) shapes.push(shape);
    return shapes;
  }

  /** Edits made here. Answers what the picture must change to: an edit that was taken back may uncover someone else's. */
  change(changes: readonly Change[]): Change[] {
    const uncovered: Change[] = [];
    for (const { id, after } of changes) {
      this.#wanted.set(id, after);
      this.#refused.delete(id);
      uncovered.push(...this.#settle(id));
    }
    return uncovered;
  }

  /** Edits of what has been changed by someone since (an undo of long ago): wanted, but somebody must choose. */
  dispute(changes: readonly Change[]) {
    for (const { id, before, after } of changes) {
      const theirs = this.#server.get(id) ?? null;
      this.#wanted.set(id, after);
      if (sameAs(after, theirs)) this.#wanted.delete(id);
      else this.#conflicts.set(id, { id, base: before && asStored(before, undefined), mine: after, theirs });
    }
  }

  get status(): OutboxStatus {
    const count = this.#wanted.size;
    if (this.#conflicts.size > 0) return { is: "conflict", count: this.#conflicts.size };
    if (this.#flight) return { is: "saving", count };
    if (this.#trouble) return { is: this.#trouble, count };
    const [reason] = this.#refused.values();
    if (reason !== undefined && this.#refused.size === count) return { is: "refused", count, reason };
    return count > 0 ? { is: "unsaved", count } : { is: "saved" };
  }

  get conflicts(): Conflict[] {
    return [...this.#conflicts.values()];
  }

  /** The next operations to send, at most `limit`; null while some are under way, or none can be sent. */
  take(limit = 500): AnnotationOp[] | null {
    if (this.#flight) return null;
    const ops: AnnotationOp[] = [];
    const flight = new Map<Id, Shape | null>();
    for (const [id, wanted] of this.#wanted) {
      if (ops.length >= limit) break;
      if (this.#conflicts.has(id) || this.#refused.has(id)) continue;
      const op = operation(id, this.#server.get(id) ?? null, wanted, this.graves.get(id), this.#unsure.get(id));
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
    this.generation++;
    for (const [id, sent] of this.#land()) {
      const now = sent ? byId.get(id) ?? asStored(sent, this.#server.get(id)) : null;
      if (!now) this.#bury(id, (this.#server.get(id)?.version ?? this.#unsure.get(id) ?? 0) + 1);
      else this.#server.set(id, now);
      this.#unsure.delete(id);
      // What was edited again meanwhile goes with the next batch.
      if (this.#wanted.get(id) !== sent) adopted.push(...this.#settle(id));
      else {
        this.#wanted.delete(id);
        if (now && !sameAs(sent, now)) adopted.push({ id, before: sent, after: shapeOf(now) });
        adopted.push(...this.#catchUp(id));
      }
    }
    return adopted;
  }

  /** No answer, or none for whoever is not signed in: everything stays wanted and is sent again; sending twice is harmless. */
  unreachable(why: "offline" | "signedOut" = "offline") {
    for (const [id, sent] of this.#land()) {
      // It may have arrived all the same: were it deleted here now, the server must be told.
      if (sent && !this.#server.has(id)) this.#unsure.set(id, (this.graves.get(id) ?? 0) + 1);
    }
    this.#trouble = why;
  }

  /** The batch was too much at once: to be sent again in smaller ones. Answers whether it can be made smaller. */
  tooLarge(): boolean {
    if (!this.#flight || this.#flight.size <= 1) return false;
    this.#land();
    return true;
  }

  /**
   * The server will not take the operations at `places` of the batch (all of it, when it does not say which). Nothing is
   * lost, nothing is repeated by itself, and the rest of the batch goes on without them.
   */
  refuse(reason: string, places: readonly number[] = []) {
    const ids = [...this.#land().keys()];
    const named = places.flatMap((place) => ids[place] ?? []);
    for (const id of named.length > 0 ? named : ids) this.#refused.set(id, reason);
  }

  /** Try again what was refused. */
  retry() {
    this.#trouble = null;
    this.#refused.clear();
  }

  /** A 409: `current` is what the server has now of the annotations that clash, `missing` those that are not there at all. */
  conflict(current: readonly Annotation[], missing: readonly Id[], reason: string) {
    const byId = new Map(current.map((annotation) => [annotation.id, annotation]));
    const gone = new Set(missing);
    const flight = this.#land();
    let moved = false;
    for (const id of flight.keys()) {
      const base = this.#server.get(id) ?? null;
      const found = byId.get(id);
      // The rest of the batch was turned back with it and is not in question.
      if (!found && !gone.has(id)) continue;
      const theirs = found && !found.deleted_at ? found : null;
      if (found?.deleted_at) this.graves.set(id, found.version);
      const mine = this.#wanted.get(id) ?? null;
      if (theirs && base?.version === theirs.version) continue;
      moved = true;
      this.#unsure.delete(id);
      // Both did the same, or the answer to an earlier try was lost: nothing to ask.
      if (sameAs(mine, theirs)) this.#take(id, theirs);
      else this.#conflicts.set(id, { id, base, mine, theirs });
    }
    if (!moved) { for (const id of flight.keys()) this.#refused.set(id, reason); }
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
    const [newer] = this.#catchUp(id);
    return { id, before: mine, after: newer ? newer.after : conflict.theirs && shapeOf(conflict.theirs) };
  }

  /** What must survive the page; null when nothing is open. */
  record(): OutboxRecord | null {
    if (this.#wanted.size === 0) return null;
    const entry = (id: Id, wanted: Shape | null): OutboxEntry => {
      const grave = this.graves.get(id);
      // Under way: whether it arrives will not be known if the page ends now.
      const sent = this.#flight?.get(id) && !this.#server.has(id) ? (grave ?? 0) + 1 : undefined;
      const unsure = this.#unsure.get(id) ?? sent;
      return {
        id,
        base: this.#server.get(id) ?? null,
        wanted,
        ...(grave === undefined ? {} : { grave }),
        ...(unsure === undefined ? {} : { unsure }),
      };
    };
    return { entries: [...this.#wanted].map(([id, wanted]) => entry(id, wanted)) };
  }

  #isOpen(id: Id): boolean {
    return this.#wanted.has(id) || this.#flight?.has(id) === true;
  }

  #land(): Map<Id, Shape | null> {
    const flight = this.#flight ?? new Map<Id, Shape | null>();
    this.#flight = null;
    this.#trouble = null;
    return flight;
  }

  #bury(id: Id, version: number) {
    this.#server.delete(id);
    this.graves.set(id, version);
  }

  #take(id: Id, theirs: Annotation | null) {
    if (theirs) this.#server.set(id, theirs);
    else this.#server.delete(id);
    this.#wanted.delete(id);
  }

  #hear(annotation: Annotation) {
    const { id, version } = annotation;
    const known = Math.max(
      this.#server.get(id)?.version ?? 0,
      this.graves.get(id) ?? 0,
      this.#heard.get(id)?.version ?? 0,
    );
    if (version <= known) return;
    this.#heard.set(id, annotation);
    const conflict = this.#conflicts.get(id);
    if (!conflict) return;
    // The choice on screen is between what is wanted here and what is there now.
    this.#heard.delete(id);
    if (annotation.deleted_at) this.graves.set(id, version);
    this.#conflicts.set(id, { ...conflict, theirs: annotation.deleted_at ? null : annotation });
  }

  /** Nothing of `id` is open here any more: what was heard meanwhile is what there is. */
  #catchUp(id: Id): Change[] {
    const heard = this.#heard.get(id);
    if (!heard) return [];
    this.#heard.delete(id);
    const old = this.#server.get(id) ?? null;
    if (heard.version <= Math.max(old?.version ?? 0, this.graves.get(id) ?? 0)) return [];
    this.generation++;
    if (heard.deleted_at) this.#bury(id, heard.version);
    else this.#server.set(id, heard);
    return [{ id, before: old && shapeOf(old), after: heard.deleted_at ? null : shapeOf(heard) }];
  }

  /** Back to what the server has (undone before it was sent): nothing to send. Not while it is under way. */
  #settle(id: Id): Change[] {
    if (this.#flight?.has(id) || this.#conflicts.has(id)) return [];
    const wanted = this.#wanted.get(id) ?? null;
    if (!sameAs(wanted, this.#server.get(id) ?? null) || (!wanted && this.#unsure.has(id))) return [];
    this.#wanted.delete(id);
    return this.#catchUp(id);
  }
}
