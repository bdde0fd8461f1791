// One open image: the engine, its outbox, its labels, and what React shows of them as one immutable snapshot.
// React never sees a pointer move; the snapshot changes at the end of gestures, at selection and at saving.
import type { Annotation, Geometry, Id, Image, Label } from "../../../api/types.ts";
import { Engine, type EngineLooks } from "../../../canvas/engine/Engine.ts";
import type { Change, Shape } from "../../../canvas/scene/shape.ts";
import type { ToolName } from "../../../canvas/tools/Tool.ts";
import type { XY } from "../../../canvas/geometry/bounds.ts";
import type { Viewport } from "../../../canvas/view/viewport.ts";
import type { Conflict } from "../outbox/Outbox.ts";
import type { SaveStatus } from "../saveWords.ts";
import type { Runner } from "../outbox/Runner.ts";
import { equal } from "../outbox/shapes.ts";
import type { History } from "../../../canvas/edit/History.ts";
import { newId } from "./newId.ts";
import { toast } from "../../../ui/Toast.tsx";
import { labelLooks } from "./labels.ts";
import { rememberedTool, rememberedView, rememberTool, rememberView, type ViewSettings } from "./remembered.ts";

export interface Snapshot {
  imageId: Id | null;
  /** whose objects these are: the image's own, or those of a layer over it (see target.ts) */
  target: string | null;
  /** every object, lowest first */
  objects: readonly Shape[];
  selection: ReadonlySet<Id>;
  hovered: Id | null;
  tool: ToolName;
  labelId: Id | null;
  save: SaveStatus;
  /** what is not saved is safe in this browser */
  kept: boolean;
  conflicts: readonly Conflict[];
  undo: string | null;
  redo: string | null;
  allHidden: boolean;
  hidden: ReadonlySet<Id>;
  locked: ReadonlySet<Id>;
  /** labels none of whose objects are shown, on every image */
  hiddenLabels: ReadonlySet<Id>;
  view: ViewSettings;
  /** someone drew without a label to give */
  labelWanted: boolean;
  /** the choice between mine and theirs is on screen (when there is one to make) */
  asking: boolean;
}

export interface WorkspaceFeed {
  /** every frame at most: write text, do not set state */
  pointed(at: XY | null, draft: Geometry | null): void;
  viewed(viewport: Viewport): void;
}

/** Undo and redo, and what each picture is called: they outlive the workspace, as long as the person works on the project. */
export interface Session {
  history: History;
  /** by target (see target.ts): whose objects were worked on */
  images: Map<string, { id: Id; filename: string }>;
  /** opens another target of the project; false when it cannot */
  open: (target: string, imageId: Id) => boolean;
}

/** What was undone or done again, and where. */
export interface Again {
  title: string;
  /** the image, when it is another one than was open */
  place: string | null;
}

const opening: SaveStatus = { is: "opening" };

export class Workspace {
  readonly engine: Engine;
  /** labels as the canvas paints them */
  readonly looks: EngineLooks;
  #labels: readonly Label[] = [];
  #byId = new Map<Id, Label>();
  #runner: Runner | null = null;
  #unlisten: () => void = () => {};
  #listeners = new Set<() => void>();
  #snapshot: Snapshot;
  #lastTool: ToolName = rememberedTool() ?? "box";
  /** to be undone or done again once its image is here */
  #waiting: { target: string; direction: "undo" | "redo"; done: (title: string | null) => void } | null = null;
  /** of the command that is being undone: changed by someone since */
  #stale: ReadonlySet<Id> = new Set();
  #viewers = new Set<(viewport: Viewport) => void>();
  /** someone else changed these: for a gentle sign on the canvas */
  onOthers: (changes: readonly Change[]) => void = () => {};
  /** where the pointer is, at most once a frame */
  onPointer: (at: XY | null) => void = () => {};
  /** how classes of the whole image are given: by the plain keys where they are what the project is about */
  classes = { byKey: false, multi: true };
  feed: WorkspaceFeed = { pointed: () => {}, viewed: () => {} };

