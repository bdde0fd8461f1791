import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { Annotation, ClassifyAnswer, Id } from "../../api/types.ts";
import { api } from "../../api/client.ts";
import { useMe } from "../../app/session.ts";
import { toast } from "../../ui/index.ts";
import { outboxesOf } from "../image/outbox/outboxes.ts";
import { newId } from "../image/workspace/newId.ts";
import { patchEverywhere } from "../images/lists.ts";
import { ClassBook } from "./ClassBook.ts";

const books = new Map<string, ClassBook>();

/** One book a person and project, beyond the life of the page: leaving goes on saving. */
function bookOf(userId: Id, projectId: Id): ClassBook {
  const key = `${userId}/${projectId}`;
  let book = books.get(key);
  if (book) return book;
  // The same as the image page's: what either left behind in a window that is gone, the other finds.
  const { storage } = outboxesOf(userId);
  book = new ClassBook({
    send: async (items) => (await api.post<ClassifyAnswer>(`/api/projects/${projectId}/classify`, { items })).items,
    read: async (image_id) =>
      (await api.get<{ items: Annotation[] }>(`/api/projects/${projectId}/annotations`, { query: { image_id } })).items,
    keep: (imageId, record) => storage.keep(imageId, record),
    load: (imageId) => storage.takeOver(imageId),
    after: (milliseconds, run) => {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
    newId,
  });
  book.onCount = (image, annotation_count) =>
    patchEverywhere([image], (old) => ({ ...old, annotation_count, is_null: old.is_null && annotation_count === 0 }));
  book.onOvertaken = (_, reason) =>
    toast({ kind: "bad", text: `Somebody was first: what is there now is shown. ${reason}` });
  const opened = book;
  addEventListener("online", () => void opened.flush());
  addEventListener("visibilitychange", () => document.hidden && void opened.flush());
  addEventListener(
    "beforeunload",
    (event) => !storage.working && opened.status.is !== "saved" && event.preventDefault(),
  );
  books.set(key, book);
  return book;
}

/** Re-renders when a class is given or saved. */
export function useBook(projectId: Id): ClassBook {
  const { id } = useMe();
  const book = useMemo(() => {
    const found = bookOf(id, projectId);
    // What others did since is asked for again; what is open here stays.
    found.forgetSettled();
    return found;
  }, [id, projectId]);
  useSyncExternalStore(book.listen, () => book.version);
  useEffect(() => () => void book.flush(), [book]);
  return book;
}
