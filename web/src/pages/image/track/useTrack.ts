import { useCallback, useEffect, useMemo, useState } from "react";
import type { Id, TrackPlace, TrackStop } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import type { Shape } from "../../../canvas/scene/shape.ts";
import type { Workspace } from "../workspace/Workspace.ts";
import { handOf } from "./hand.ts";
import type { FrameStrip } from "./useFrames.ts";

export interface TrackView {
  /** the one selected object */
  shape: Shape | null;
  track: TrackPlace | null;
  stops: readonly TrackStop[];
  refresh(): Promise<readonly TrackStop[]>;
}

/** The track of the selected object. Going to another frame, the object of the same track is selected there. */
export function useTrack(workspace: Workspace, strip: FrameStrip, imageId: Id, ready: boolean): TrackView {
  const { sequence, at } = strip;
  const [shape, setShape] = useState<Shape | null>(null);
  const [loaded, setLoaded] = useState<{ of: Id; stops: readonly TrackStop[] } | null>(null);
  useEffect(() => {
    const look = () => {
      const { snapshot, engine } = workspace;
      const id = snapshot.selection.size === 1 ? [...snapshot.selection][0]! : null;
      const chosen = snapshot.imageId === imageId && id ? engine.scene.get(id) ?? null : null;
      setShape(chosen);
      if (!chosen) return;
      handOf(sequence.id).take({
        imageId,
        at,
        annotationId: chosen.id,
        labelId: chosen.labelId,
        track: chosen.track ?? null,
      });
    };
    look();
    return workspace.listen(look);
  }, [workspace, sequence.id, imageId, at]);
  useEffect(() => {
    if (!ready || workspace.snapshot.imageId !== imageId || workspace.engine.selection.size > 0) return;
    const followed = handOf(sequence.id).now;
    const id = followed?.track?.id ?? followed?.annotationId;
    const here = id && workspace.engine.scene.shapes().find((one) => one.track?.id === id);
    if (here) workspace.engine.select([here.id]);
  }, [workspace, sequence.id, imageId, ready]);
  const track = shape?.track?.sequence_id === sequence.id ? shape.track : null;
  const trackId = track?.id ?? null;
  const load = useCallback(async (): Promise<readonly TrackStop[]> => {
    if (!trackId) return [];
    try {
      const { items } = await api.get<{ items: TrackStop[] }>(`/api/sequences/${sequence.id}/tracks/${trackId}`);
      setLoaded({ of: trackId, stops: items });
      return items;
    } catch {
      // Not saved yet: asked again after the save.
      return [];
    }
  }, [sequence.id, trackId]);
  useEffect(() => void load(), [load]);
  useEffect(() => {
    let wasSaved = workspace.snapshot.save.is === "saved";
    return workspace.listen(() => {
      const saved = workspace.snapshot.save.is === "saved";
      if (saved && !wasSaved) void load();
      wasSaved = saved;
    });
  }, [workspace, load]);
  return useMemo(
    () => ({ shape, track, stops: loaded && loaded.of === trackId ? loaded.stops : [], refresh: load }),
    [shape, track, loaded, trackId, load],
  );
}
