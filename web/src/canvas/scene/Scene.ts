import type { Id } from "../../api/types.ts";
import { type Bounds, isEmpty } from "../geometry/bounds.ts";
import { boundsOf, costOf, surfaceOf } from "../geometry/measure.ts";
import type { Change, Shape } from "./shape.ts";
import { SpatialIndex } from "./spatialIndex.ts";

/** A shape in its place: what painting and hit testing need of it, computed once. */
export interface Entry {
  readonly shape: Shape;
  readonly bounds: Bounds;
  readonly surface: number;
  /** when it was put here: among shapes of one `zOrder` the later lies on top */
  readonly order: number;
  /** about how many line segments it takes to paint */
  readonly cost: number;
}

/** Lowest first. */
export function byStack(a: Entry, b: Entry): number {
  return a.shape.zOrder - b.shape.zOrder || a.order - b.order;
}

/** What happened to a scene, so that a copy elsewhere (the worker that paints tiles) can follow. */
export type SceneEvent =
  | { is: "load"; shapes: Shape[] }
  | { is: "apply"; changes: readonly Change[] }
  | { is: "hidden"; id: Id; hidden: boolean }
  | { is: "allHidden"; hidden: boolean }
  | { is: "hiddenLabels"; ids: Id[] }
  | { is: "lift"; ids: Id[] }
  | { is: "state"; shapes: Shape[]; hidden: Id[]; lifted: Id[]; allHidden: boolean; hiddenLabels: Id[] };

/**
 * All shapes of one image, found by id and by place. Says which rectangles changed, so that only those are painted anew.
 * Hidden shapes stay in the scene but are neither painted nor hit; locked ones are painted but not hit.
 */
export class Scene {
  #entries = new Map<Id, Entry>();
  #index = new SpatialIndex<Id>();
  #hidden = new Set<Id>();
  #locked = new Set<Id>();
  #lifted = new Set<Id>();
  #cost = 0;
  /** kept for deleted shapes too, so that undo puts them back where they lay */
  #orders = new Map<Id, number>();
  #allHidden = false;
  #hiddenLabels: ReadonlySet<Id> = new Set();
  /** `null`: everything */
  onDirty: (bounds: Bounds | null) => void = () => {};
  onEvent: ((event: SceneEvent) => void) | null = null;

  get size(): number {
    return this.#entries.size;
  }

  /** Sum of the entries' costs: small scenes are painted whole each frame, large ones by tiles. */
  get cost(): number {
    return this.#cost;
  }

  get(id: Id): Shape | undefined {
    return this.#entries.get(id)?.shape;
  }

  entry(id: Id): Entry | undefined {
    return this.#entries.get(id);
  }

  entries(): Iterable<Entry> {
    return this.#entries.values();
  }

