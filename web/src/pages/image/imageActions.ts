// Changes of an image that are not its annotations: optimistic everywhere, put right by the server's answer.
import type { Id, Image, ImageStatus, ReviewStatus, Split } from "../../api/types.ts";
import { cache } from "../../api/cache.ts";
import { api } from "../../api/client.ts";
import { asApiError } from "../../api/error.ts";
import { toast } from "../../ui/index.ts";
import { patchEverywhere } from "../images/lists.ts";

function show(id: Id, change: Partial<Image>) {
  const names = Object.keys(change) as (keyof Image)[];
  const applied = (image: Image) =>
    names.every((name) => image[name] === change[name]) ? image : { ...image, ...change };
  const known = cache.read(`/api/images/${id}`).data as Image | undefined;
  if (known && applied(known) !== known) cache.set<Image>(`/api/images/${id}`, (old) => old && applied(old));
  patchEverywhere([id], applied);
}

/** Shows the change at once; on failure shows what was there before and says why. */
async function change(image: Image, wanted: Partial<Image>, send: () => Promise<unknown>): Promise<boolean> {
  const names = Object.keys(wanted) as (keyof Image)[];
  const before = Object.fromEntries(names.map((name) => [name, image[name]])) as Partial<Image>;
  show(image.id, wanted);
  try {
    await send();
    cache.invalidate(`/api/projects/${image.project_id}/stats`);
    return true;
  } catch (error) {
    show(image.id, before);
    const problem = asApiError(error);
    toast({ kind: "bad", text: problem.message || problem.title });
    return false;
  }
}

export function setStatus(image: Image, status: ImageStatus): Promise<boolean> {
  // What was sent back and is done again waits for a review again.
  const again = status === "DONE" && sentBack(image) ? { review_status: "UNREVIEWED" as const } : {};
  return change(image, { status, ...again }, () => api.patch(`/api/images/${image.id}/status`, { status }));
}

export function sentBack({ review_status }: { review_status: ReviewStatus }): boolean {
  return review_status === "REJECTED" || review_status === "NEEDS_REVISION";
}

/** A verdict; sent back, the image is not done any more. */
export async function setReview(image: Image, review_status: ReviewStatus, comment = ""): Promise<boolean> {
  const status = sentBack({ review_status }) && image.status === "DONE" ? { status: "IN_PROGRESS" as const } : {};
  const path = `/api/images/${image.id}/review`;
  const done = await change(image, { review_status, ...status }, () => api.patch(path, { review_status, comment }));
  cache.invalidate(`/api/images/${image.id}/reviews`);
  return done;
}

export function setSplit(image: Image, split: Split): Promise<boolean> {
  return change(image, { split }, () => api.patch(`/api/images/${image.id}/split`, { split }));
}

export function setNull(image: Image, is_null: boolean): Promise<boolean> {
  const path = `/api/projects/${image.project_id}/images/bulk`;
  return change(image, { is_null }, () => api.post(path, { action: "null", image_ids: [image.id], is_null }));
}

export function setTags(image: Image, tag_ids: Id[]): Promise<boolean> {
  const add = tag_ids.filter((id) => !image.tag_ids.includes(id));
  const remove = image.tag_ids.filter((id) => !tag_ids.includes(id));
  return change(image, { tag_ids }, () => api.patch("/api/images/tags", { image_ids: [image.id], add, remove }));
}

export function countObjects(image: Id, annotation_count: number) {
  show(image, { annotation_count });
}

export function countComments(image: Id, comment_count: number) {
  show(image, { comment_count });
}
