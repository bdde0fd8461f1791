// What the server last said, by path. Views that ask for the same path share one request and one answer.
import { type ApiError, asApiError, isAbort } from "./error.ts";

export interface Entry {
  data: unknown;
  error: ApiError | null;
  fetchedAt: number;
  loading: boolean;
  /** how often the answer was declared old: what was built on an earlier one (later pages) is old too */
  epoch: number;
}

const blank: Entry = { data: undefined, error: null, fetchedAt: 0, loading: false, epoch: 0 };

export class QueryCache {
  #entries = new Map<string, Entry>();
  #listeners = new Map<string, Set<() => void>>();
  #flights = new Map<string, { control: AbortController; done: Promise<void> }>();
  #fetchers = new Map<string, (signal: AbortSignal) => Promise<unknown>>();

  constructor(private readonly now: () => number = Date.now) {}

  read(key: string): Entry {
    return this.#entries.get(key) ?? blank;
  }

  /** Listens to one key; the fetcher is kept so that an invalidation can refetch while someone looks on. */
  watch(key: string, fetcher: (signal: AbortSignal) => Promise<unknown>, listener: () => void): () => void {
    const set = this.#listeners.get(key) ?? new Set();
    set.add(listener);
    this.#listeners.set(key, set);
    this.#fetchers.set(key, fetcher);
    return () => {
      set.delete(listener);
      if (set.size > 0 || this.#listeners.get(key) !== set) return;
      this.#listeners.delete(key);
      this.#fetchers.delete(key);
      // Forgotten at once: who comes back in the same breath must not wait for what was given up.
      this.#flights.get(key)?.control.abort();
      if (this.#flights.delete(key)) this.#put(key, { ...this.read(key), loading: false });
    };
  }

  /** Fetches unless an answer younger than `freshMs` is there or one is under way. */
  ensure(key: string, freshMs: number): Promise<void> {
    const entry = this.read(key);
    if (entry.fetchedAt > 0 && !entry.error && this.now() - entry.fetchedAt < freshMs) return Promise.resolve();
    return this.fetch(key);
  }

  fetch(key: string): Promise<void> {
    const flying = this.#flights.get(key);
    if (flying) return flying.done;
    const fetcher = this.#fetchers.get(key);
    if (!fetcher) return Promise.resolve();
    const control = new AbortController();
    this.#put(key, { ...this.read(key), loading: true });
    const done = fetcher(control.signal).then(
      (data) =>
        this.#land(key, control, { ...this.read(key), data, error: null, fetchedAt: this.now(), loading: false }),
      (error) => {
        const before = this.read(key);
        const kept = isAbort(error) ? before.error : asApiError(error);
        this.#land(key, control, { ...before, error: kept, loading: false });
      },
    );
    this.#flights.set(key, { control, done });
    return done;
  }

  /** Marks answers whose key starts with `prefix` as old; those on screen are fetched again at once. */
  invalidate(prefix: string) {
    for (const [key, entry] of this.#entries) {
      if (!key.startsWith(prefix)) continue;
      this.#flights.get(key)?.control.abort();
      this.#flights.delete(key);
      if (this.#listeners.has(key)) {
        this.#entries.set(key, { ...entry, fetchedAt: 0, epoch: entry.epoch + 1 });
        void this.fetch(key);
      } else this.#entries.delete(key);
    }
  }

  /** Writes an answer that is known without asking (optimistic changes, an answer to PATCH). */
  set<T>(key: string, change: (old: T | undefined) => T | undefined) {
    const entry = this.read(key);
    this.#put(key, { ...entry, data: change(entry.data as T | undefined), error: null });
  }

  /** Forgets everything (another person signed in). */
  clear() {
    for (const flight of this.#flights.values()) flight.control.abort();
    this.#flights.clear();
    this.#entries.clear();
    for (const set of this.#listeners.values()) for (const listener of set) listener();
  }

  #land(key: string, control: AbortController, entry: Entry) {
    if (this.#flights.get(key)?.control !== control) return;
    this.#flights.delete(key);
    this.#put(key, entry);
  }

  #put(key: string, entry: Entry) {
    this.#entries.set(key, entry);
    for (const listener of this.#listeners.get(key) ?? []) listener();
  }
}

export const cache = new QueryCache();
