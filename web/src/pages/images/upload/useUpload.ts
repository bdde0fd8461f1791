import { createElement, type ReactElement, useEffect, useRef, useSyncExternalStore } from "react";
import type { Id } from "../../../api/types.ts";
import type { ImageList } from "../ImageList.ts";
import { forgetLists } from "../lists.ts";
import { accepted, picked } from "./dropped.ts";
import type { UploadQueue, UploadState } from "./UploadQueue.ts";
import { uploadQueue } from "./uploads.ts";

/** The project's uploads; the list on screen looks again when some have landed. */
export function useUpload(projectId: Id, list: ImageList): { queue: UploadQueue; state: UploadState } {
  const queue = uploadQueue(projectId);
  const state = useSyncExternalStore(queue.listen, () => queue.state);
  const added = state.added;
  const seen = useRef(added);
  useEffect(() => {
    if (added === seen.current) return;
    seen.current = added;
    if (added === 0) return;
    forgetLists(list);
    const timer = setTimeout(() => void list.refresh(), state.active ? 1500 : 0);
    return () => clearTimeout(timer);
  }, [added, state.active, list]);
  return { queue, state };
}

/** The file dialog: an input to render somewhere, and what opens it. */
export function usePicker(queue: UploadQueue): { open: () => void; input: ReactElement } {
  const ref = useRef<HTMLInputElement>(null);
  const input = createElement("input", {
    ref,
    type: "file",
    multiple: true,
    accept: accepted,
    className: "sr-only",
    tabIndex: -1,
    "aria-label": "Images to upload",
    onChange: (event: { target: HTMLInputElement }) => {
      queue.add(picked(event.target.files ?? []));
      event.target.value = "";
    },
  });
  return { open: () => ref.current?.click(), input };
}
