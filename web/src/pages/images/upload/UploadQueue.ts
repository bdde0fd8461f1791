// Files on their way to a project: batches that the server can take at once, progress by bytes, a verdict a file.
// No network of its own: the sender is handed in. Lives beyond the page, so that one may go on working meanwhile.
import type { Id, Rejected, UploadAnswer } from "../../../api/types.ts";
import { ApiError, asApiError, isAbort } from "../../../api/error.ts";

export interface Picked {
  name: string;
  size: number;
  file: File;
}

export type Send = (
  files: readonly Picked[],
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
) => Promise<UploadAnswer>;

export interface UploadState {
  total: number;
  totalBytes: number;
  sentBytes: number;
  added: number;
  duplicates: readonly { filename: string; imageId: Id }[];
  rejected: readonly Rejected[];
  /** files that did not go because the server could not be reached: "Try again" takes them */
  failed: readonly Picked[];
  error: ApiError | null;
  active: boolean;
}

const mostFiles = 24;
const mostBytes = 48e6;

export const emptyUpload: UploadState = {
  total: 0,
  totalBytes: 0,
  sentBytes: 0,
  added: 0,
  duplicates: [],
  rejected: [],
  failed: [],
  error: null,
  active: false,
};

/** Batches in order: at most 24 files or 48 MB, a larger file alone. */
export function batches(files: readonly Picked[]): Picked[][] {
  const out: Picked[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = out.at(-1);
    if (last && last.length < mostFiles && bytes + file.size <= mostBytes) {
      last.push(file);
      bytes += file.size;
    } else {
      out.push([file]);
      bytes = file.size;
    }
  }
  return out;
}

export class UploadQueue {
  state: UploadState = emptyUpload;
  #waiting: Picked[][] = [];
  #control: AbortController | null = null;
  #listeners = new Set<() => void>();
  /** a batch has landed: lists should look again */
  onLanded: (answer: UploadAnswer) => void = () => {};

  constructor(private readonly send: Send) {}

  listen = (listener: () => void): () => void => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  add(files: readonly Picked[]) {
    if (files.length === 0) return;
    const from = this.state.active ? this.state : emptyUpload;
    this.#set({
      ...from,
      total: from.total + files.length,
      totalBytes: from.totalBytes + files.reduce((sum, file) => sum + file.size, 0),
      error: null,
    });
    this.#waiting.push(...batches(files));
    if (!this.#control) void this.#run();
  }

  /** Sends again what did not go. */
  retry() {
    this.#waiting.push(...batches(this.state.failed));
    this.#set({ ...this.state, failed: [], error: null });
    if (!this.#control) void this.#run();
  }

  cancel() {
    this.#waiting = [];
    this.#control?.abort();
  }

  /** Puts the finished report away. */
  dismiss() {
    if (!this.state.active) this.#set(emptyUpload);
  }

  async #run() {
    const control = this.#control = new AbortController();
    this.#set({ ...this.state, active: true });
    for (let batch = this.#waiting.shift(); batch; batch = this.#waiting.shift()) {
      const before = this.state.sentBytes;
      const size = bytesOf(batch);
      try {
        const answer = await this.send(
          batch,
          (fraction) => this.#set({ ...this.state, sentBytes: before + size * fraction }),
          control.signal,
        );
        this.#landed(answer, before + size);
      } catch (error) {
        if (isAbort(error)) break;
        this.#failed(batch, asApiError(error), before + size);
        if (this.state.error) break;
      }
    }
    this.#control = null;
    this.#set({ ...this.state, active: false, failed: [...this.state.failed, ...this.#waiting.flat()] });
    this.#waiting = [];
  }

  #landed(answer: UploadAnswer, sentBytes: number) {
    const fresh = answer.uploaded.filter((one) => !one.duplicate_of);
    const again = answer.uploaded.filter((one) => one.duplicate_of);
    this.#set({
      ...this.state,
      sentBytes,
      added: this.state.added + fresh.length,
      duplicates: [
        ...this.state.duplicates,
        ...again.map((one) => ({ filename: one.filename, imageId: one.duplicate_of! })),
      ],
      rejected: [...this.state.rejected, ...answer.rejected],
    });
    this.onLanded(answer);
  }

  /** A batch of which every file was refused is an answer about files; anything else stops the upload, to be tried again. */
  #failed(batch: readonly Picked[], error: ApiError, sentBytes: number) {
    const said = (error.problem as { rejected?: Rejected[] }).rejected;
    if (error.status === 422 || error.status === 413 || error.status === 415) {
      const rejected = said ?? batch.map(({ name }) => ({ filename: name, reason: error.message }));
      this.#set({ ...this.state, sentBytes, rejected: [...this.state.rejected, ...rejected] });
    } else this.#set({ ...this.state, error, failed: [...this.state.failed, ...batch] });
  }

  #set(state: UploadState) {
    this.state = state;
    for (const listener of this.#listeners) listener();
  }
}

function bytesOf(files: readonly Picked[]): number {
  return files.reduce((sum, file) => sum + file.size, 0);
}
