// A model of the annotation endpoint's rules (API.md), to run the outbox against: versions, no-op replays, 409 with the state.
import type { Annotation, AnnotationConflict, AnnotationOp } from "../../src/api/types.ts";
import { ApiError } from "../../src/api/error.ts";
import { equal } from "../../src/pages/image/outbox/shapes.ts";

export class ModelServer {
  rows = new Map<string, Annotation>();
  batches: AnnotationOp[][] = [];

  patch(ops: AnnotationOp[]): Annotation[] {
    this.batches.push(ops);
    const next = new Map(this.rows);
    const touched: Annotation[] = [];
    for (const op of ops) {
      const stored = next.get(op.id);
      const old = stored?.deleted_at ? undefined : stored;
      if (op.action === "delete") {
        if (!stored) this.#stale(ops);
        if (!old) continue;
        if (old.version !== op.version) this.#stale(ops);
        next.set(op.id, { ...old, version: old.version + 1, deleted_at: "2026-01-01T00:00:00Z" });
        continue;
      }
      const content = {
        label_id: op.label_id!,
        geometry: op.geometry!,
        confidence: op.confidence ?? null,
        is_prediction: op.is_prediction ?? false,
        attributes: op.attributes ?? {},
        z_order: op.z_order ?? 0,
      };
      const same = old && Object.entries(content).every(([name, value]) => equal(old[name as keyof Annotation], value));
      const late = op.action === "create" && old && old.version > 1;
      if (!same && !late) {
        const expected = op.action === "create" ? (old ? NaN : stored?.version) : old ? old.version : NaN;
        if (op.version !== expected) this.#stale(ops);
        next.set(op.id, {
          id: op.id,
          image_id: "image",
          ...content,
          version: (stored?.version ?? 0) + 1,
          created_by: null,
          created_at: "2026-01-01T00:00:00Z",
          updated_at: "2026-01-01T00:00:00Z",
          deleted_at: null,
        });
      }
      touched.push(next.get(op.id)!);
    }
    this.rows = next;
    return touched;
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

  #stale(ops: AnnotationOp[]): never {
    const annotations = ops.flatMap(({ id }) => this.rows.has(id) ? [this.rows.get(id)!] : []);
    throw new ApiError(
      { title: "Conflict", status: 409, detail: "changed meanwhile", annotations } as AnnotationConflict,
    );
  }
}
