import { useCallback, useMemo } from "react";
import type { Annotation, Id } from "../../../api/types.ts";
import { asApiError } from "../../../api/error.ts";
import { creating, deleting, replacing, type Shape, shapeOf } from "../../../canvas/scene/shape.ts";
import { plural } from "../../../lib/format.ts";
import { toast } from "../../../ui/index.ts";
import { countObjects } from "../imageActions.ts";
import { reread } from "../live/reread.ts";
import { newId } from "../workspace/newId.ts";
import { portsOf } from "../workspace/usePropagation.ts";
import type { Workspace } from "../workspace/Workspace.ts";
import { reached } from "./frames.ts";
import { handOf } from "./hand.ts";
import { anchored, type Edit, endToggled, isHeld, joined, keyToggled } from "./trackEdits.ts";
import type { FrameStrip } from "./useFrames.ts";
import type { TrackView } from "./useTrack.ts";

export interface TrackActions {
  interpolate(): void;
  toggleKey(): void;
  toggleEnd(): void;
  /** the object as it is here, on so many frames that come */
  propagate(count: number): Promise<void>;
}

const heldWords = "Masks are not interpolated: each keyframe is held until the next.";

/** The commands on tracks. What lies between keyframes is made by the server, in the transaction of the edit. */
export function useTrackActions(workspace: Workspace, strip: FrameStrip, view: TrackView, userId: Id): TrackActions {
  const { sequence, frames, at } = strip;
  const { shape, refresh } = view;
  const commit = useCallback(async (title: string, edit: Edit): Promise<boolean> => {
    if ("reason" in edit) return toast(edit.reason), false;
    workspace.engine.commit({ title, changes: edit.changes });
    await workspace.save();
    const { target, save } = workspace.snapshot;
    if (save.is !== "saved" || !target) return false;
    // The server may have gone further than what was asked.
    await reread(workspace, target, new AbortController().signal);
    return true;
  }, [workspace]);

  const chosen = useCallback((): Shape | null => {
    if (!shape) toast("Select one object first.");
    return shape;
  }, [shape]);

  const interpolate = useCallback(async () => {
    const one = chosen(), imageId = workspace.snapshot.imageId;
    if (!one || !imageId) return;
    const from = handOf(sequence.id).from(imageId);
    const edit = joined(one, from, workspace.engine.scene.shapes(), sequence.id);
    if (!(await commit("Interpolate to here", edit)) || !from) return;
    const between = Math.max(0, Math.abs(at - from.at) - 1);
    toast({ kind: "good", text: isHeld(one) ? heldWords : `${plural(between, "frame")} between them filled.` });
  }, [chosen, workspace, sequence.id, at, commit]);

  const toggleEnd = useCallback(async () => {
    const one = chosen();
    if (!one || !(await commit(one.track?.ends ? "Go on with the track" : "End the track", endToggled(one)))) return;
    const later = (await refresh()).filter((stop) => stop.is_keyframe && stop.index > (frames[at]?.index ?? 0));
    if (one.track?.ends || later.length === 0) return;
    const ports = portsOf(workspace, userId, () => true);
    toast({
      text: `It comes back at frame ${later[0]!.index + 1}, its next keyframe.`,
      action: {
        label: later.length === 1 ? "Remove that" : "Remove all later",
        run: () =>
          void (async () => {
            for (const stop of later) {
              const there = await ports.annotations(stop.image_id);
              const gone = there.filter(({ id }) => id === stop.annotation_id).map((one) => deleting(shapeOf(one)));
              if (gone.length > 0) await ports.change(stop.image_id, there, gone);
            }
            await refresh();
          })().catch((error) => toast({ kind: "bad", text: asApiError(error).message })),
      },
    });
  }, [chosen, commit, refresh, frames, at, workspace, userId]);

  const propagate = useCallback(async (count: number) => {
    const one = chosen();
    if (!one) return;
    const to = reached(frames, at, count);
    if (to < 0) {
      return toast(
        at === frames.length - 1 ? "This is the last frame." : "The next frames look exactly like this one.",
      );
    }
    const start = anchored(one, sequence.id);
    if (!(await commit("Propagate", { changes: [replacing(one, start)] }))) return;
    const imageId = frames[to]!.image_id;
    const ports = portsOf(workspace, userId, () => true);
    try {
      const there = await ports.annotations(imageId);
      const known = there.find((other) => other.track?.id === start.track!.id);
      const copy = known
        ? { ...shapeOf(known), geometry: start.geometry, track: { ...start.track!, ends: false } }
        : { ...start, id: newId() };
      await ports.change(imageId, there, [known ? replacing(shapeOf(known), copy) : creating(copy)]);
      countObjects(imageId, there.filter((other) => !other.is_prediction).length + (known ? 0 : 1));
      await refresh();
      const undo = async () => {
        const now: Annotation[] = await ports.annotations(imageId);
        const made = now.find(({ id }) => id === copy.id);
        if (made) {
          await ports.change(imageId, now, [
            known ? replacing(shapeOf(made), shapeOf(known)) : deleting(shapeOf(made)),
          ]);
        }
        await refresh();
      };
      toast({
        kind: "good",
        text: `On ${plural(to - at, "more frame")}, up to frame ${frames[to]!.index + 1}.`,
        action: {
          label: "Undo",
          run: () => void undo().catch((error) => toast({ kind: "bad", text: asApiError(error).message })),
        },
      });
    } catch (error) {
      toast({ kind: "bad", text: asApiError(error).message });
    }
  }, [chosen, frames, at, sequence.id, commit, workspace, userId, refresh]);

  return useMemo(() => ({
    interpolate: () => void interpolate(),
    toggleKey: () => {
      const one = chosen();
      if (one) void commit(one.track?.is_keyframe ? "Interpolate this frame" : "Make a keyframe", keyToggled(one));
    },
    toggleEnd: () => void toggleEnd(),
    propagate,
  }), [interpolate, chosen, commit, toggleEnd, propagate]);
}
