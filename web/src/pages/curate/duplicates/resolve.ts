// What is done with groups of copies: sent, told, taken back.
import type { DuplicateGroup, Id, ResolveAnswer, ResolveBody } from "../../../api/types.ts";
import { cache } from "../../../api/cache.ts";
import { api } from "../../../api/client.ts";
import { asApiError } from "../../../api/error.ts";
import { plural } from "../../../lib/format.ts";
import { toast } from "../../../ui/index.ts";

/** The image that is kept: the chosen one while it is in the group, else the suggested one. */
export function keeperOf(group: DuplicateGroup, chosen: ReadonlyMap<Id, Id>): Id {
  const wanted = chosen.get(group.id);
  return wanted !== undefined && group.images.some((image) => image.image_id === wanted) ? wanted : group.keeper_id;
}

function failed(error: unknown) {
  const problem = asApiError(error);
  toast({ kind: "bad", text: problem.message || problem.title });
}

function landed(projectId: Id) {
  cache.invalidate(`/api/projects/${projectId}`);
  cache.invalidate("/api/images");
}

/** Moves copies to the bin and offers to take that back. Answers false when it failed, which is then said. */
export async function resolve(projectId: Id, body: ResolveBody): Promise<boolean> {
  try {
    const done = await api.post<ResolveAnswer>(`/api/projects/${projectId}/duplicates/resolve`, body);
    const moved = plural(done.operation.matched, "copy", "copies");
    toast({
      kind: "good",
      text: done.remaining > 0
        ? `${moved} moved to the bin; ${plural(done.remaining, "group")} left`
        : `${moved} moved to the bin`,
      action: { label: "Undo", run: () => void undo(projectId, done.operation.id) },
    });
    latest = { projectId, operation: done.operation.id };
    return true;
  } catch (error) {
    failed(error);
    return false;
  } finally {
    landed(projectId);
  }
}

/** The last move to the bin, for the undo key. */
let latest: { projectId: Id; operation: Id } | null = null;

export function undoLatest(projectId: Id): boolean {
  if (latest?.projectId !== projectId) return false;
  void undo(projectId, latest.operation);
  return true;
}

async function undo(projectId: Id, operation: Id) {
  latest = null;
  try {
    await api.post(`/api/bulk/${operation}/undo`, {});
    toast({ kind: "good", text: "The copies are back" });
  } catch (error) {
    failed(error);
  } finally {
    landed(projectId);
  }
}

/** Says that a group's images are no copies, which is remembered; or takes that back. */
export async function dismiss(projectId: Id, group: Id, dismissed: boolean) {
  try {
    await api.patch(`/api/projects/${projectId}/duplicates/${group}`, { dismissed });
    if (dismissed) {
      toast({
        text: "Not duplicates: remembered",
        action: { label: "Undo", run: () => void dismiss(projectId, group, false) },
      });
    }
  } catch (error) {
    failed(error);
  } finally {
    landed(projectId);
  }
}
