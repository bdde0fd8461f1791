// Who else is on the open image, where they point, what they have just changed; and what panels show on the canvas beside
// its objects. One immutable snapshot for React, as the workspace has its own.
import type { Geometry, Id, Point } from "../../../api/types.ts";
import { cache } from "../../../api/cache.ts";
import type { Change } from "../../../canvas/scene/shape.ts";
import { revealing } from "../../../canvas/view/viewport.ts";
import type { Workspace } from "../workspace/Workspace.ts";
import type { AnnotationMark, AnnotationNews, LiveFrame, Person, Pointing } from "./frames.ts";
import { browserWorld, type LinkState, LiveLink } from "./LiveLink.ts";
import { reread } from "./reread.ts";

/** Something another changed, shown for a moment. */
export interface Flash {
  key: number;
  geometry: Geometry;
  gone: boolean;
}

export interface LiveSnapshot {
  state: LinkState;
  /** this window among `people` */
  own: Id | null;
  people: readonly Person[];
  cursors: ReadonlyMap<Id, Pointing>;
  flashes: readonly Flash[];
  /** a change of the history that is looked at */
  preview: { before: Geometry | null; after: Geometry | null } | null;
  /** a place is being chosen for a comment; then it has one */
  placing: boolean;
  pinned: { point: Point; annotationId: Id | null } | null;
  /** the thread that is looked at */
  thread: Id | null;
}

const nobody: LiveSnapshot = {
  state: "connecting",
  own: null,
  people: [],
  cursors: new Map(),
  flashes: [],
  preview: null,
  placing: false,
  pinned: null,
  thread: null,
};

/** How long a flash is shown; as long as its animation. */
const flashMs = 1600;
/** More at once than these are not shown one by one. */
const flashesAtOnce = 60;
const storeKey = "fovea.cursors";

export class Live {
  #snapshot = nobody;
  #listeners = new Set<() => void>();
  #link: LiveLink | null = null;
  #imageId: Id | null = null;
  #control = new AbortController();
  /** told before the objects were here, or in the middle of a gesture */
  #waiting: AnnotationNews[] = [];
  #mark: AnnotationMark | null = null;
  #serial = 0;
  #stale: ReturnType<typeof setTimeout> | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;
  #unlisten: () => void;
  #point: Point | null = null;