  constructor(root: HTMLElement, labelId: Id | null, private readonly session: Session) {
    this.#snapshot = {
      imageId: null,
      target: null,
      objects: [],
      selection: new Set(),
      hovered: null,
      tool: "select",
      labelId,
      save: opening,
      kept: true,
      conflicts: [],
      undo: null,
      redo: null,
      allHidden: false,
      hidden: new Set(),
      locked: new Set(),
      hiddenLabels: new Set(),
      view: rememberedView(),
      labelWanted: false,
      asking: true,
    };
    this.looks = labelLooks(this.#byId, () => this.#snapshot.labelId);
    this.engine = new Engine(root, this.looks, {
      commanded: (command) => {
        this.#runner?.change(command.changes.filter(({ id }) => !this.#stale.has(id)));
        this.#runner?.dispute(command.changes.filter(({ id }) => this.#stale.has(id)));
        if (this.#stale.size > 0) this.askConflicts();
        this.#objects();
      },
      selected: (selection) => this.#set({ selection }),
      hovered: (hovered) => this.#set({ hovered }),
      pointed: (at, draft) => {
        this.feed.pointed(at, draft);
        this.onPointer(at);
      },
      viewed: (viewport) => {
        this.feed.viewed(viewport);
        for (const viewer of this.#viewers) viewer(viewport);
      },
      tooled: (tool) => {
        if (tool !== "select") this.#lastTool = tool;
        rememberTool(tool);
        this.#set({ tool });
      },
      born: (geometry) => this.#born(geometry),
      said: (text) => toast(text),
    });
    // In hand as soon as the first image can be edited.
    this.engine.setEditable(false);
    this.engine.setTool(rememberedTool() ?? "select");
    this.setView(this.#snapshot.view);
    this.engine.history = session.history;
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }
  get labels(): readonly Label[] {
    return this.#labels;
  }
  label(id: Id): Label | undefined {
    return this.#byId.get(id);
  }

  listen = (listener: () => void): () => void => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Follows the view, from now on. */
  onView(viewer: (viewport: Viewport) => void): () => void {
    this.#viewers.add(viewer);
    viewer(this.engine.viewport);
    return () => void this.#viewers.delete(viewer);
  }

  // --- images ----------------------------------------------------------------------------------------------------------
  /** Shows the frame of an image whose pixels and labels are still on their way. */
  begin(image: Image, target: string = image.id) {
    this.#detach();
    if (this.#waiting && this.#waiting.target !== target) {
      this.#waiting.done(null);
      this.#waiting = null;
    }
    this.engine.showBitmap(null);
    this.session.images.set(target, { id: image.id, filename: image.filename });
    this.engine.open({ width: image.width, height: image.height }, [], target);
    this.#set({
      imageId: image.id,
      target,
      objects: [],
      hovered: null,
      save: opening,
      kept: true,
      conflicts: [],
      hidden: new Set(),
      locked: new Set(),
      labelWanted: false,
      asking: true,
    });
  }

  /** The objects are here. */
  attach(runner: Runner) {
    this.#detach();
    this.#runner = runner;
    this.engine.scene.load(runner.outbox.shapes());
    runner.onAdopt = (changes, own) => {
      if (own) this.engine.history.adopt(changes);
      else this.onOthers(changes);
      this.#absorb(changes);
    };
    const told = () => this.#set({ save: runner.status, kept: runner.kept, conflicts: runner.outbox.conflicts });
    this.#unlisten = runner.listen(told);
    told();
    this.#objects();
    this.#goOn();
  }

  get attached(): boolean {
    return this.#runner !== null;
  }

  #detach() {
    this.#unlisten();
    this.#unlisten = () => {};
    if (!this.#runner) return;
    this.#runner.onAdopt = () => {};
    if (!this.#runner.idle) void this.#runner.flush();
    this.#runner = null;
  }

  // --- undo across images --------------------------------------------------------------------------------------------
  /**
   * Undoes the last thing done in this session, or does it again. When that was on another image, opens it first. Answers
   * null when there is nothing, or when the image is no more.
   */
  again(direction: "undo" | "redo"): Promise<Again | null> {
    const next = this.engine.history.next(direction);
    if (!next || this.#waiting) return Promise.resolve(null);
    const target = next.place ?? this.#snapshot.target;
    if (target === null || target === this.#snapshot.target) {
      const title = this.#runner && this.engine.editable ? this.#again(direction) : null;
      return Promise.resolve(title === null ? null : { title, place: null });
    }
    return new Promise((resolve) => {
      const image = this.session.images.get(target);
      const name = image?.filename ?? "another image";
      this.#waiting = {
        target,
        direction,
        done: (title) => resolve(title === null ? null : { title, place: name }),
      };
      if (!image || !this.session.open(target, image.id)) this.forget(target);
    });
  }

  /** What waited for this image to be open and editable. */
  #goOn() {
    const waiting = this.#waiting;
    if (waiting?.target !== this.#runner?.imageId || !waiting || !this.engine.editable) return;
    this.#waiting = null;
    waiting.done(this.#again(waiting.direction));
  }

  /** An image that cannot be opened: what was done there can no longer be undone here. */
  forget(target: string) {
    this.engine.history.forget(target);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.done(null);
    this.#objects();
  }

  /** What others have changed since is not overwritten: it becomes a choice between mine and theirs. */
  #again(direction: "undo" | "redo"): string | null {
    const changes = this.engine.history.next(direction)?.changes ?? [];
    const isAsLeft = ({ id, before }: Change) => equal(this.engine.scene.get(id) ?? null, before);
    this.#stale = new Set(changes.filter((change) => !isAsLeft(change)).map(({ id }) => id));
    try {
      return direction === "undo" ? this.engine.undo() : this.engine.redo();
    } finally {
      this.#stale = new Set();
    }
  }

  setEditable(editable: boolean) {
    this.engine.setEditable(editable);
    this.#goOn();
  }

  // --- labels ----------------------------------------------------------------------------------------------------------
  setLabels(labels: readonly Label[]) {
    this.#labels = labels;
    this.#byId.clear();
    for (const label of labels) this.#byId.set(label.id, label);
    this.engine.painter.restyle();
    if (!this.#snapshot.labelId || !this.#byId.has(this.#snapshot.labelId)) {
      this.#set({ labelId: labels[0]?.id ?? null });
    } else this.#set({});
  }

  /** The label of what is drawn next. */
  setLabel(labelId: Id) {
    this.#set({ labelId, labelWanted: false });
  }

  #born(geometry: Geometry): Shape | null {
    const { labelId } = this.#snapshot;
    if (!labelId || !this.#runner) {
      this.#set({ labelWanted: true });
      return null;
    }
    // What is drawn is seen.
    if (this.#snapshot.hiddenLabels.has(labelId)) this.setLabelHidden([labelId], false);
    return { id: newId(), labelId, geometry, confidence: null, isPrediction: false, attributes: {}, zOrder: 0 };
  }

  // --- tools, saving ---------------------------------------------------------------------------------------------------
  lastTool() {
    this.engine.setTool(this.#lastTool);
  }

  save(): Promise<void> {
    return this.#runner?.flush() ?? Promise.resolve();
  }

  /** Brings the open conflicts on screen, or puts them off. */
  askConflicts(asking = true) {
    this.#set({ asking });
  }

  resolve(id: Id, choice: "mine" | "theirs") {
    const change = this.#runner?.resolve(id, choice);
    if (change) this.#absorb([change]);
  }

  /** What others have done, as it happens; answers what of it is news here. */
  hear(annotations: readonly Annotation[]): readonly Change[] {
    return this.#runner?.hear(annotations) ?? [];
  }

  /** Grows whenever what the server is known to have changes; null until the objects are here. */
  get generation(): number | null {
    return this.#runner?.outbox.generation ?? null;
  }

  /** By what to see whether the server has others. Looks at every object. */
  get mark(): { count: number; newest: string | null } | null {
    return this.#runner?.outbox.mark ?? null;
  }

  /** The server's annotations of an image that is open, read anew. False: they are older than what is known; read again. */
  refresh(annotations: readonly Annotation[], generation: number): boolean {
    if (!this.#runner) return true;
    if (this.engine.busy || this.#runner.outbox.generation !== generation) return false;
    this.#runner.outbox.refresh(annotations);
    const wanted = new Map(this.#runner.outbox.shapes().map((shape) => [shape.id, shape]));
    const { scene } = this.engine;
    const changes: Change[] = [];
    for (const before of scene.shapes()) {
      if (!wanted.has(before.id)) changes.push({ id: before.id, before, after: null });
    }
    for (const after of wanted.values()) {
      const before = scene.get(after.id) ?? null;
      if (!equal(before, after)) changes.push({ id: after.id, before, after });
    }
    if (changes.length > 0) {
      this.onOthers(changes);
      this.#absorb(changes);
    }
    return true;
  }

  setHidden(ids: Iterable<Id>, hidden: boolean) {
    const next = new Set(this.#snapshot.hidden);
    for (const id of ids) {
      this.engine.scene.setHidden(id, hidden);
      if (hidden) next.add(id);
      else next.delete(id);
    }
    this.#set({ hidden: next });
  }

  setLabelHidden(ids: Iterable<Id>, hidden: boolean) {
    const hiddenLabels = new Set(this.#snapshot.hiddenLabels);
    for (const id of ids) {
      if (hidden) hiddenLabels.add(id);
      else hiddenLabels.delete(id);
    }
    this.engine.scene.setHiddenLabels(hiddenLabels);
    this.#set({ hiddenLabels });
  }

  /** Fill, outline and snapping, as they are on every image from now on. */
  setView(change: Partial<ViewSettings>) {
    const view = { ...this.#snapshot.view, ...change };
    this.engine.setStyle({ fill: view.fill, outline: view.outline });
    this.engine.snaps = view.snaps;
    rememberView(view);
    this.#set({ view });
  }

  setAllHidden(allHidden: boolean) {
    this.engine.scene.setAllHidden(allHidden);
    this.#set({ allHidden });
  }

  setLocked(ids: Iterable<Id>, locked: boolean) {
    const next = new Set(this.#snapshot.locked);
    for (const id of ids) {
      this.engine.scene.setLocked(id, locked);
      if (locked) next.add(id);
      else next.delete(id);
    }
    this.engine.painter.need("overlay");
    this.#set({ locked: next });
  }

  close() {
    this.#detach();
    if (this.#waiting) this.forget(this.#waiting.target);
    this.engine.close();
    this.#listeners.clear();
  }

  #absorb(changes: readonly Change[]) {
    this.engine.absorb(changes);
    this.#objects();
  }

  #objects() {
    const { scene } = this.engine;
    this.#set({ objects: scene.shapes(), undo: this.#nextTitle("undo"), redo: this.#nextTitle("redo") });
  }

  #nextTitle(direction: "undo" | "redo"): string | null {
    const next = this.engine.history.next(direction);
    if (!next) return null;
    const isHere = !next.place || next.place === this.#snapshot.target;
    return isHere
      ? next.title
      : `${next.title}, on ${this.session.images.get(next.place!)?.filename ?? "another image"}`;
  }

  #set(change: Partial<Snapshot>) {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }
}
