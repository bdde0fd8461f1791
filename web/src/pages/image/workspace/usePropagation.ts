import { createContext, useCallback, useContext, useMemo, useState } from "react";
import type { Annotation, Id } from "../../../api/types.ts";
import { loadAll } from "../../../api/useAll.ts";
import { useKeys } from "../../../app/keyboard.ts";
import type { Shape } from "../../../canvas/scene/shape.ts";
import { toast } from "../../../ui/index.ts";
import { countObjects } from "../imageActions.ts";
import { outboxesOf } from "../outbox/outboxes.ts";
import { propagatedWords } from "../propagatedWords.ts";
import type { Neighbours } from "../useNeighbours.ts";
import { newId } from "./newId.ts";
import { propagate, type PropagatePorts, takeBack } from "./propagate.ts";
import type { Workspace } from "./Workspace.ts";

export interface Propagation {
  /** copies the selection, or all when nothing is selected, to so many images; `goesOn` hears how far it is */
  copy(count: number, goesOn?: (done: number) => boolean): Promise<void>;
  /** the question how many is on screen */
  asking: boolean;
  ask(asking: boolean): void;
}

export const PropagationContext = createContext<Propagation | null>(null);

export function usePropagationHere(): Propagation {
  const propagation = useContext(PropagationContext);
  if (!propagation) throw new Error("outside of a workspace");
  return propagation;
}

/** Copying objects to the images that come next, by key and from menus. */
export function usePropagation(
  workspace: Workspace | null,
  neighbours: Neighbours,
  userId: Id,
  editable: boolean,
): Propagation {
  const [asking, setAsking] = useState(false);
  const { following } = neighbours;
  const copy = useCallback(async (count: number, goesOn: (done: number) => boolean = () => true) => {
    if (!workspace) return;
    const shapes = chosen(workspace);
    if (shapes.length === 0) return toast("There is nothing here to copy.");
    const images = await following(count);
    if (images.length === 0) return toast("No image comes after this one.");
    const ports = portsOf(workspace, userId, goesOn);
    const result = await propagate(shapes, images, ports);
    const counts = new Map(images.map((image) => [image.id, image.annotation_count]));
    const real = shapes.filter((shape) => !shape.isPrediction).length;
    for (const { imageId, ids } of result.made) {
      countObjects(imageId, (counts.get(imageId) ?? 0) + Math.min(real, ids.length));
    }
    const undo = async () => {
      try {
        await takeBack(result, ports);
        for (const { imageId } of result.made) countObjects(imageId, counts.get(imageId) ?? 0);
        toast("The copies are taken back.");
      } catch {
        toast({
          kind: "bad",
          text: "Not all copies could be taken back. Try again.",
          action: { label: "Again", run: undo },
        });
      }
    };
    toast({
      kind: result.failed.length > 0 ? "bad" : "good",
      text: propagatedWords(result, images.length),
      ...(result.made.length > 0 ? { action: { label: "Undo", run: () => void undo() } } : {}),
    });
  }, [workspace, following, userId]);
  useKeys(
    workspace && editable
      ? {
        "object.propagate": () => workspace.engine.busy ? false : void copy(1),
        "object.propagateMany": () => workspace.engine.busy ? false : setAsking(true),
      }
      : {},
  );
  return useMemo(() => ({ copy, asking, ask: setAsking }), [copy, asking]);
}

function chosen(workspace: Workspace): Shape[] {
  const { scene, selection } = workspace.engine;
  const all = scene.shapes();
  return selection.size > 0 ? all.filter((shape) => selection.has(shape.id)) : all;
}

export function portsOf(workspace: Workspace, userId: Id, goesOn: (done: number) => boolean): PropagatePorts {
  return {
    annotations: (imageId) => loadAll<Annotation>(`/api/images/${imageId}/annotations`, new AbortController().signal),
    change: async (imageId, annotations, changes) => {
      // The image may have been opened meanwhile: then its own undo has the change too.
      if (workspace.attached && workspace.snapshot.imageId === imageId) {
        const title = changes.some(({ after }) => after) ? "Copy from another image" : "Take copies back";
        return workspace.engine.commit({ title, changes });
      }
      const runner = await outboxesOf(userId).open(imageId, annotations);
      runner.change(changes);
      await runner.flush();
    },
    newId,
    goesOn,
  };
}
