// The grid's filter as it stands in the URL, in the query of the API, and as tokens. One list of fields drives all three.
import type { ImageQuery, Label, Tag } from "../../../api/types.ts";
import { statusText } from "../../../ui/Status.tsx";

export type FilterName = "status" | "review_status" | "split" | "label_id" | "tag_id" | "annotated" | "text";

export interface FilterField {
  name: FilterName;
  title: string;
  /** the values one can choose; null: free text */
  options: ((context: FilterContext) => { value: string; label: string; color?: string }[]) | null;
}

export interface FilterContext {
  labels: readonly Label[];
  tags: readonly Tag[];
}

const fixed = (...values: string[]) => () => values.map((value) => ({ value, label: statusText(value) }));

export const fields: readonly FilterField[] = [
  { name: "status", title: "Status", options: fixed("NEW", "IN_PROGRESS", "DONE") },
  { name: "review_status", title: "Review", options: fixed("UNREVIEWED", "APPROVED", "REJECTED", "NEEDS_REVISION") },
  {
    name: "split",
    title: "Split",
    options: () => ["unassigned", "train", "val", "test"].map((value) => ({ value, label: splitText(value) })),
  },
  {
    name: "label_id",
    title: "Label",
    options: ({ labels }) => labels.map((label) => ({ value: label.id, label: label.name, color: label.color })),
  },
  {
    name: "tag_id",
    title: "Tag",
    options: ({ tags }) => tags.map((tag) => ({ value: tag.id, label: tag.name, color: tag.color })),
  },
  {
    name: "annotated",
    title: "Objects",
    options: () => [{ value: "true", label: "With objects" }, { value: "false", label: "Without objects" }],
  },
  { name: "text", title: "Text", options: null },
];

export const sorts: readonly { value: string; label: string }[] = [
  { value: "-created_at", label: "Newest first" },
  { value: "created_at", label: "Oldest first" },
  { value: "filename", label: "Name, A to Z" },
  { value: "-filename", label: "Name, Z to A" },
  { value: "-annotation_count", label: "Most objects" },
  { value: "annotation_count", label: "Fewest objects" },
  { value: "-size", label: "Largest file" },
  { value: "size", label: "Smallest file" },
];
export const defaultSort = "filename";

export function splitText(split: string): string {
  return split === "unassigned" ? "Unassigned" : split[0]!.toUpperCase() + split.slice(1);
}

/** What the API is asked, from the URL: unknown names and values are left out, so an old link still opens. */
export function queryOf(search: URLSearchParams): ImageQuery {
  const query: { [name: string]: string | boolean } = {};
  for (const { name } of fields) {
    const value = search.get(name);
    if (value) query[name] = name === "annotated" ? value === "true" : value;
  }
  const sort = search.get("sort");
  query.sort = sorts.some((one) => one.value === sort) ? sort! : defaultSort;
  if (search.get("bin") === "true") query.bin = true;
  return query as ImageQuery;
}

/** The part of the URL that says which images and in which order: carried from the grid to an image and back. */
export function filterSearch(search: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const name of [...fields.map((field) => field.name), "sort", "bin"]) {
    const value = search.get(name);
    if (value) kept.set(name, value);
  }
  const text = kept.toString();
  return text ? `?${text}` : "";
}

export interface Token {
  name: FilterName;
  title: string;
  text: string;
  color?: string;
}

export function tokensOf(search: URLSearchParams, context: FilterContext): Token[] {
  const tokens: Token[] = [];
  for (const field of fields) {
    const value = search.get(field.name);
    if (!value) continue;
    const option = field.options?.(context).find((one) => one.value === value);
    tokens.push({ name: field.name, title: field.title, text: option?.label ?? value, color: option?.color });
  }
  return tokens;
}
