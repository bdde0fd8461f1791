// One open image: the engine, its outbox, its labels, and what React shows of them as one immutable snapshot.
// React never sees a pointer move; the snapshot changes at the end of gestures, at selection and at saving.
import type { Annotation, Geometry, Id, Image, Label } from "../../../api/types.ts";
import { Engine } from "../../../canvas/engine/Engine.ts";
import type { Change, Shape } from "../../../canvas/scene/shape.ts";
import type { ToolName } from "../../../canvas/tools/Tool.ts";
import type { XY } from "../../../canvas/geometry/bounds.ts";
import type { Viewport } from "../../../canvas/view/viewport.ts";
import type { Conflict, OutboxStatus } from "../outbox/Outbox.ts";
import type { Runner } from "../outbox/Runner.ts";
import { equal } from "../outbox/shapes.ts";
import { newId } from "./newId.ts";
import { labelLooks } from "./labels.ts";

export interface Snapshot {
  imageId: Id | null;
  /** every object, lowest first */
  objects: readonly Shape[];
  selection: ReadonlySet<Id>;
  hovered: Id | null;
  tool: ToolName;
  labelId: Id | null;
  save: OutboxStatus;
  conflicts: readonly Conflict[];
  undo: string | null;
  redo: string | null;
  allHidden: boolean;
  hidden: ReadonlySet<Id>;
  locked: ReadonlySet<Id>;
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

const idle: OutboxStatus = { is: "saved" };

export class Workspace {
  readonly engine: Engine;
  #labels: readonly Label[] = [];
  #byId = new Map<Id, Label>();
  #runner: Runner | null = null;
  #unlisten: () => void = () => {};
  #listeners = new Set<() => void>();
  #snapshot: Snapshot;
  #lastTool: ToolName = "box";
  /** how classes of the whole image are given: by the plain keys where they are what the project is about */
  classes = { byKey: false, multi: true };
  feed: WorkspaceFeed = { pointed: () => {}, viewed: () => {} };

  constructor(root: HTMLElement, labelId: Id | null) {
    this.#snapshot = {
      imageId: null,
      objects: [],
      selection: new Set(),
      hovered: null,
      tool: "select",
      labelId,
      save: idle,
      conflicts: [],
      undo: null,
      redo: null,
      allHidden: false,
      hidden: new Set(),
      locked: new Set(),
      labelWanted: false,
      asking: true,
    };
    this.engine = new Engine(root, labelLooks(this.#byId, () => this.#snapshot.labelId), {
      commanded: (command) => {
        this.#runner?.change(command.changes);
        this.#objects();
      },
      selected: (selection) => this.#set({ selection }),
      hovered: (hovered) => this.#set({ hovered }),
      pointed: (at, draft) => this.feed.pointed(at, draft),
      viewed: (viewport) => this.feed.viewed(viewport),
      tooled: (tool) => {
        if (tool !== "select") this.#lastTool = tool;
        this.#set({ tool });
      },
      born: (geometry) => this.#born(geometry),
    });
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

  // --- images ----------------------------------------------------------------------------------------------------------
  /** Shows the frame of an image whose pixels and labels are still on their way. */
  begin(image: Image) {
    this.#detach();
    this.engine.showBitmap(null);
    this.engine.open({ width: image.width, height: image.height }, []);
    this.#set({
      imageId: image.id,
      objects: [],
      hovered: null,
      save: idle,
      conflicts: [],
      undo: null,
      redo: null,
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
    runner.onAdopt = (changes) => this.#absorb(changes);
    const told = () => this.#set({ save: runner.status, conflicts: runner.outbox.conflicts });
    this.#unlisten = runner.listen(told);
    told();
    this.#objects();
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

  setEditable(editable: boolean) {
    this.engine.editable = editable;
    if (!editable) this.engine.setTool("select");
    this.engine.painter.need("overlay");
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
    return { id: newId(), labelId, geometry, confidence: null, isPrediction: false, attributes: {} };
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

  /** The server's annotations of an image that is open and was changed elsewhere. */
  refresh(annotations: readonly Annotation[]) {
    if (!this.#runner || this.engine.busy) return;
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
    if (changes.length > 0) this.#absorb(changes);
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
    this.engine.close();
    this.#listeners.clear();
  }

  #absorb(changes: readonly Change[]) {
    this.engine.absorb(changes);
    this.#objects();
  }

  #objects() {
    const { scene, history } = this.engine;
    this.#set({ objects: scene.shapes(), undo: history.undoTitle, redo: history.redoTitle });
  }

  #set(change: Partial<Snapshot>) {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }
}
