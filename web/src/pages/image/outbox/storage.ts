// Unsaved edits in this browser (IndexedDB), by person, image and window, so that a reload or an offline spell loses nothing
// and two windows never write over each other. What a window that is no more left behind is taken over by one that is.
import type { Id } from "../../../api/types.ts";
import type { OutboxEntry, OutboxRecord } from "./Outbox.ts";
import { alive, onHolding, tellHolding, thisWindow, whenGone } from "./windows.ts";

const database = "fovea";
const table = "outbox";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onsuccess = () => {
      // The browser may close it (its storage was cleared): the next use opens it again.
      request.result.onclose = () => opened = null;
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

let opened: Promise<IDBDatabase> | null = null;
let serial = 0;

/** One transaction; `work` puts its answer into what it returns by the time the transaction is complete. */
async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => { result: T }): Promise<T> {
  opened ??= open();
  opened.catch(() => opened = null);
  const db = await opened;
  return await new Promise<T>((resolve, reject) => {
    const transaction = db.transaction(table, mode);
    const request = work(transaction.objectStore(table));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** "person/image/window:n", n telling apart who was signed in there one after the other; older records have no window. */
interface Key {
  user: Id;
  image: Id;
  window: string;
}

const textOf = ({ user, image, window }: Key) => `${user}/${image}/${window}`;
function keyOf(text: string): Key {
  const [user = "", image = "", window = ""] = text.split("/");
  return { user, image, window };
}

export class OutboxStorage {
  /** false while the browser refuses to store (full, or a private window of some): the page then warns before it is left */
  working = true;
  /** a window has gone that held edits */
  onLeft: () => void = () => {};
  #awaited = new Set<string>();
  /** images of which this window holds edits */
  #holding = new Set<Id>();
  /** this window while this person is signed in: who signs in again finds what they left */
  readonly #own = `${thisWindow}:${serial++}`;

  constructor(private readonly userId: Id) {
    onHolding((text) => {
      const { user, window } = keyOf(text);
      if (user === this.userId) this.#awaitEnd(window);
    });
  }

  /** Keeps what this window has not saved of an image; null: it has saved everything. Answers whether it is kept. */
  async keep(imageId: Id, record: OutboxRecord | null): Promise<boolean> {
    const key = textOf({ user: this.userId, image: imageId, window: this.#own });
    try {
      await run<unknown>("readwrite", (store) => record ? store.put(record, key) : store.delete(key));
      this.working = true;
      if (!record) this.#holding.delete(imageId);
      else if (!this.#holding.has(imageId)) {
        this.#holding.add(imageId);
        tellHolding(key);
      }
      return true;
    } catch {
      this.working = record === null && this.working;
      return record === null;
    }
  }

  /** Takes over what windows that are no more left of an image, as this window's own. */
  async takeOver(imageId: Id): Promise<OutboxRecord | null> {
    try {
      const left = await this.#left(imageId);
      if (left.length === 0) return null;
      const own = textOf({ user: this.userId, image: imageId, window: this.#own });
      return await run<OutboxRecord | null>("readwrite", (store) => {
        const answer: { result: OutboxRecord | null } = { result: null };
        const found = new Map<string, OutboxRecord>();
        for (const key of [...left.map(textOf), own]) {
          const request = store.get(key);
          request.onsuccess = () => {
            if (request.result) found.set(key, request.result as OutboxRecord);
            if (key !== own) return void store.delete(key);
            const entries = new Map<Id, OutboxEntry>();
            for (const record of found.values()) for (const entry of record.entries) entries.set(entry.id, entry);
            if (entries.size === 0) return;
            answer.result = { entries: [...entries.values()] };
            store.put(answer.result, own);
          };
        }
        return answer;
      });
    } catch {
      this.working = false;
      return null;
    }
  }

  /** Images of this person of which windows that are no more left edits. */
  async pending(): Promise<Id[]> {
    try {
      return [...new Set((await this.#left(null)).map(({ image }) => image))];
    } catch {
      this.working = false;
      return [];
    }
  }

  /** Records of windows that are no more; those of windows that still are, are looked after when they go. */
  async #left(imageId: Id | null): Promise<Key[]> {
    const keys = (await run<IDBValidKey[]>("readonly", (store) => store.getAllKeys())).map(String).map(keyOf)
      .filter(({ user, image, window }) =>
        user === this.userId && (imageId === null || image === imageId) && window !== this.#own
      );
    if (keys.length === 0) return [];
    const living = await alive();
    const lives = ({ window }: Key) => !window.startsWith(thisWindow) && living.has(window.split(":")[0]!);
    for (const key of keys) if (lives(key)) this.#awaitEnd(key.window);
    return keys.filter((key) => !lives(key));
  }

  #awaitEnd(window: string) {
    const name = window.split(":")[0]!;
    if (name === thisWindow || this.#awaited.has(name)) return;
    this.#awaited.add(name);
    void whenGone(name).then(() => {
      this.#awaited.delete(name);
      this.onLeft();
    });
  }
}
