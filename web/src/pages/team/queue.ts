// The caller's queue as a list that the image page walks: next is the next of my queue, whatever else is in the project.
import type { Id, Image, Page, QueueItem, TaskKind } from "../../api/types.ts";
import { api } from "../../api/client.ts";
import { buildPath, navigate } from "../../app/router.ts";
import type { ImageList } from "../images/ImageList.ts";
import { keptList } from "../images/lists.ts";

/** The layer in which the caller labels an image of their queue, by image; others are labelled in the image itself. */
const layers = new Map<Id, Id>();

export function isTaskKind(text: string | null): text is TaskKind {
  return text === "label" || text === "review";
}

async function page(path: string, query: object, seen: Set<Id>): Promise<Page<Image>> {
  const found = await api.get<Page<QueueItem>>(path, { query });
  // An image may wait twice (in itself and in a layer): the second comes when the first is done.
  const items = found.items.filter((item) => !seen.has(item.image.id));
  for (const { image, layer_id } of items) {
    seen.add(image.id);
    if (layer_id) layers.set(image.id, layer_id);
    else layers.delete(image.id);
  }
  return { items: items.map((item) => item.image), next_cursor: found.next_cursor, total: null };
}

export function queueList(projectId: Id, kind: TaskKind): ImageList {
  const path = `/api/projects/${projectId}/queue`;
  let seen = new Set<Id>();
  return keptList(`${path}?kind=${kind}`, {}, ({ limit, cursor }) => {
    if (!cursor) seen = new Set();
    return page(path, { kind, limit, cursor }, seen);
  });
}

export function layerOfQueued(imageId: Id): Id | null {
  return layers.get(imageId) ?? null;
}

function place(projectId: Id, item: QueueItem): string {
  const layer = item.layer_id ? `layer=${item.layer_id}&` : "";
  return `${
    buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: item.image.id })
  }?${layer}queue=${item.kind}`;
}

/** Opens the first image that waits; false when there is none. */
export async function startQueue(projectId: Id, kind: TaskKind): Promise<boolean> {
  const first = await api.get<Page<QueueItem>>(`/api/projects/${projectId}/queue`, { query: { kind, limit: 1 } });
  const item = first.items[0];
  if (!item) return false;
  void queueList(projectId, kind).refresh();
  return navigate(place(projectId, item));
}
