import { useEffect, useState } from "react";
import type { Annotation, Id, Image } from "../../../api/types.ts";
import { type ApiError, asApiError, isAbort } from "../../../api/error.ts";
import { loadAll } from "../../../api/useAll.ts";
import { outboxesOf } from "../outbox/outboxes.ts";
import { annotationsPath } from "../outbox/target.ts";
import { Bitmaps } from "./bitmaps.ts";
import type { Workspace } from "./Workspace.ts";

export const bitmaps = new Bitmaps();

export interface Opening {
  /** the photograph is shown */
  pixels: boolean;
  pixelsError: ApiError | null;
  /** the objects are shown and may be edited */
  objects: boolean;
  objectsError: ApiError | null;
  retry: () => void;
}

type State = Omit<Opening, "retry"> & { of: Id | null };
const nothing: State = { of: null, pixels: false, pixelsError: null, objects: false, objectsError: null };

/**
 * Opens an image in the workspace: frame at once, then pixels and objects, each as soon as it is there. `target` is what the
 * objects are of: the image itself, or a layer over it.
 */
export function useOpenImage(
  workspace: Workspace | null,
  image: Image | undefined,
  userId: Id,
  target: string,
): Opening {
  const [state, setState] = useState<State>(nothing);
  const [attempt, setAttempt] = useState(0);
  const id = image?.id;
  useEffect(() => {
    if (!workspace || !image) return;
    const control = new AbortController();
    const set = (change: Partial<State>) => {
      if (!control.signal.aborted) {
        setState((old) => ({ ...(old.of === image.id ? old : nothing), of: image.id, ...change }));
      }
    };
    setState({ ...nothing, of: image.id });
    workspace.begin(image);
    bitmaps.show(image.id);
    void openPixels(workspace, image, control.signal).then(
      () => set({ pixels: true }),
      (error) => set({ pixelsError: asApiError(error) }),
    );
    void openObjects(workspace, target, userId, control.signal).then(
      () => set({ objects: true }),
      (error) => isAbort(error) || set({ objectsError: asApiError(error) }),
    );
    return () => control.abort();
  }, [workspace, id, attempt, userId, target]);
  const current = state.of === id ? state : nothing;
  return { ...current, retry: () => setAttempt(attempt + 1) };
}

async function openPixels(workspace: Workspace, image: Image, signal: AbortSignal) {
  const whole = bitmaps.load(image.id, image.width, image.height);
  let shown = false;
  void showThumbnail(workspace, image.id, () => !shown && !signal.aborted);
  const bitmap = await whole;
  shown = true;
  if (!signal.aborted) workspace.engine.showBitmap(bitmap);
}

/** A blurred picture at once is better than a black one: the filmstrip has it in the browser's cache already. */
async function showThumbnail(workspace: Workspace, id: Id, wanted: () => boolean) {
  try {
    const response = await fetch(`/api/images/${id}/thumbnail`, { credentials: "same-origin" });
    if (!response.ok) return;
    const bitmap = await createImageBitmap(await response.blob());
    if (wanted()) workspace.engine.showBitmap(bitmap);
    else bitmap.close();
  } catch { /* the whole picture says what is wrong */ }
}

async function openObjects(workspace: Workspace, target: string, userId: Id, signal: AbortSignal) {
  const annotations = await loadAll<Annotation>(annotationsPath(target), signal);
  const runner = await outboxesOf(userId).open(target, annotations);
  if (!signal.aborted) workspace.attach(runner);
}
