// Drives one image's outbox: when to send, when to try again, when to write it to this browser's storage.
// Clock, network and storage are handed in, so that tests drive it without waiting.
import type { Annotation, AnnotationConflict, AnnotationOp, Id } from "../../../api/types.ts";
import { ApiError } from "../../../api/error.ts";
import type { Change } from "../../../canvas/scene/shape.ts";
import { Outbox, type OutboxRecord, type OutboxStatus } from "./Outbox.ts";

export interface RunnerPorts {
  send(imageId: Id, ops: AnnotationOp[]): Promise<Annotation[]>;
  /** keeps (or, with null, forgets) what is not saved yet; false: this browser would not */
  keep(imageId: Id, record: OutboxRecord | null): Promise<boolean>;
  /** calls back after so many milliseconds; the answer cancels it */
  after(milliseconds: number, run: () => void): () => void;
}

/** A pause in the work this long sends: a row of nudges is one request, and a single edit is saved before one looks. */
export const pauseMs = 80;
export const longestMs = 1500;
const retries = [1000, 2000, 4000, 8000, 15_000, 30_000];

export class Runner {
  readonly outbox: Outbox;
  #pause: (() => void) | null = null;
  #deadline: (() => void) | null = null;
  #retry: (() => void) | null = null;
  #failures = 0;
  #sending: Promise<void> | null = null;
  #listeners = new Set<() => void>();
  /** operations in a batch: fewer once the server said that one was too large */
  #limit = 500;
  /** what the server has differs from what is shown; `own`: it is what it made of an edit from here */
  onAdopt: (changes: Change[], own: boolean) => void = () => {};
  /** what is not saved is safe in this browser's storage */
  kept = true;
  /** when the next try after a failure comes, for the status line */
  retryInMs = 0;

  constructor(
    readonly imageId: Id,
    private readonly ports: RunnerPorts,
    annotations: readonly Annotation[],
    record: OutboxRecord | null,
    graves?: Map<Id, number>,
  ) {
    this.outbox = new Outbox(annotations, record, graves);
    if (record) this.#soon();
  }

  get status(): OutboxStatus {
    return this.outbox.status;
  }

  /** Nothing left to do for this image. */
  get idle(): boolean {
    return this.status.is === "saved";
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The image is opened again: what the server says now, and another try for what it refused. */
  reopen(annotations: readonly Annotation[]) {
    this.outbox.refresh(annotations);
    this.outbox.retry();
    this.#soon();
  }

  change(changes: readonly Change[]) {
    const uncovered = this.outbox.change(changes);
    if (uncovered.length > 0) this.onAdopt(uncovered, false);
    this.#changed();
    this.#soon();
  }

  /** Edits of what someone has changed since: they wait for a choice. */
  dispute(changes: readonly Change[]) {
    this.outbox.dispute(changes);
    this.#changed();
  }

  /** What others have done. */
  hear(annotations: readonly Annotation[]): Change[] {
    const changes = this.outbox.hear(annotations);
    if (changes.length > 0) this.onAdopt(changes, false);
    this.#tell();
    return changes;
  }

  /** Edits that a window which is no more left behind. */
  adopt(record: OutboxRecord) {
    const changes = this.outbox.adopt(record);
    if (changes.length > 0) this.onAdopt(changes, false);
    this.#changed();
    this.#soon();
  }

  resolve(id: Id, choice: "mine" | "theirs"): Change | null {
    const change = this.outbox.resolve(id, choice);
    this.#changed();
    this.#soon();
    return change;
  }

  /** Sends what there is, now (Ctrl+S, leaving the image, back online). Resolves when it has landed or failed. */
  async flush(): Promise<void> {
    this.#clear();
    this.outbox.retry();
    await this.#send();
  }

  #soon() {
    if (this.#failures > 0) return;
    this.#pause?.();
    this.#pause = this.ports.after(pauseMs, () => void this.#send());
    this.#deadline ??= this.ports.after(longestMs, () => void this.#send());
  }

  #clear() {
    this.#pause?.();
    this.#deadline?.();
    this.#retry?.();
    this.#pause = this.#deadline = this.#retry = null;
    this.retryInMs = 0;
  }

  #send(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => this.#sending = null);
    return this.#sending;
  }

  async #sendAll() {
    this.#clear();
    for (let ops = this.outbox.take(this.#limit); ops; ops = this.outbox.take(this.#limit)) {
      // Kept as sent: whether it arrives will not be known if the page ends now.
      this.#changed();
      try {
        const adopted = this.outbox.acknowledge(await this.ports.send(this.imageId, ops));
        if (adopted.length > 0) this.onAdopt(adopted, true);
        this.#failures = 0;
      } catch (error) {
        if (!this.#failed(error)) break;
      }
      this.#changed();
    }
    this.#changed();
  }

  /** Whether there is something to send all the same, at once. */
  #failed(error: unknown): boolean {
    const status = error instanceof ApiError ? error.status : -1;
    const failures = this.#failures;
    // An answer is an answer, whatever it says: what comes next need not wait.
    this.#failures = 0;
    if (error instanceof ApiError && status === 409) {
      const { annotations, missing } = error.problem as AnnotationConflict;
      // What did not clash is saved without waiting for the choice.
      this.outbox.conflict(annotations ?? [], missing ?? [], error.message);
      return true;
    }
    if (status === 413 && this.outbox.tooLarge()) {
      this.#limit = Math.max(1, Math.floor(this.#limit / 4));
      return true;
    }
    if (status === 0 || status === 401 || status === 429 || status >= 500) {
      // 401: the session has ended; whoever signs in again finds the edits and they go on.
      this.outbox.unreachable(status === 401 ? "signedOut" : "offline");
      this.retryInMs = retries[Math.min(failures, retries.length - 1)]!;
      this.#failures = failures + 1;
      this.#retry = this.ports.after(this.retryInMs, () => void this.#send());
      return false;
    }
    this.outbox.refuse(refusal(error), refusedPlaces(error));
    return true;
  }

  #changed() {
    void this.ports.keep(this.imageId, this.outbox.record()).then((kept) => {
      if (kept === this.kept) return;
      this.kept = kept;
      this.#tell();
    });
    this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}

/** Which operations of the batch the server named: `ops[3].geometry`. */
function refusedPlaces(error: unknown): number[] {
  if (!(error instanceof ApiError)) return [];
  return error.fields.flatMap(({ field }) => /^ops\[(\d+)\]/.exec(field)?.[1] ?? []).map(Number);
}

/** The server's words, with the fields it named. */
function refusal(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  const named = error.fields.slice(0, 2).map(({ field, message }) => `${field} ${message}`);
  return named.length > 0 ? named.join("; ") : error.message;
}
