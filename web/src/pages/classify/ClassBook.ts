// The classes of many images: what the server has, what was given here, and the way between. One outbox an image, as on the
// image page; what is open goes to the server in one request for many. Clock, network and storage are handed in.
import type { Annotation, ClassifyItem, ClassifyOutcome, Id } from "../../api/types.ts";
import { ApiError } from "../../api/error.ts";
import type { Shape } from "../../canvas/scene/shape.ts";
import { Outbox, type OutboxRecord, type OutboxStatus } from "../image/outbox/Outbox.ts";

export interface BookPorts {
  send(items: ClassifyItem[]): Promise<ClassifyOutcome[]>;
  /** the classes of images, as the server has them */
  read(images: Id[]): Promise<Annotation[]>;
  keep(imageId: Id, record: OutboxRecord | null): Promise<unknown>;
  load(imageId: Id): Promise<OutboxRecord | null>;
  after(milliseconds: number, run: () => void): () => void;
  newId(): Id;
}

const askAgainMs = 3000;
const pauseMs = 300;
const longestMs = 1500;
const retries = [1000, 2000, 4000, 8000, 15_000, 30_000];
const atOnce = 200;

/** What one press did to one image. */
interface Step {
  image: Id;
  before: readonly Shape[];
  after: readonly Shape[];
}

export class ClassBook {
  #boxes = new Map<Id, Outbox>();
  #asked = new Set<Id>();
  #open = new Set<Id>();
  #undo: Step[][] = [];
  #listeners = new Set<() => void>();
  #timers: (() => void)[] = [];
  #deadline: (() => void) | null = null;
  #sending = false;
  #failures = 0;
  #refusal: string | null = null;
  version = 0;
  /** somebody else was first: their class is shown, and this says so */
  onOvertaken: (image: Id, reason: string) => void = () => {};
  /** how many classes an image has now, for whoever shows it elsewhere */
  onCount: (image: Id, count: number) => void = () => {};

  constructor(private readonly ports: BookPorts) {}

