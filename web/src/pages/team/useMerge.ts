import type { Id, MergeAnswer } from "../../api/types.ts";
import { cache } from "../../api/cache.ts";
import { api } from "../../api/client.ts";
import { type Mutation, useMutation } from "../../api/hooks.ts";
import { plural } from "../../lib/format.ts";
import { toast } from "../../ui/index.ts";
import { forgetLists } from "../images/lists.ts";

const most = 500;

/** Makes layers the images' annotations: one person's, or what a majority agrees on. */
export function useMerge(projectId: Id, setId: Id): Mutation<[ids: readonly Id[], userId: Id | null], MergeAnswer> {
  return useMutation(async (ids: readonly Id[], userId: Id | null) => {
    const sum: MergeAnswer = { merged: 0, disputed: 0 };
    try {
      for (let at = 0; at < ids.length; at += most) {
        const answer = await api.post<MergeAnswer>(`/api/consensus/${setId}/merge`, {
          image_ids: ids.slice(at, at + most),
          ...(userId ? { user_id: userId } : {}),
        });
        sum.merged += answer.merged;
        sum.disputed += answer.disputed;
      }
    } finally {
      for (const prefix of [`/api/consensus/${setId}`, `/api/projects/${projectId}`, "/api/images/"]) {
        cache.invalidate(prefix);
      }
      forgetLists();
    }
    return sum;
  }, {
    done: ({ merged, disputed }) => {
      const left = disputed > 0 ? `; ${plural(disputed, "object")} left out for want of a majority` : "";
      toast({ kind: "good", text: `${plural(merged, "image")} merged${left}` });
    },
  });
}
