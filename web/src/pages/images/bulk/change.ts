// What can be done to many images at once. Optimistic in every list that shows them; the server's word is fetched after.
import type { BulkBody, BulkOperation, Id, Image, ImageQuery } from "../../../api/types.ts";
import { cache } from "../../../api/cache.ts";
import { api } from "../../../api/client.ts";
import { asApiError } from "../../../api/error.ts";
import { plural } from "../../../lib/format.ts";
import { toast } from "../../../ui/index.ts";
import type { ImageList } from "../ImageList.ts";
import { forgetLists, patchEverywhere } from "../lists.ts";

/** Images that were picked, or all that match a filter, however many. */
export type Target = { ids: readonly Id[] } | { query: ImageQuery; count: number };

export function sizeOf(target: Target): number {
  return "ids" in target ? target.ids.length : target.count;
}

export type Change = Omit<BulkBody, "image_ids" | "filter" | "expected_count">;

/** What is shown at once; null: the image leaves the list. */
function optimistic(change: Change, leaves: boolean): ((image: Image) => Image) | null | undefined {
  const { action, status, review_status, split, is_null, add = [], remove = [] } = change;
  if (leaves) return null;
  if (action === "status" && status) return (image) => ({ ...image, status });
  if (action === "review" && review_status) return (image) => ({ ...image, review_status });
  if (action === "split" && split) return (image) => ({ ...image, split });
  if (action === "null") {
    return (image) => image.annotation_count === 0 ? { ...image, is_null: is_null === true } : image;
  }
  if (action !== "tags") return undefined;
  return (image) => ({
    ...image,
    tag_ids: [...image.tag_ids.filter((id) => !remove.includes(id) && !add.includes(id)), ...add],
  });
}

const leaving = ["bin", "restore", "delete", "move"];

/** So many images can be named in one request. */
const most = 10_000;

/** Sends a change. Answers what became of it, in as many operations as it took; null when it failed, which is then said. */
export async function change(
  list: ImageList,
  projectId: Id,
  target: Target,
  wanted: Change,
): Promise<BulkOperation[] | null> {
  const path = `/api/projects/${projectId}/images/bulk`;
  const done: BulkOperation[] = [];
  try {
    if ("query" in target) {
      const { sort: _, ...filter } = target.query;
      done.push(await api.post<BulkOperation>(path, { ...wanted, filter, expected_count: target.count }));
    } else {
      const shown = optimistic(wanted, leaving.includes(wanted.action));
      if (shown === null) list.remove(target.ids);
      else if (shown) patchEverywhere(target.ids, shown);
      for (let at = 0; at < target.ids.length; at += most) {
        const image_ids = target.ids.slice(at, at + most);
        done.push(await api.post<BulkOperation>(path, { ...wanted, image_ids }));
      }
    }
  } catch (error) {
    const problem = asApiError(error);
    toast({ kind: "bad", text: problem.message || problem.title });
    landed(list, projectId, true);
    return null;
  }
  if (!done.some((one) => one.is_job)) {
    landed(
      list,
      projectId,
      "query" in target || done.some((one) => one.skipped > 0),
    );
  }
  return done;
}

/** Everything that a change may have touched is old now. */
export function landed(list: ImageList, projectId: Id, refresh: boolean) {
  cache.invalidate(`/api/projects/${projectId}`);
  cache.invalidate("/api/images/");
  forgetLists(list);
  if (refresh) void list.refresh();
}

const words: { [action in BulkOperation["action"]]: (images: string) => string } = {
  status: (images) => `${images} changed`,
  review: (images) => `${images} changed`,
  split: (images) => `${images} changed`,
  random_split: (images) => `${images} put into splits`,
  tags: (images) => `Tags of ${images} changed`,
  null: (images) => `${images} changed`,
  add_label: (images) => `${images} labelled`,
  remove_label: (images) => `Label taken from ${images}`,
  metadata: (images) => `Metadata of ${images} changed`,
  bin: (images) => `${images} moved to the bin`,
  restore: (images) => `${images} restored`,
  delete: (images) => `${images} deleted for good`,
  copy: (images) => `${images} copied`,
  move: (images) => `${images} moved`,
  undo: (images) => `${images} set back`,
};

/** Why images were passed over, where there is but one reason. */
const reasons: { [action in BulkOperation["action"]]?: string } = {
  null: "have objects, or were so already",
  restore: "are in the project again",
  copy: "are there already",
  move: "stayed: the other project has them, or lacks a label",
};

/** Says what came of it, with Undo where the server remembers what was before. */
export function tell(
  list: ImageList,
  projectId: Id,
  operations: readonly BulkOperation[],
  onJob: (job: BulkOperation) => void,
) {
  const first = operations[0];
  if (!first) return;
  const changed = operations.reduce((sum, one) => sum + one.changed, 0);
  const skipped = operations.reduce((sum, one) => sum + one.skipped, 0);
  const reason = skipped > 0 && reasons[first.action] ? `; ${plural(skipped, "image")} ${reasons[first.action]}` : "";
  toast({
    kind: changed > 0 ? "good" : "info",
    text: words[first.action](changed > 0 ? plural(changed, "image") : "No image") + reason,
    action: operations.some((one) => one.can_undo)
      ? { label: "Undo", run: () => void undo(list, projectId, operations, onJob) }
      : undefined,
  });
}

async function undo(
  list: ImageList,
  projectId: Id,
  operations: readonly BulkOperation[],
  onJob: (job: BulkOperation) => void,
) {
  try {
    const undone: BulkOperation[] = [];
    for (const one of operations) {
      if (one.can_undo) undone.push(await api.post<BulkOperation>(`/api/bulk/${one.id}/undo`));
    }
    const jobs = undone.filter((one) => one.is_job);
    jobs.forEach(onJob);
    if (jobs.length > 0) return;
    // By what it did: a toast that says "restored" for the bin.
    const action = operations[0]!.action === "bin" ? "restore" : "undo";
    tell(list, projectId, undone.map((one) => ({ ...one, action, skipped: 0 })), onJob);
  } catch (error) {
    toast({ kind: "bad", text: asApiError(error).message });
  }
  landed(list, projectId, true);
}
