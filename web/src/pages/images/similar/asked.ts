// What "similar" is asked of, as it stands in the URL: an image or a part of one, words, or a picture from this computer.
import type { Id, SearchBody } from "../../../api/types.ts";

export type Asked =
  | { kind: "image"; imageId: Id; region: readonly [x: number, y: number, width: number, height: number] | null }
  | { kind: "text"; text: string }
  | { kind: "picture"; key: string };

export const similarNames = ["similar", "region", "like", "picture"] as const;

/** null when the URL asks for nothing of the kind. */
export function askedOf(search: URLSearchParams): Asked | null {
  const imageId = search.get("similar");
  if (imageId) return { kind: "image", imageId, region: regionOf(search.get("region")) };
  const text = search.get("like")?.trim();
  if (text) return { kind: "text", text };
  const key = search.get("picture");
  return key ? { kind: "picture", key } : null;
}

/** "x,y,width,height" in upright pixels; null for what is no rectangle. */
export function regionOf(text: string | null): readonly [number, number, number, number] | null {
  if (!text) return null;
  const parts = text.split(",").map((part) => part.trim() === "" ? NaN : Number(part));
  const [x, y, width, height] = parts as [number, number, number, number];
  return parts.length === 4 && parts.every(Number.isFinite) && width > 0 && height > 0 ? [x, y, width, height] : null;
}

/** The changes of the URL that ask it, and nothing else of the kind. */
export function searchOfAsked(asked: Asked | null): { [name: string]: string | null } {
  const none = { similar: null, region: null, like: null, picture: null };
  if (asked === null) return none;
  if (asked.kind === "text") return { ...none, like: asked.text };
  if (asked.kind === "picture") return { ...none, picture: asked.key };
  return {
    ...none,
    similar: asked.imageId,
    region: asked.region && asked.region.map((value) => Math.round(value * 100) / 100).join(","),
  };
}

/** The body of POST /api/projects/{id}/search/similar; a picture goes as a form instead. */
export function bodyOf(asked: Exclude<Asked, { kind: "picture" }>, limit: number): SearchBody {
  if (asked.kind === "text") return { text: asked.text, limit };
  if (!asked.region) return { image_id: asked.imageId, limit };
  const [x, y, width, height] = asked.region;
  return { image_id: asked.imageId, region: { x, y, width, height }, limit };
}