  listen = (listener: () => void): () => void => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Fetches the classes of images that are not known yet. */
  async want(images: readonly Id[]): Promise<void> {
    const missing = images.filter((id) => !this.#boxes.has(id) && !this.#asked.has(id)).slice(0, atOnce);
    if (missing.length === 0) return;
    for (const id of missing) this.#asked.add(id);
    try {
      const found = Map.groupBy(await this.ports.read(missing), (annotation) => annotation.image_id);
      for (const id of missing) {
        const classes = (found.get(id) ?? []).filter((one) => one.geometry.type === "image" && !one.is_prediction);
        const record = await this.ports.load(id);
        this.#boxes.set(id, new Outbox(classes, record));
        if (record) this.#touched(id);
      }
    } catch {
      // The cells say that their classes are not known; they are asked for again after a while, not at once.
      this.ports.after(askAgainMs, () => this.#askable(missing));
      return;
    }
    this.#askable(missing);
  }

  #askable(images: readonly Id[]) {
    for (const id of images) this.#asked.delete(id);
    this.#tell();
  }

  /** Images without open changes are fetched anew when they are wanted next. */
  forgetSettled() {
    for (const image of [...this.#boxes.keys()]) if (!this.#open.has(image)) this.#boxes.delete(image);
    this.#undo = [];
  }

  knows(image: Id): boolean {
    return this.#boxes.has(image);
  }

  /** Labels of an image, in the order in which they were given; undefined while they are not known. */
  labels(image: Id): Id[] | undefined {
    return this.#boxes.get(image)?.shapes().map((shape) => shape.labelId);
  }

  isOpen(image: Id): boolean {
    return this.#open.has(image);
  }

  /** Gives a class to images, or, where all of them have it, takes it from them. Single: it replaces what they have. */
  press(images: readonly Id[], labelId: Id, multi: boolean): "given" | "taken" | null {
    const known = images.filter((id) => this.#boxes.has(id));
    if (known.length === 0) return null;
    const everywhere = known.every((id) => this.labels(id)!.includes(labelId));
    this.#record(known.flatMap((image): Step[] => {
      const before = this.#boxes.get(image)!.shapes();
      const has = before.some((shape) => shape.labelId === labelId);
      const others = before.filter((shape) => shape.labelId !== labelId);
      if (everywhere) return [{ image, before, after: others }];
      const given = has ? before.filter((shape) => shape.labelId === labelId) : [this.#born(labelId)];
      if (has && (multi || others.length === 0)) return [];
      return [{ image, before, after: multi ? [...before, ...given] : given }];
    }));
    return everywhere ? "taken" : "given";
  }

  clear(images: readonly Id[]) {
    this.#record(images.flatMap((image): Step[] => {
      const before = this.#boxes.get(image)?.shapes() ?? [];
      return before.length > 0 ? [{ image, before, after: [] }] : [];
    }));
  }

  /** Takes the last press back; answers the images that it concerned. */
  undo(): Id[] {
    const steps = this.#undo.pop() ?? [];
    for (const step of steps) this.#apply(step.image, step.after, step.before);
    this.#later();
    return steps.map((step) => step.image);
  }

  get status(): OutboxStatus {
    const count = this.#open.size;
    if (this.#refusal !== null) return { is: "refused", count, reason: this.#refusal };
    if (count === 0) return { is: "saved" };
    return { is: this.#failures > 0 ? "offline" : this.#sending ? "saving" : "unsaved", count };
  }

  /** Sends what there is, now. */
  async flush(): Promise<void> {
    this.#refusal = null;
    await this.#send();
  }

  #born(labelId: Id): Shape {
    return {
      id: this.ports.newId(),
      labelId,
      geometry: { type: "image" },
      confidence: null,
      isPrediction: false,
      attributes: {},
      zOrder: 0,
    };
  }

  #record(steps: Step[]) {
    if (steps.length === 0) return;
    this.#undo.push(steps);
    if (this.#undo.length > 200) this.#undo.shift();
    for (const step of steps) this.#apply(step.image, step.before, step.after);
    this.#later();
  }

  #apply(image: Id, from: readonly Shape[], to: readonly Shape[]) {
    const outbox = this.#boxes.get(image);
    if (!outbox) return;
    const kept = new Set(to.map((shape) => shape.id));
    outbox.change([
      ...from.filter((shape) => !kept.has(shape.id)).map((before) => ({ id: before.id, before, after: null })),
      ...to.filter((shape) => !from.some((one) => one.id === shape.id)).map((after) => ({
        id: after.id,
        before: null,
        after,
      })),
    ]);
    this.onCount(image, outbox.shapes().length);
    this.#touched(image);
  }

  #touched(image: Id) {
    const outbox = this.#boxes.get(image)!;
    const record = outbox.record();
    if (record) this.#open.add(image);
    else this.#open.delete(image);
    void this.ports.keep(image, record);
    this.#tell();
  }

  #later() {
    if (this.#failures > 0 || this.#sending) return;
    this.#timers.forEach((stop) => stop());
    this.#timers = [this.ports.after(pauseMs, () => void this.#send())];
    this.#deadline ??= this.ports.after(longestMs, () => void this.#send());
  }

  async #send(): Promise<void> {
    this.#timers.forEach((stop) => stop());
    this.#timers = [];
    this.#deadline?.();
    this.#deadline = null;
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (await this.#sendSome()) this.#tell();
    } finally {
      this.#sending = false;
      this.#tell();
    }
  }

  /** One request; answers whether there may be more. */
  async #sendSome(): Promise<boolean> {
    const items: ClassifyItem[] = [];
    for (const image_id of this.#open) {
      if (items.length >= atOnce) break;
      const ops = this.#boxes.get(image_id)?.take();
      // Taking away comes first, so that an image never has two classes on the way to another.
      if (ops) {
        items.push({
          image_id,
          ops: ops.sort((a, b) => Number(b.action === "delete") - Number(a.action === "delete")),
        });
      }
    }
    if (items.length === 0) return false;
    this.#tell();
    try {
      for (const outcome of await this.ports.send(items)) this.#landed(outcome);
      this.#failures = 0;
      return true;
    } catch (error) {
      this.#failed(items, error);
      return false;
    }
  }

  #landed(outcome: ClassifyOutcome) {
    const outbox = this.#boxes.get(outcome.image_id);
    if (!outbox) return;
    if (outcome.status === 200) outbox.acknowledge(outcome.annotations);
    else {
      // What somebody else did stands and is shown; giving the class again is one key.
      outbox.unreachable();
      this.#boxes.set(outcome.image_id, new Outbox(outcome.annotations));
      this.#undo = this.#undo.map((steps) => steps.filter((step) => step.image !== outcome.image_id)).filter((s) =>
        s[0]
      );
      this.onCount(outcome.image_id, outcome.annotations.length);
      this.onOvertaken(outcome.image_id, outcome.detail ?? "");
    }
    this.#touched(outcome.image_id);
  }

  #failed(items: readonly ClassifyItem[], error: unknown) {
    for (const { image_id } of items) this.#boxes.get(image_id)?.unreachable();
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 0 || status === 401 || status === 429 || status >= 500) {
      this.#timers = [
        this.ports.after(retries[Math.min(this.#failures, retries.length - 1)]!, () => void this.#send()),
      ];
      this.#failures++;
    } else this.#refusal = error instanceof Error ? error.message : String(error);
  }

  #tell() {
    this.version++;
    for (const listener of this.#listeners) listener();
  }
}
