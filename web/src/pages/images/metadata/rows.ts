// Free metadata as rows that people edit: a key, a type, a text. What is neither text, number, truth nor day is kept as it is.
import type { Json } from "../../../api/types.ts";

export type MetaType = "text" | "number" | "boolean" | "date" | "other";

export interface MetaRow {
  key: string;
  type: MetaType;
  /** as typed; for "other" its JSON */
  value: string;
}

export type JsonObject = { [key: string]: Json };

const day = /^\d{4}-\d{2}-\d{2}$/;

export function isDay(text: string): boolean {
  return day.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

function isRealDay(text: string): boolean {
  try {
    return isDay(text);
  } catch {
    return false;
  }
}

export function asObject(metadata: Json | undefined): JsonObject {
  return metadata && typeof metadata === "object" && !Array.isArray(metadata) ? metadata : {};
}

export function rowsOf(metadata: Json | undefined): MetaRow[] {
  return Object.entries(asObject(metadata)).map(([key, value]) => {
    if (typeof value === "number") return { key, type: "number", value: String(value) };
    if (typeof value === "boolean") return { key, type: "boolean", value: String(value) };
    if (typeof value === "string") return { key, type: isRealDay(value) ? "date" : "text", value };
    return { key, type: "other", value: JSON.stringify(value) };
  });
}

export interface RowProblem {
  row: number;
  message: string;
}

/** The object that the rows make, and what is wrong with them: nothing half-typed is sent. */
export function objectOf(rows: readonly MetaRow[]): { object: JsonObject; problems: RowProblem[] } {
  const object: JsonObject = {};
  const problems: RowProblem[] = [];
  rows.forEach(({ key, type, value }, row) => {
    const name = key.trim();
    if (!name) problems.push({ row, message: "needs a key" });
    else if (Object.hasOwn(object, name)) problems.push({ row, message: "this key is there twice" });
    else if (type === "number" && (value.trim() === "" || !Number.isFinite(Number(value)))) {
      problems.push({ row, message: "is no number" });
    } else if (type === "date" && !isRealDay(value)) problems.push({ row, message: "is no day" });
    else {
      object[name] = type === "number"
        ? Number(value)
        : type === "boolean"
        ? value === "true"
        : type === "other"
        ? JSON.parse(value) as Json
        : value;
    }
  });
  return { object, problems };
}

/** The same value under another type, as far as it makes sense. */
export function retyped(row: MetaRow, type: MetaType): MetaRow {
  if (type === "boolean") return { ...row, type, value: row.value === "true" ? "true" : "false" };
  if (type === "date") return { ...row, type, value: isRealDay(row.value) ? row.value : "" };
  return { ...row, type };
}
