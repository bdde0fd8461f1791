// Lists of images by likeness, nearest first: the same grid shows them, selects in them and changes them.
import type { Id, Image, Page, SimilarImage } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { type Asked, bodyOf } from "./asked.ts";
import type { ImageList } from "../ImageList.ts";
import { keptList } from "../lists.ts";

const most = 200;

/** Pictures from this computer that are looked for, as long as the page lives. */
const pictures = new Map<string, File>();

/** Keeps a picture; answers what stands for it in the URL. */
export function keepPicture(file: File): string {
  const key = crypto.randomUUID();
  pictures.set(key, file);
  return key;
}

export function pictureOf(key: string): File | undefined {
  return pictures.get(key);
}

export function similarList(projectId: Id, asked: Asked): ImageList {
  return keptList(`similar ${projectId} ${JSON.stringify(asked)}`, {}, async () => {
    const page = await ask(projectId, asked);
    const items: Image[] = page.items.map((one) => one.image);
    return { items, next_cursor: null, total: items.length };
  });
}

function ask(projectId: Id, asked: Asked): Promise<Page<SimilarImage>> {
  const path = `/api/projects/${projectId}/search/similar`;
  if (asked.kind !== "picture") return api.post(path, bodyOf(asked, most));
  const file = pictureOf(asked.key);
  // A link to it was opened elsewhere, or the page was loaded anew.
  if (!file) return Promise.resolve({ items: [], next_cursor: null, total: 0 });
  const form = new FormData();
  form.set("limit", String(most));
  form.set("file", file);
  return api.post(path, form);
}
