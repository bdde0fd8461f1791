// The grid's filter as it stands in the URL, in the query of the API, and as tokens. One list of fields drives all three.
import type { ImageQuery, Label, Member, Sequence, Tag } from "../../../api/types.ts";
import { statusText } from "../../../ui/Status.tsx";
import { coverageNames, coverageSorts, coverageTitle } from "./coverage.ts";
import { flagNames, metricNames, metricTitle, worstFirst } from "./quality.ts";
import { rangeText, splitText } from "./words.ts";

export { splitText } from "./words.ts";

export type FilterName = keyof ImageQuery;
type Kind = "text" | "number" | "boolean";
export interface FilterOption {
  value: string;
  label: string;
  color?: string;
}

export interface FilterContext {
  labels: readonly Label[];
  tags: readonly Tag[];
  members?: readonly Pick<Member, "user_id" | "username">[];
  sequences?: readonly Pick<Sequence, "id" | "name">[];
}

/** One thing to filter by. Ranges have two parameters, from and to; the others one. */
export interface FilterField {
  name: FilterName;
  title: string;
  group: "state" | "content" | "file" | "origin" | "quality";
  kind: Kind;
  to?: FilterName;
  /** choices of a value */
  options?: (context: FilterContext) => FilterOption[];
  /** what is typed: a number between bounds, days, or key=value */
  form?: { unit?: string; type: "number" | "date" | "pair" };
}

const fixed = (...values: string[]) => () => values.map((value) => ({ value, label: statusText(value) }));
const yesNo = (yes: string, no: string) => () => [{ value: "true", label: yes }, { value: "false", label: no }];
const labelled = ({ labels }: FilterContext) =>
  labels.map((label) => ({ value: label.id, label: label.name, color: label.color }));
const people = ({ members }: FilterContext) =>
  (members ?? []).map((one) => ({ value: one.user_id, label: one.username }));
const shapes = [
  ["box", "Box"],
  ["rotated_box", "Rotated box"],
  ["polygon", "Polygon"],
  ["polyline", "Polyline"],
  ["mask", "Mask"],
  ["keypoints", "Keypoints"],
  ["image", "Class of the image"],
] as const;

const number = (name: FilterName, to: FilterName, title: string, group: FilterField["group"], unit?: string) =>
  ({ name, to, title, group, kind: "number", form: { type: "number", unit } }) as const;

export const fields: readonly FilterField[] = [
  { name: "status", title: "Status", group: "state", kind: "text", options: fixed("NEW", "IN_PROGRESS", "DONE") },
  {
    name: "review_status",
    title: "Review",
    group: "state",
    kind: "text",
    options: fixed("UNREVIEWED", "APPROVED", "REJECTED", "NEEDS_REVISION"),
  },
  {
    name: "split",
    title: "Split",
    group: "state",
    kind: "text",
    options: () => ["unassigned", "train", "val", "test"].map((value) => ({ value, label: splitText(value) })),
  },
  {
    name: "assigned",
    title: "Assigned",
    group: "state",
    kind: "boolean",
    options: yesNo("To somebody", "To nobody"),
  },
  { name: "assignee_id", title: "Assigned to", group: "state", kind: "text", options: people },
  { name: "reviewer_id", title: "Reviewed by", group: "state", kind: "text", options: people },
  { name: "label_id", title: "Label", group: "content", kind: "text", options: labelled },
  { name: "without_label_id", title: "Without label", group: "content", kind: "text", options: labelled },
  {
    name: "tag_id",
    title: "Tag",
    group: "content",
    kind: "text",
    options: ({ tags }) => tags.map((tag) => ({ value: tag.id, label: tag.name, color: tag.color })),
  },
  {
    name: "annotated",
    title: "Objects",
    group: "content",
    kind: "boolean",
    options: yesNo("With objects", "Without objects"),
  },
  number("min_annotations", "max_annotations", "Number of objects", "content"),
  {
    name: "geometry_type",
    title: "Kind of object",
    group: "content",
    kind: "text",
    options: () => shapes.map(([value, label]) => ({ value, label })),
  },
  {
    name: "has_predictions",
    title: "Predictions",
    group: "content",
    kind: "boolean",
    options: yesNo("With predictions", "Without predictions"),
  },
  { name: "is_null", title: "Null", group: "content", kind: "boolean", options: yesNo("Marked as null", "Not null") },
  {
    name: "has_comments",
    title: "Comments",
    group: "content",
    kind: "boolean",
    options: yesNo("With comments", "Without comments"),
  },
  {
    name: "has_open_comments",
    title: "Open comments",
    group: "content",
    kind: "boolean",
    options: yesNo("Some are open", "None is open"),
  },
  number("min_width", "max_width", "Width", "file", "px"),
  number("min_height", "max_height", "Height", "file", "px"),
  number("min_megapixels", "max_megapixels", "Megapixels", "file", "MP"),
  number("min_bytes", "max_bytes", "Bytes", "file", "B"),
  { name: "metadata", title: "Metadata", group: "file", kind: "text", form: { type: "pair" } },
  { name: "created_from", to: "created_to", title: "Added", group: "origin", kind: "text", form: { type: "date" } },
  { name: "uploaded_by", title: "Added by", group: "origin", kind: "text", options: people },
  {
    name: "sequence_id",
    title: "Sequence",
    group: "origin",
    kind: "text",
    options: ({ sequences }) => (sequences ?? []).map((one) => ({ value: one.id, label: one.name })),
  },
  { name: "text", title: "Text", group: "file", kind: "text" },
  {
    name: "flag",
    title: "Looks",
    group: "quality",
    kind: "text",
    options: () => Object.entries(flagNames).map(([value, label]) => ({ value, label })),
  },
  ...metricNames.map((name) => number(`min_${name}`, `max_${name}`, metricTitle(name), "quality")),
  ...coverageNames.map((name) => number(`min_${name}`, `max_${name}`, coverageTitle(name)!, "content")),
];

