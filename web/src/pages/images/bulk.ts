// What can be done to many images at once. Optimistic in every list that shows them; the server's word is fetched after.
import type { BulkAnswer, Id, Image, ImageStatus, ReviewStatus, Split } from "../../api/types.ts";
import { cache } from "../../api/cache.ts";
import { api } from "../../api/client.ts";
import { asApiError } from "../../api/error.ts";
import { plural } from "../../lib/format.ts";
import { toast } from "../../ui/index.ts";
import type { ImageList } from "./ImageList.ts";
import { forgetLists, patchEverywhere } from "./lists.ts";

const most = 1000;

/** In requests of a thousand; answers how many were changed. */
async function inChunks(ids: readonly Id[], send: (ids: Id[]) => Promise<BulkAnswer>): Promise<number> {
  let updated = 0;
  for (let at = 0; at < ids.length; at += most) updated += (await send(ids.slice(at, at + most)))?.updated ?? 0;
  return updated;
}

async function attempt(list: ImageList, projectId: Id, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const problem = asApiError(error);
    toast({ kind: "bad", text: problem.message || problem.title });
    void list.refresh();
    return false;
  } finally {
    cache.invalidate(`/api/projects/${projectId}`);
    cache.invalidate("/api/images/");
    forgetLists(list);
  }
}

export type Field = { status: ImageStatus } | { review_status: ReviewStatus } | { split: Split };

export function setField(list: ImageList, projectId: Id, ids: readonly Id[], field: Field): Promise<boolean> {
  const path = "status" in field ? "status" : "review_status" in field ? "review" : "split";
  patchEverywhere(ids, (image) => ({ ...image, ...field }));
  return attempt(list, projectId, async () => {
    await inChunks(ids, (image_ids) => api.patch<BulkAnswer>(`/api/images/${path}`, { image_ids, ...field }));
    toast({ kind: "good", text: `${plural(ids.length, "image")} changed` });
  });
}

export function changeTags(
  list: ImageList,
  projectId: Id,
  ids: readonly Id[],
  add: Id[],
  remove: Id[],
): Promise<boolean> {
  patchEverywhere(ids, (image: Image) => ({
    ...image,
    tag_ids: [...image.tag_ids.filter((id) => !remove.includes(id) && !add.includes(id)), ...add],
  }));
  return attempt(list, projectId, async () => {
    await inChunks(ids, (image_ids) => api.patch<BulkAnswer>("/api/images/tags", { image_ids, add, remove }));
    toast({ kind: "good", text: `Tags of ${plural(ids.length, "image")} changed` });
  });
}

export async function moveToBin(list: ImageList, projectId: Id, ids: readonly Id[]): Promise<boolean> {
  list.remove(ids);
  return await attempt(list, projectId, async () => {
    await inChunks(ids, (image_ids) => api.post<BulkAnswer>("/api/images/delete", { image_ids }));
    toast({
      text: `${plural(ids.length, "image")} moved to the bin`,
      action: { label: "Undo", run: () => void restore(list, projectId, ids).then(() => list.refresh()) },
    });
  });
}

export async function restore(list: ImageList, projectId: Id, ids: readonly Id[]): Promise<boolean> {
  return await attempt(list, projectId, async () => {
    await inChunks(ids, (image_ids) => api.post<BulkAnswer>("/api/images/restore", { image_ids }));
    toast({ kind: "good", text: `${plural(ids.length, "image")} restored` });
  });
}
