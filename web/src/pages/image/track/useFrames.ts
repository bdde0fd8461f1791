import { useCallback, useEffect, useMemo, useRef } from "react";
import type { Id, Image, Sequence, SequenceFrame } from "../../../api/types.ts";
import { useQuery } from "../../../api/hooks.ts";
import { useAll } from "../../../api/useAll.ts";
import { buildPath, changeQuery, navigate, useLocation } from "../../../app/router.ts";
import { bitmaps } from "../workspace/useOpenImage.ts";
import { isRepeated, placeOf } from "./frames.ts";

export interface FrameStrip {
  sequence: Sequence;
  frames: readonly SequenceFrame[];
  /** place in `frames` */
  at: number;
  open(at: number): boolean;
}

/** The sequence through which one goes: the one of the filter, else the first that the image is a frame of. */
export function useFrames(projectId: Id, imageId: Id, image: Image | undefined): FrameStrip | null {
  const { query } = useLocation();
  const asked = query.get("sequence_id");
  const last = useRef<Id | null>(null);
  // While the next image is on its way the timeline stays.
  if (image?.id === imageId) {
    const places = image.frames;
    last.current = (places.find((place) => place.sequence_id === asked) ?? places[0])?.sequence_id ?? null;
  }
  const id = last.current;
  const sequence = useQuery<Sequence>(id && `/api/sequences/${id}`, { freshMs: 60_000 });
  const frames = useAll<SequenceFrame>(id && `/api/sequences/${id}/frames`, 60_000);
  const index = query.get("frame");
  const list = frames.data;
  const at = useMemo(() => list ? placeOf(list, imageId, index === null ? null : Number(index)) : -1, [
    list,
    imageId,
    index,
  ]);
  const open = useCallback((to: number) => {
    const frame = list?.[to];
    if (!list || !frame) return false;
    const path = buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: frame.image_id });
    const which = isRepeated(list, to) ? String(frame.index) : null;
    return navigate(path + changeQuery(location.search, { frame: which, layer: null, queue: null }), { replace: true });
  }, [list, projectId]);
  const { width, height } = sequence.data ?? { width: 0, height: 0 };
  useEffect(() => {
    if (!list || at < 0 || !width) return;
    const timer = setTimeout(() => {
      for (const to of [at + 1, at - 1, at + 2, at + 3]) {
        const frame = list[to];
        if (frame) bitmaps.prefetch(frame.image_id, width, height);
      }
    }, 100);
    return () => clearTimeout(timer);
  }, [list, at, width, height]);
  return useMemo(
    () => id && sequence.data && list && at >= 0 ? { sequence: sequence.data, frames: list, at, open } : null,
    [id, sequence.data, list, at, open],
  );
}
