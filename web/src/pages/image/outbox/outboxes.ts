// All images with edits on their way, beyond the life of a page: leaving an image goes on saving it in the background.
import type { Annotation, AnnotationsAnswer, Id, Image, Layer } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { buildPath, navigate } from "../../../app/router.ts";
import { toast } from "../../../ui/Toast.tsx";
import { annotationsPath, layerOf } from "./target.ts";
import { Runner, type RunnerPorts } from "./Runner.ts";
import { OutboxStorage } from "./storage.ts";

export class Outboxes {
  readonly storage: OutboxStorage;
  /** edits of an earlier visit cannot be sent without somebody's choice */
  onStuck: (imageId: Id) => void = () => {};
  #runners = new Map<Id, Runner>();
  #ports: RunnerPorts;

  constructor(readonly userId: Id) {
    this.storage = new OutboxStorage(userId);
    this.#ports = {
      send: async (imageId, ops) => (await api.patch<AnnotationsAnswer>(annotationsPath(imageId), { ops })).annotations,
      keep: (imageId, record) => this.storage.keep(imageId, record),
      after: (milliseconds, run) => {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
    };
    addEventListener("online", () => this.flushAll());
    addEventListener("visibilitychange", () => document.hidden && this.flushAll());
    addEventListener("beforeunload", (event) => {
      if (!this.storage.working && [...this.#runners.values()].some((runner) => !runner.idle)) event.preventDefault();
    });
  }

  /** The runner of an image that is being opened with what the server just said. One with open edits goes on as it is. */
  async open(imageId: Id, annotations: readonly Annotation[]): Promise<Runner> {
    const known = this.#runners.get(imageId);
    if (known && !known.idle) {
      known.reopen(annotations);
      return known;
    }
    const runner = new Runner(imageId, this.#ports, annotations, await this.storage.load(imageId));
    this.#runners.set(imageId, runner);
    return runner;
  }

  /** Sends what earlier visits left behind (a closed laptop, a reload while offline). */
  async resume(): Promise<void> {
    for (const imageId of await this.storage.pending()) {
      if (this.#runners.has(imageId)) continue;
      const record = await this.storage.load(imageId);
      if (!record || this.#runners.has(imageId)) continue;
      const bases = record.entries.flatMap(({ base }) => base ? [base] : []);
      const runner = new Runner(imageId, this.#ports, bases, record);
      this.#runners.set(imageId, runner);
      const unlisten = runner.listen(() => {
        if (runner.idle) unlisten();
        if (runner.status.is !== "conflict" && runner.status.is !== "refused") return;
        unlisten();
        this.onStuck(imageId);
      });
    }
  }

  flushAll() {
    for (const runner of this.#runners.values()) {
      if (!runner.idle && runner.status.is !== "refused") void runner.flush();
    }
  }

  /** Images other than `imageId` whose edits are not on the server. */
  unsavedElsewhere(imageId: Id): Id[] {
    return [...this.#runners].filter(([id, runner]) => id !== imageId && !runner.idle).map(([id]) => id);
  }
}

let current: Outboxes | null = null;

export function outboxesOf(userId: Id): Outboxes {
  if (current?.userId !== userId) {
    current = new Outboxes(userId);
    current.onStuck = (imageId) => void announce(imageId);
    void current.resume();
  }
  return current;
}

/** Says that edits wait for a choice, and leads to them. */
async function announce(target: string) {
  const layerId = layerOf(target);
  const layer = layerId && await api.get<Layer>(`/api/layers/${layerId}`).catch(() => null);
  const imageId = layerId ? layer ? layer.image_id : "" : target;
  const image = await api.get<Image>(`/api/images/${imageId}`).catch(() => null);
  const search = layerId ? `?layer=${layerId}` : "";
  if (!image || (location.pathname + location.search).endsWith(`/images/${imageId}${search}`)) return;
  toast({
    kind: "bad",
    text: `Earlier edits to ${image.filename} wait for your choice.`,
    action: {
      label: "Open",
      run: () => void navigate(buildPath("/projects/:id/images/:imageId", { id: image.project_id, imageId }) + search),
    },
  });
}
