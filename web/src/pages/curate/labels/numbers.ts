// What the Labels tab says in words and addresses.
import type { BoxMeasure, CoOccurrence, Histogram, Id, ObjectCountBin, Split } from "../../../api/types.ts";
import { count } from "../../../lib/format.ts";
import { buildPath } from "../../../app/router.ts";

export const splits: readonly Split[] = ["train", "val", "test", "unassigned"];

/** The list of images under filters; those that are empty are left out. */
export function imagesHref(projectId: Id, filters: { [name: string]: string | number | null | undefined }): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return buildPath("/projects/:id/images", { id: projectId }) + (text ? `?${text}` : "");
}

/** A part of the image or a ratio, with two digits that tell something: "12 %", "0.034 %", "1.5:1". */
export function measureText(name: string, value: number): string {
  if (name === "aspect") return value >= 1 ? `${short(value)}:1` : `1:${short(1 / value)}`;
  return `${short(value * 100)} %`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(value >= 100 ? 3 : 2)));
}

export const measureTitles: { [name: string]: string } = {
  width: "Width, share of the image's",
  height: "Height, share of the image's",
  area: "Area, share of the image's",
  aspect: "Shape, width to height",
};

/** Without the empty bins at the ends, but for one at each: the bins are made for all there could be. */
export function trimmed({ edges, counts }: Histogram): Histogram {
  const first = Math.max(0, counts.findIndex((count) => count > 0) - 1);
  const last = Math.min(counts.length - 1, counts.findLastIndex((count) => count > 0) + 1);
  return { edges: edges.slice(first, last + 2), counts: counts.slice(first, last + 1) };
}

/** "median 4.2 %, nine in ten from 1 % to 12 %"; null without boxes. */
export function spread(measure: BoxMeasure): string | null {
  const { name, median, p05, p95 } = measure;
  if (median === null || p05 === null || p95 === null) return null;
  const text = (value: number) => measureText(name, value);
  return `median ${text(median)}, nine in ten from ${text(p05)} to ${text(p95)}`;
}

export function binName({ least, most }: ObjectCountBin): string {
  if (most === null) return `${count(least)} and more`;
  return least === most ? count(least) : `${count(least)} to ${count(most)}`;
}

export type Together = "images" | "jaccard" | "lift";

export const togetherNames: { [one in Together]: string } = {
  images: "Images with both",
  jaccard: "Overlap (Jaccard)",
  lift: "Against chance (lift)",
};

export function cellText(kind: Together, value: number): string {
  return kind === "images" ? count(value) : value.toFixed(2);
}

/** How strongly a cell is tinted, 0 to 1: images by the most there are, lift by how far it is above chance, in powers of two. */
export function tint(kind: Together, table: CoOccurrence, row: number, column: number): number {
  if (kind === "jaccard") return row === column ? 0 : table.jaccard[row]![column]!;
  if (kind === "lift") {
    const lift = table.lift[row]![column]!;
    return row === column || lift <= 1 ? 0 : Math.min(1, Math.log2(lift) / 4);
  }
  const most = Math.max(1, ...table.images.flat());
  return Math.sqrt(table.images[row]![column]! / most);
}
