import { useEffect, useState } from "react";
import type { Annotation, Id, Image } from "../../../api/types.ts";
import { type ApiError, asApiError, isAbort } from "../../../api/error.ts";
import { loadAll } from "../../../api/useAll.ts";
import { outboxesOf } from "../outbox/outboxes.ts";
import { annotationsPath } from "../outbox/target.ts";
import { Bitmaps, Undecodable, wholeUpTo } from "./bitmaps.ts";
import { serverTiles } from "./serverTiles.ts";
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
    workspace.begin(image, target);
    bitmaps.show(image.id);
    void openPixels(workspace, image, control.signal).then(
      () => set({ pixels: true }),
      (error) => set({ pixelsError: asApiError(error) }),
    );
    void openObjects(workspace, target, userId, control.signal).then(
      () => set({ objects: true }),
      (error) => {
        if (isAbort(error)) return;
        const problem = asApiError(error);
        if (problem.status === 404) workspace.forget(target);
        set({ objectsError: problem });
      },
    );
    return () => control.abort();
  }, [workspace, id, attempt, userId, target]);
  const current = state.of === id ? state : nothing;
  return { ...current, retry: () => setAttempt(attempt + 1) };
}

async function openPixels(workspace: Workspace, image: Image, signal: AbortSignal) {
  if (image.width * image.height > wholeUpTo) return await openTiles(workspace, image, signal);
  const whole = bitmaps.load(image.id, image.width, image.height);
  let shown = false;
  void thumbnailOf(image.id).then((small) => {
    if (small && !shown && !signal.aborted) workspace.engine.showBitmap(small);
    else small?.close();
  });
  try {
    const bitmap = await whole;
    shown = true;
    if (!signal.aborted) workspace.engine.showBitmap(bitmap);
  } catch (error) {
    shown = true;
    if (!(error instanceof Undecodable) || signal.aborted) throw error;
    await openTiles(workspace, image, signal);
  }
}

/** The small picture at once, then the tiles of what is seen. */
async function openTiles(workspace: Workspace, image: Image, signal: AbortSignal) {
  const small = await thumbnailOf(image.id);
  if (signal.aborted) return small?.close();
  await workspace.engine.showTiles(serverTiles(image), small);
}

/** A blurred picture at once is better than a black one: the filmstrip has it in the browser's cache already. */
async function thumbnailOf(id: Id): Promise<ImageBitmap | null> {
  try {
    const response = await fetch(`/api/images/${id}/thumbnail`, { credentials: "same-origin" });
    return response.ok ? await createImageBitmap(await response.blob()) : null;
  } catch {
    // The picture itself says what is wrong.
    return null;
  }
}

async function openObjects(workspace: Workspace, target: string, userId: Id, signal: AbortSignal) {
  const annotations = await loadAll<Annotation>(annotationsPath(target), signal);
  const runner = await outboxesOf(userId).open(target, annotations);
  if (!signal.aborted) workspace.attach(runner);
}
