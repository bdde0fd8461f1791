// The image lists in use, by project and filter.
import { useEffect, useSyncExternalStore } from "react";
import type { Id, Image, ImageQuery, Page } from "../../api/types.ts";
import { api, withQuery } from "../../api/client.ts";
import { type FetchPage, ImageList } from "./ImageList.ts";

const lists = new Map<string, ImageList>();
const kept = 8;

export function imageList(projectId: Id, query: ImageQuery): ImageList {
  const path = `/api/projects/${projectId}/images`;
  return keptList(withQuery(path, query), query, (page) => api.get<Page<Image>>(path, { query: page }));
}

/** The list that is known by this key, or a new one. */
export function keptList(key: string, query: ImageQuery, fetchPage: FetchPage): ImageList {
  let list = lists.get(key);
  if (!list) {
    list = new ImageList(query, fetchPage);
    if (lists.size >= kept) lists.delete(lists.keys().next().value!);
  }
  // Back in at the end: the least recently used leaves first.
  lists.delete(key);
  lists.set(key, list);
  return list;
}

/** Every list that may show these images hears of a change. */
export function patchEverywhere(ids: readonly Id[], change: (image: Image) => Image) {
  for (const list of lists.values()) list.patch(ids, change);
}

/** Uploads, deletions and imports change every list; those on screen are fetched anew, the others when next opened. */
export function forgetLists(except?: ImageList) {
  for (const [key, list] of [...lists]) {
    if (list === except) continue;
    if (list.watched) void list.refresh();
    else lists.delete(key);
  }
}

/** Re-renders when the list changes; fetches its first page when there is none, or when it is older than `freshMs`. */
export function useImageList(list: ImageList, freshMs = 5000): ImageList {
  useSyncExternalStore((listener) => list.listen(listener), () => list.version);
  useEffect(() => {
    if (!list.loaded) void list.reach(0);
    else if (Date.now() - list.fetchedAt > freshMs) void list.refresh();
  }, [list]);
  return list;
}