export const sorts: readonly { value: string; label: string }[] = [
  { value: "-created_at", label: "Newest first" },
  { value: "created_at", label: "Oldest first" },
  { value: "-updated_at", label: "Changed last" },
  { value: "updated_at", label: "Changed longest ago" },
  { value: "filename", label: "Name, A to Z" },
  { value: "-filename", label: "Name, Z to A" },
  { value: "-annotation_count", label: "Most objects" },
  { value: "annotation_count", label: "Fewest objects" },
  { value: "-size", label: "Largest file" },
  { value: "size", label: "Smallest file" },
  { value: "-width", label: "Widest" },
  { value: "width", label: "Narrowest" },
  { value: "-height", label: "Highest" },
  { value: "height", label: "Lowest" },
  ...metricNames.flatMap(worstFirst),
  ...coverageSorts,
];
export const defaultSort = "filename";
/** Those that a sequence alone has. */
const frameSorts = [{ value: "frame", label: "By frame" }, { value: "-frame", label: "Last frame first" }];

/** The orders there are under a filter, and the one that holds when none is named. */
export function sortsOf(
  search: URLSearchParams,
): { sorts: readonly { value: string; label: string }[]; usual: string } {
  return search.get("sequence_id")
    ? { sorts: [...frameSorts, ...sorts], usual: "frame" }
    : { sorts, usual: defaultSort };
}

const parameters = fields.flatMap((field) => [field.name, ...(field.to ? [field.to] : [])]);
/** What of a query narrows the list: neither its order nor the page. */
export const filterNames: readonly string[] = parameters;

/** A value of the URL as the API has it; undefined for what makes none, so that an old link still opens. */
function valueOf(kind: Kind, text: string): string | number | boolean | undefined {
  if (kind === "boolean") return text === "true" ? true : text === "false" ? false : undefined;
  if (kind === "number") return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
  return text;
}

/** What the API is asked, from the URL: unknown names and values are left out. */
export function queryOf(search: URLSearchParams): ImageQuery {
  const query: { [name: string]: string | number | boolean } = {};
  for (const field of fields) {
    for (const name of field.to ? [field.name, field.to] : [field.name]) {
      const text = search.get(name);
      const value = text ? valueOf(field.kind, text) : undefined;
      if (value !== undefined) query[name] = value;
    }
  }
  const sort = search.get("sort"), known = sortsOf(search);
  query.sort = known.sorts.some((one) => one.value === sort) ? sort! : known.usual;
  if (search.get("bin") === "true") query.bin = true;
  return query as ImageQuery;
}

/** Changes of the URL that make it say what `query` says, and nothing else about which images. */
export function searchOf(query: ImageQuery): { [name: string]: string | null } {
  const changes: { [name: string]: string | null } = {};
  for (const name of [...parameters, "sort", "bin"] as const) {
    const value = query[name];
    changes[name] = value === undefined || value === null || value === false && name === "bin" ? null : String(value);
  }
  if (changes.sort === (query.sequence_id ? "frame" : defaultSort)) changes.sort = null;
  return changes;
}

/** The part of the URL that says which images and in which order: carried from the grid to an image and back. */
export function filterSearch(search: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const name of [...parameters, "sort", "bin"]) {
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
  /** what the URL loses with it */
  params: FilterName[];
}

export function tokensOf(search: URLSearchParams, context: FilterContext): Token[] {
  const tokens: Token[] = [];
  for (const field of fields) {
    const params = field.to ? [field.name, field.to] : [field.name];
    const [from, to] = params.map((name) => search.get(name));
    if (!from && !to) continue;
    const option = field.options?.(context).find((one) => one.value === from);
    const text = field.to ? rangeText(field.form!, from ?? null, to ?? null) : option?.label ?? from!;
    tokens.push({ name: field.name, title: field.title, text, color: option?.color, params });
  }
  return tokens;
}

/** Takes tokens away. */
export function without(tokens: readonly Token[]): { [name: string]: null } {
  return Object.fromEntries(tokens.flatMap((token) => token.params.map((name) => [name, null])));
}
