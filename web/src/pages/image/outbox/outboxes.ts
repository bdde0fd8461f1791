// All images with edits on their way, beyond the life of a page: leaving an image goes on saving it in the background.
import type { Annotation, AnnotationOp, AnnotationsAnswer, Id, Image, Layer, Me } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { ApiError } from "../../../api/error.ts";
import { buildPath, navigate } from "../../../app/router.ts";
import { toast } from "../../../ui/Toast.tsx";
import { annotationsPath, layerOf } from "./target.ts";
import { Runner, type RunnerPorts } from "./Runner.ts";
import { OutboxStorage } from "./storage.ts";

/** Images whose state is kept in memory after they were left. */
const keptIdle = 40;

export class Outboxes {
  readonly storage: OutboxStorage;
  /** edits of an earlier visit cannot be sent without somebody's choice */
  onStuck: (imageId: Id) => void = () => {};
  #runners = new Map<Id, Runner>();
  #graves = new Map<Id, number>();
  #over = false;
  #ports: RunnerPorts;

  constructor(readonly userId: Id) {
    this.storage = new OutboxStorage(userId);
    this.storage.onLeft = () => void this.resume();
    this.#ports = {
      send: (target, ops) => this.#send(target, ops),
      keep: (imageId, record) => this.storage.keep(imageId, record),
      after: (milliseconds, run) => {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
    };
    addEventListener("online", () => this.flushAll());
    addEventListener("visibilitychange", () => document.hidden && this.flushAll());
    addEventListener("beforeunload", (event) => {
      if ([...this.#runners.values()].some((runner) => !runner.idle && !runner.kept)) event.preventDefault();
    });
  }

  /** The runner of an image that is being opened with what the server just said. One with open edits goes on as it is. */
  async open(imageId: Id, annotations: readonly Annotation[]): Promise<Runner> {
    const known = this.#runners.get(imageId);
    const runner = known ?? new Runner(imageId, this.#ports, annotations, null, this.#graves);
    known?.reopen(annotations);
    this.#remember(runner);
    await this.#takeOver(imageId);
    return runner;
  }

  /** Sends what earlier visits and closed windows left behind (a closed laptop, a reload while offline). */
  async resume(): Promise<void> {
    if (this.#over) return;
    for (const imageId of await this.storage.pending()) await this.#takeOver(imageId);
  }

  /** Somebody else has signed in: nothing goes out in their name. It is kept for whoever made it. */
  stop() {
    this.#over = true;
  }

  flushAll() {
    if (this.#over) return;
    for (const runner of this.#runners.values()) {
      if (!runner.idle && runner.status.is !== "refused") void runner.flush();
    }
  }

  async #takeOver(imageId: Id) {
    const record = await this.storage.takeOver(imageId);
    if (!record) return;
    const known = this.#runners.get(imageId);
    if (known) return known.adopt(record);
    const bases = record.entries.flatMap(({ base }) => base ? [base] : []);
    const runner = new Runner(imageId, this.#ports, bases, record, this.#graves);
    this.#remember(runner);
    const unlisten = runner.listen(() => {
      if (runner.idle) unlisten();
      if (runner.status.is !== "conflict" && runner.status.is !== "refused") return;
      unlisten();
      this.onStuck(imageId);
    });
  }

  #remember(runner: Runner) {
    this.#runners.delete(runner.imageId);
    this.#runners.set(runner.imageId, runner);
    const idle = [...this.#runners.values()].filter((one) => one.idle && one !== runner);
    for (const old of idle.slice(0, Math.max(0, idle.length - keptIdle))) this.#runners.delete(old.imageId);
  }

  async #send(target: string, ops: AnnotationOp[]): Promise<Annotation[]> {
    if (this.#over) throw signedOut();
    const path = annotationsPath(target);
    try {
      return (await api.patch<AnnotationsAnswer>(path, { ops })).annotations;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 403 && error.message.includes("X-CSRF-Token"))) throw error;
      // Another window signed out and in: these edits are this person's, and nobody else's to send.
      const me = await api.get<Me>("/api/auth/me");
      if (me.id !== this.userId) throw signedOut();
      api.setCsrf(me.csrf_token);
      return (await api.patch<AnnotationsAnswer>(path, { ops })).annotations;
    }
  }
}

const signedOut = () => new ApiError({ title: "Signed out", status: 401, detail: "Somebody else is signed in." });

let current: Outboxes | null = null;

export function outboxesOf(userId: Id): Outboxes {
  if (current?.userId !== userId) {
    current?.stop();
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
