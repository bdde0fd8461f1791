// The images of a project under one filter, in order: pages by cursor, fetched when needed, shared by the grid and the
// filmstrip, so that going from one to the other and back asks nothing twice.
import type { Id, Image, ImageQuery, Page } from "../../api/types.ts";
import type { ApiError } from "../../api/error.ts";
import { asApiError } from "../../api/error.ts";

export type FetchPage = (query: ImageQuery) => Promise<Page<Image>>;

const firstPage = 100;
/** scrolling takes small pages, a jump far down large ones */
const nextPage = { least: 200, most: 1000 };

export class ImageList {
  items: readonly Image[] = [];
  total: number | null = null;
  error: ApiError | null = null;
  /** the first page is here (it may be empty) */
  loaded = false;
  /** when the first page came, to know what is old */
  fetchedAt = 0;
  #cursor: string | null = null;
  #ended = false;
  #flight: Promise<void> | null = null;
  #places = new Map<Id, number>();
  #listeners = new Set<() => void>();
  #version = 0;
  #generation = 0;

  constructor(private readonly query: ImageQuery, private readonly fetchPage: FetchPage) {}

  /** Changes whenever anything here does. */
  get version(): number {
    return this.#version;
  }
  get ended(): boolean {
    return this.#ended;
  }
  get loading(): boolean {
    return this.#flight !== null;
  }
  /** How long the list is: what the server says, or what is known so far. */
  get count(): number {
    return this.#ended ? this.items.length : Math.max(this.items.length, this.total ?? 0);
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** somebody looks on */
  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  at(index: number): Image | undefined {
    return this.items[index];
  }
  indexOf(id: Id): number {
    return this.#places.get(id) ?? -1;
  }

  /** Loads pages until `index` is here or the list ends. */
  async reach(index: number): Promise<void> {
    while (index >= this.items.length && !this.#ended && !this.error) await this.#more(index - this.items.length + 1);
  }

  /**
   * A window of the list that ends at `last` is on screen: fetches what it lacks, and the next page when it touches the end of
   * what is known (under a filter the server does not say how many there are).
   */
  shown(last: number) {
    if (!this.loaded || this.#ended || this.error || last < this.items.length) return;
    void this.reach(Math.max(last - 1, this.items.length));
  }

  /** Loads pages until the image is here; its place, or -1 when it is not in this list (or too far down to look for). */
  async find(id: Id, farthest = 20_000): Promise<number> {
    while (this.indexOf(id) < 0 && !this.#ended && !this.error && this.items.length < farthest) {
      await this.#more(nextPage.most);
    }
    return this.indexOf(id);
  }

  /** Starts over, keeping what is shown until the first page is here. */
  async refresh(): Promise<void> {
    this.#generation++;
    this.#cursor = null;
    this.#ended = false;
    this.error = null;
    this.#flight = null;
    await this.#more(0, true);
  }

  /** Optimistic changes and answers to them; a change that answers the same image is none. */
  patch(ids: readonly Id[], change: (image: Image) => Image) {
    let items: Image[] | null = null;
    for (const id of ids) {
      const at = this.indexOf(id);
      const before = this.items[at];
      if (!before) continue;
      const after = change(before);
      if (after !== before) (items ??= [...this.items])[at] = after;
    }
    if (!items) return;
    this.items = items;
    this.#changed();
  }

  remove(ids: readonly Id[]) {
    const gone = new Set(ids);
    const before = this.items.length;
    this.#set(this.items.filter((image) => !gone.has(image.id)));
    if (this.total !== null) this.total -= before - this.items.length;
    this.#changed();
  }

  #more(wanted: number, restart = false): Promise<void> {
    this.#flight ??= this.#fetch(wanted, restart).finally(() => {
      this.#flight = null;
      this.#changed();
    });
    return this.#flight;
  }

  async #fetch(wanted: number, restart: boolean) {
    const generation = this.#generation;
    const first = restart || !this.loaded;
    try {
      const page = await this.fetchPage({
        ...this.query,
        limit: first ? firstPage : Math.min(nextPage.most, Math.max(nextPage.least, wanted)),
        ...(this.#cursor ? { cursor: this.#cursor } : {}),
      });
      if (generation !== this.#generation) return;
      if (first) this.#set(page.items);
      else this.#append(page.items);
      this.total = page.total ?? (first ? null : this.total);
      this.#cursor = page.next_cursor;
      this.#ended = page.next_cursor === null;
      this.error = null;
      this.loaded = true;
      if (first) this.fetchedAt = Date.now();
    } catch (error) {
      if (generation === this.#generation) this.error = asApiError(error);
    }
  }

  /** Without going over what is there already: a long list comes in hundreds of pages. */
  #append(more: readonly Image[]) {
    const from = this.items.length;
    this.items = this.items.concat(more);
    more.forEach((image, i) => this.#places.set(image.id, from + i));
  }

  #set(items: readonly Image[]) {
    this.items = items;
    this.#places = new Map(items.map((image, index) => [image.id, index]));
  }

  #changed() {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}
