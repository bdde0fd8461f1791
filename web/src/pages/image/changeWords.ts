import type { Geometry, Id } from "../../api/types.ts";
import { equal } from "./outbox/shapes.ts";

interface Side {
  label_id: Id;
  geometry: Geometry;
  /** not told by changes of before there was an order */
  z_order?: number;
}

/** One change of one object as a sentence: "Relabelled RBC as WBC", "Moved or resized RBC". */
export function changeWords(
  change: { action: "create" | "update" | "delete" | "restore"; before: Side | null; after: Side | null },
  nameOf: (labelId: Id) => string,
): string {
  const { action, before, after } = change;
  const kind = (after ?? before)?.geometry.type.replace("_", " ") ?? "object";
  const name = nameOf((after ?? before)?.label_id ?? "");
  if (action === "create") return `Added ${name} (${kind})`;
  if (action === "delete") return `Deleted ${name} (${kind})`;
  if (action === "restore") return `Brought back ${name} (${kind})`;
  if (before && after && before.label_id !== after.label_id) return `Relabelled ${nameOf(before.label_id)} as ${name}`;
  if (before && after && !equal(before.geometry, after.geometry)) return `Moved or reshaped ${name}`;
  const rise = (after?.z_order ?? 0) - (before?.z_order ?? 0);
  if (rise !== 0) return `${rise > 0 ? "Raised" : "Lowered"} ${name}`;
  return `Changed ${name}`;
}