  constructor(private readonly workspace: Workspace) {
    workspace.onOthers = (changes) => this.#flash(changes);
    workspace.onPointer = (at) => {
      this.#point = at && [Math.round(at.x), Math.round(at.y)];
      this.#tellPointing();
    };
    let selection = workspace.snapshot.selection;
    this.#unlisten = workspace.listen(() => {
      this.#catchUp();
      if (workspace.snapshot.selection === selection) return;
      selection = workspace.snapshot.selection;
      this.#tellPointing();
    });
    document.addEventListener("visibilitychange", this.#seen);
  }

  get snapshot(): LiveSnapshot {
    return this.#snapshot;
  }

  listen = (listener: () => void): () => void => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Another image; null: nobody is to be heard (who works apart, in a layer, sees nothing of the others). */
  open(imageId: Id | null) {
    if (imageId === this.#imageId) return;
    this.#leave();
    this.#imageId = imageId;
    this.#control = new AbortController();
    this.#set({ ...nobody, thread: this.#snapshot.thread });
    if (imageId === null) return;
    this.#link = new LiveLink(browserWorld(imageId), {
      onFrame: (frame) => this.#heard(frame),
      onState: (state) => this.#set(state === "live" ? { state } : { state, people: [], cursors: new Map() }),
    });
    this.#link.start();
  }

  close() {
    this.#leave();
    this.#unlisten();
    document.removeEventListener("visibilitychange", this.#seen);
    this.#listeners.clear();
  }

  // --- what panels put on the canvas -----------------------------------------------------------------------------------
  preview(preview: LiveSnapshot["preview"]) {
    this.#set({ preview });
  }
  place(placing: boolean) {
    this.#set({ placing });
  }
  pin(pinned: LiveSnapshot["pinned"]) {
    this.#set({ pinned, placing: false });
  }
  show(thread: Id | null) {
    this.#set({ thread });
  }

  /** Brings a point of the image into view. */
  look([x, y]: Point) {
    const { engine } = this.workspace;
    engine.setViewport(revealing(engine.viewport, { x0: x, y0: y, x1: x, y1: y }));
  }

  // --- cursors ---------------------------------------------------------------------------------------------------------
  /** Whether others' cursors are shown here and one's own is told. */
  get pointing(): boolean {
    try {
      return localStorage.getItem(storeKey) !== "off";
    } catch {
      return true;
    }
  }
  set pointing(on: boolean) {
    if (!on) this.#link?.point({ point: null, selection: [] });
    try {
      localStorage.setItem(storeKey, on ? "on" : "off");
    } catch { /* private mode: it lasts as long as the page */ }
    this.#set({ cursors: on ? this.#snapshot.cursors : new Map() });
  }

  #tellPointing() {
    if (!this.pointing || this.#snapshot.people.every((one) => one.connection_id === this.#snapshot.own)) return;
    this.#link?.point({ point: this.#point, selection: [...this.workspace.snapshot.selection].slice(0, 50) });
  }

  // --- the server's word -----------------------------------------------------------------------------------------------
  #heard(frame: LiveFrame) {
    switch (frame.type) {
      case "hello":
        this.#mark = frame.data.annotations;
        this.#set({ own: frame.data.connection_id, people: frame.data.people });
        this.#catchUp();
        break;
      case "presence": {
        const here = new Set(frame.data.people.map((one) => one.connection_id));
        const cursors = new Map([...this.#snapshot.cursors].filter(([id]) => here.has(id)));
        this.#set({ people: frame.data.people, cursors });
        this.#tellPointing();
        break;
      }
      case "annotations":
        this.#waiting.push(frame.data);
        this.#catchUp();
        break;
      case "comments":
      case "image":
        this.#invalidate();
        break;
      case "cursor": {
        if (!this.pointing) break;
        const { connection_id, point, selection } = frame.data;
        this.#set({ cursors: new Map(this.#snapshot.cursors).set(connection_id, { point, selection }) });
      }
    }
  }

  /** Shows what was told, once the objects are here and nobody is in the middle of a gesture. */
  #catchUp() {
    const { workspace } = this;
    if (this.#waiting.length === 0 && !this.#mark) return;
    if (workspace.snapshot.target !== this.#imageId || workspace.generation === null) return;
    if (workspace.engine.busy) {
      this.#later ??= setTimeout(() => {
        this.#later = undefined;
        this.#catchUp();
      }, 100);
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    let resync = false;
    let news = 0;
    for (const told of waiting) {
      if (told.resync) resync = true;
      else news += workspace.hear(told.annotations).length;
    }
    const mark = this.#mark;
    this.#mark = null;
    const known = mark && workspace.mark;
    if (known && (mark.count !== known.count || mark.newest !== known.newest)) resync = true;
    if (resync) void reread(workspace, this.#imageId!, this.#control.signal);
    if (resync || news > 0) this.#invalidate();
  }

  /** The image, its history and its comments are old; said once for many changes in a row. */
  #invalidate() {
    this.#stale ??= setTimeout(() => {
      this.#stale = undefined;
      cache.invalidate(`/api/images/${this.#imageId}`);
    }, 250);
  }

  #flash(changes: readonly Change[]) {
    const flashes = changes.slice(0, flashesAtOnce).flatMap(({ before, after }): Flash[] => {
      const geometry = (after ?? before)?.geometry;
      return geometry ? [{ key: this.#serial++, geometry, gone: !after }] : [];
    });
    const keys = new Set(flashes.map(({ key }) => key));
    this.#set({ flashes: [...this.#snapshot.flashes, ...flashes] });
    setTimeout(() => this.#set({ flashes: this.#snapshot.flashes.filter(({ key }) => !keys.has(key)) }), flashMs);
  }

  #seen = () => document.hidden ? this.#link?.away() : this.#link?.here();

  #leave() {
    this.#link?.stop();
    this.#link = null;
    this.#control.abort();
    clearTimeout(this.#stale);
    clearTimeout(this.#later);
    this.#stale = this.#later = undefined;
    this.#waiting = [];
    this.#mark = null;
    this.#imageId = null;
  }

  #set(change: Partial<LiveSnapshot>) {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }
}