  /** In painting order. */
  shapes(): Shape[] {
    return [...this.#entries.values()].sort(byStack).map((entry) => entry.shape);
  }

  load(shapes: Iterable<Shape>) {
    this.#entries.clear();
    this.#index.clear();
    this.#orders.clear();
    this.#lifted.clear();
    this.#cost = 0;
    for (const shape of shapes) this.#put(shape);
    this.onEvent?.({ is: "load", shapes: this.shapes() });
    this.onDirty(null);
  }

  apply(changes: readonly Change[]) {
    this.onEvent?.({ is: "apply", changes });
    for (const { id, after } of changes) {
      const old = this.#entries.get(id);
      if (old) this.#touch(old);
      if (after) this.#touch(this.#put(after));
      else {
        this.#cost -= old?.cost ?? 0;
        this.#entries.delete(id);
        this.#index.remove(id);
      }
    }
  }

  /** Visible entries that touch `area`, lowest first. */
  query(area: Bounds): Entry[] {
    const found: Entry[] = [];
    if (this.#allHidden) return found;
    this.#index.query(area, (id) => {
      const entry = this.#entries.get(id)!;
      if (!this.#hidden.has(id) && !this.#hiddenLabels.has(entry.shape.labelId)) found.push(entry);
    });
    return found.sort(byStack);
  }

  isHidden(id: Id): boolean {
    if (this.#allHidden || this.#hidden.has(id)) return true;
    const shape = this.get(id);
    return shape !== undefined && this.#hiddenLabels.has(shape.labelId);
  }
  get allHidden(): boolean {
    return this.#allHidden;
  }
  isLocked(id: Id): boolean {
    return this.#locked.has(id);
  }

  setHidden(id: Id, hidden: boolean) {
    if (hidden) this.#hidden.add(id);
    else this.#hidden.delete(id);
    this.onEvent?.({ is: "hidden", id, hidden });
    const entry = this.#entries.get(id);
    if (entry) this.#touch(entry);
  }

  /** Takes shapes off the static picture while a gesture changes them; the overlay paints them meanwhile. */
  lift(ids: Iterable<Id>) {
    const before = this.#lifted;
    this.#lifted = new Set(ids);
    if (before.size === this.#lifted.size && [...before].every((id) => this.#lifted.has(id))) return;
    this.onEvent?.({ is: "lift", ids: [...this.#lifted] });
    for (const id of new Set([...before, ...this.#lifted])) {
      const entry = this.#entries.get(id);
      if (entry && before.has(id) !== this.#lifted.has(id)) this.#touch(entry);
    }
  }

  isLifted(id: Id): boolean {
    return this.#lifted.has(id);
  }

  setAllHidden(hidden: boolean) {
    this.#allHidden = hidden;
    this.onEvent?.({ is: "allHidden", hidden });
    this.onDirty(null);
  }

  /** Labels none of whose shapes are shown, whatever image is open. */
  setHiddenLabels(ids: Iterable<Id>) {
    this.#hiddenLabels = new Set(ids);
    this.onEvent?.({ is: "hiddenLabels", ids: [...this.#hiddenLabels] });
    this.onDirty(null);
  }

  setLocked(id: Id, locked: boolean) {
    if (locked) this.#locked.add(id);
    else this.#locked.delete(id);
  }

  /** Everything a copy must know to start from. */
  state(): SceneEvent {
    return {
      is: "state",
      shapes: this.shapes(),
      hidden: [...this.#hidden],
      lifted: [...this.#lifted],
      allHidden: this.#allHidden,
      hiddenLabels: [...this.#hiddenLabels],
    };
  }

  /** Does to this scene what happened to the one it copies. */
  replay(event: SceneEvent) {
    if (event.is === "load") this.load(event.shapes);
    else if (event.is === "apply") this.apply(event.changes);
    else if (event.is === "hidden") this.setHidden(event.id, event.hidden);
    else if (event.is === "allHidden") this.setAllHidden(event.hidden);
    else if (event.is === "hiddenLabels") this.setHiddenLabels(event.ids);
    else if (event.is === "lift") this.lift(event.ids);
    else {
      this.load(event.shapes);
      this.#hidden = new Set(event.hidden);
      this.#lifted = new Set(event.lifted);
      this.#allHidden = event.allHidden;
      this.#hiddenLabels = new Set(event.hiddenLabels);
    }
  }

  #put(shape: Shape): Entry {
    let order = this.#orders.get(shape.id);
    if (order === undefined) this.#orders.set(shape.id, order = this.#orders.size);
    const { geometry } = shape;
    const entry = { shape, bounds: boundsOf(geometry), surface: surfaceOf(geometry), cost: costOf(geometry), order };
    this.#cost += entry.cost - (this.#entries.get(shape.id)?.cost ?? 0);
    this.#entries.set(shape.id, entry);
    this.#index.put(shape.id, entry.bounds);
    return entry;
  }

  #touch(entry: Entry) {
    if (!isEmpty(entry.bounds)) this.onDirty(entry.bounds);
  }
}
