// Unsaved edits in this browser (IndexedDB), by person and image, so that a reload or an offline spell loses nothing.
import type { Id } from "../../../api/types.ts";
import type { OutboxRecord } from "./Outbox.ts";

const database = "fovea";
const table = "outbox";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let opened: Promise<IDBDatabase> | null = null;

async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<T> {
  const db = await (opened ??= open());
  return await new Promise<T>((resolve, reject) => {
    const transaction = db.transaction(table, mode);
    const request = work(transaction.objectStore(table));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export class OutboxStorage {
  /** false once the browser refused to store (private windows of some): the page then warns before it is left */
  working = true;

  constructor(private readonly userId: Id) {}

  async load(imageId: Id): Promise<OutboxRecord | null> {
    return await this.#guard(
      () => run<OutboxRecord | undefined>("readonly", (store) => store.get(`${this.userId}/${imageId}`)),
      null,
    ) ?? null;
  }

  async keep(imageId: Id, record: OutboxRecord | null): Promise<void> {
    const key = `${this.userId}/${imageId}`;
    await this.#guard(
      () => run<unknown>("readwrite", (store) => record ? store.put(record, key) : store.delete(key)),
      null,
    );
  }

  /** Images of this person that have unsaved edits here. */
  async pending(): Promise<Id[]> {
    const keys = await this.#guard(() => run<IDBValidKey[]>("readonly", (store) => store.getAllKeys()), []);
    return keys.map(String).filter((key) => key.startsWith(`${this.userId}/`)).map((key) =>
      key.slice(this.userId.length + 1)
    );
  }

  async #guard<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch {
      this.working = false;
      return otherwise;
    }
  }
}
