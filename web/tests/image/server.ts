// A model of the annotation endpoint's rules (API.md), to run the outbox against: versions, no-op replays, 409 with the state.
import type { Annotation, AnnotationConflict, AnnotationOp } from "../../src/api/types.ts";
import { ApiError } from "../../src/api/error.ts";
import { equal } from "../../src/pages/image/outbox/shapes.ts";

export class ModelServer {
  rows = new Map<string, Annotation>();
  batches: AnnotationOp[][] = [];

  patch(ops: AnnotationOp[]): Annotation[] {
    this.batches.push(ops);
    const clashing = ops.filter((op) => this.#clashes(op));
    if (clashing.length > 0) this.#stale(clashing);
    const touched: Annotation[] = [];
    for (const op of ops) {
      const stored = this.rows.get(op.id);
      if (op.action === "delete") {
        if (!stored || stored.deleted_at) continue;
        this.rows.set(op.id, { ...stored, version: stored.version + 1, deleted_at: "2026-01-01T00:00:00Z" });
        continue;
      }
      if (!this.#isThere(op)) {
        this.rows.set(op.id, {
          id: op.id,
          image_id: "image",
          ...contentOf(op),
          track: op.track ?? null,
          version: (stored?.version ?? 0) + 1,
          created_by: null,
          created_at: "2026-01-01T00:00:00Z",
          updated_at: "2026-01-01T00:00:00Z",
          deleted_at: null,
        });
      }
      touched.push(this.rows.get(op.id)!);
    }
    return touched;
  }

  /** It changes nothing: a replay. */
  #isThere(op: AnnotationOp): boolean {
    const stored = this.rows.get(op.id);
    if (!stored || stored.deleted_at) return false;
    if (op.action === "create" && stored.version > 1) return true;
    return Object.entries(contentOf(op)).every(([name, value]) => equal(stored[name as keyof Annotation], value));
  }

  #clashes(op: AnnotationOp): boolean {
    const stored = this.rows.get(op.id);
    if (op.action === "delete") return !stored || (!stored.deleted_at && stored.version !== op.version);
    if (this.#isThere(op)) return false;
    if (op.action === "create") return stored !== undefined && (!stored.deleted_at || stored.version !== op.version);
    return !stored || stored.deleted_at !== null || stored.version !== op.version;
  }

  get living(): Annotation[] {
    return [...this.rows.values()].filter((row) => !row.deleted_at);
  }

  /** Another person deletes. */
  remove(id: string) {
    const old = this.rows.get(id)!;
    this.rows.set(id, { ...old, version: old.version + 1, deleted_at: "2026-01-01T00:00:00Z" });
  }

  /** Another person's edit. */
  edit(id: string, label: string) {
    const old = this.rows.get(id)!;
    this.rows.set(id, { ...old, label_id: label, version: old.version + 1 });
  }

  /** As the real one: only what clashes is told. */
  #stale(clashing: AnnotationOp[]): never {
    const annotations = clashing.flatMap(({ id }) => this.rows.has(id) ? [this.rows.get(id)!] : []);
    const missing = clashing.flatMap(({ id }) => this.rows.has(id) ? [] : [id]);
    throw new ApiError(
      { title: "Conflict", status: 409, detail: "changed meanwhile", annotations, missing } as AnnotationConflict,
    );
  }
}

const contentOf = (op: AnnotationOp) => ({
  label_id: op.label_id!,
  geometry: op.geometry!,
  confidence: op.confidence ?? null,
  is_prediction: op.is_prediction ?? false,
  attributes: op.attributes ?? {},
  z_order: op.z_order ?? 0,
});
