import { useCallback, useEffect, useMemo, useState } from "react";
import type { Id, Image } from "../../api/types.ts";
import { buildPath, changeQuery, navigate } from "../../app/router.ts";
import type { ImageList } from "../images/ImageList.ts";
import { bitmaps } from "./workspace/useOpenImage.ts";

export interface Neighbours {
  /** place in the list, -1 while unknown or not in it */
  index: number;
  previous: Image | undefined;
  next: Image | undefined;
  open: (image: Image | undefined) => boolean;
  /** the next image without objects, looked for as far as the list goes */
  openUnlabelled: () => Promise<boolean>;
  /** up to so many images that come next in the list */
  following: (count: number) => Promise<Image[]>;
  /** the list does not hold the image (another filter, or very far down) */
  outside: boolean;
}

/** What lies beside an image in its list; the ones around it are fetched and decoded ahead. */
export function useNeighbours(
  list: ImageList,
  projectId: Id,
  imageId: Id,
  /** the layer in which an image of the list is to be labelled, if not in itself */
  layerOf: (imageId: Id) => Id | null,
): Neighbours {
  const index = list.indexOf(imageId);
  const [outside, setOutside] = useState(false);
  useEffect(() => {
    let stopped = false;
    setOutside(false);
    void list.find(imageId).then((at) => !stopped && setOutside(at < 0));
    return () => void (stopped = true);
  }, [list, imageId]);
  useEffect(() => {
    if (index >= 0) void list.reach(index + 40);
  }, [list, index]);
  const previous = index > 0 ? list.at(index - 1) : undefined;
  const next = index >= 0 ? list.at(index + 1) : undefined;
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const image of [next, previous, index >= 0 ? list.at(index + 2) : undefined]) {
        if (image) bitmaps.prefetch(image.id, image.width, image.height);
      }
    }, 150);
    return () => clearTimeout(timer);
  }, [next?.id, previous?.id]);
  const open = useCallback((image: Image | undefined) => {
    if (!image) return false;
    const path = buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: image.id });
    return navigate(path + changeQuery(location.search, { layer: layerOf(image.id) }), { replace: true });
  }, [projectId, layerOf]);
  const openUnlabelled = useCallback(async () => {
    for (let at = list.indexOf(imageId) + 1;; at++) {
      await list.reach(at);
      const image = list.at(at);
      if (!image) return false;
      if (image.annotation_count === 0) return open(image);
    }
  }, [list, imageId, open]);
  const following = useCallback(async (count: number) => {
    const at = await list.find(imageId);
    if (at < 0) return [];
    await list.reach(at + count);
    return list.items.slice(at + 1, at + 1 + count);
  }, [list, imageId]);
  return useMemo(() => ({ index, previous, next, open, openUnlabelled, following, outside }), [
    index,
    previous,
    next,
    open,
    openUnlabelled,
    following,
    outside,
  ]);
}
