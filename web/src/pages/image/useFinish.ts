import { useCallback } from "react";
import type { Id, Image, Layer } from "../../api/types.ts";
import { cache } from "../../api/cache.ts";
import { api } from "../../api/client.ts";
import { asApiError } from "../../api/error.ts";
import { toast } from "../../ui/index.ts";
import type { ImageList } from "../images/ImageList.ts";
import { setStatus } from "./imageActions.ts";
import type { Neighbours } from "./useNeighbours.ts";
import type { Workspace } from "./workspace/Workspace.ts";

/** Sets the image, or the layer over it that is open, to done and goes on to the next. */
export function useFinish(
  workspace: Workspace | null,
  image: Image | undefined,
  layerId: Id | null,
  list: ImageList,
  neighbours: Neighbours,
): () => void {
  return useCallback(() => {
    if (!image) return;
    const done = layerId ? finishLayer(workspace, layerId, image, list) : setStatus(image, "DONE");
    const last = !neighbours.open(neighbours.next);
    void done.then((ok) => {
      cache.invalidate("/api/queue");
      if (ok && last) toast({ kind: "good", text: "Done. That was the last one here." });
    });
  }, [workspace, image, layerId, list, neighbours]);
}

async function finishLayer(workspace: Workspace | null, layerId: Id, image: Image, list: ImageList): Promise<boolean> {
  try {
    await workspace?.save();
    await api.patch<Layer>(`/api/layers/${layerId}/status`, { status: "DONE" });
    list.patch([image.id], (one) => ({ ...one, status: "DONE" }));
    cache.invalidate(`/api/layers/${layerId}`);
    return true;
  } catch (error) {
    toast({ kind: "bad", text: asApiError(error).message });
    return false;
  }
}
