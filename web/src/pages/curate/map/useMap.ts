import { useMemo } from "react";
import type { EmbeddingMap, EmbeddingMapColours, EmbeddingMapJob, Id } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation, useQuery } from "../../../api/hooks.ts";
import { useJobFeed } from "../../../api/useJobFeed.ts";
import type { Colouring } from "./useColouring.ts";

/** A project's map: its points, their classes, and the job that makes it. */
export function useMap(projectId: Id, colouring: Colouring["query"]) {
  const path = `/api/projects/${projectId}/embedding-map`;
  // How far it is costs little and is asked for while a job runs; points are fetched when there are others.
  const state = useQuery<EmbeddingMap>(path, { query: { points: false }, everyMs: 3000 });
  const version = state.data?.version ?? null;
  const points = useQuery<EmbeddingMap>(version ? path : null, { query: { version }, freshMs: Infinity });
  const shown = points.data?.version ?? null;
  const colours = useQuery<EmbeddingMapColours>(shown ? `${path}/colours` : null, {
    query: { ...colouring, version: shown },
    freshMs: 5000,
  });
  const job = state.data?.job_id ?? null;
  const { feed } = useJobFeed(job, job !== null, () => void state.refresh());
  const make = useMutation(() => api.post<EmbeddingMapJob>(path, {}), { done: () => void state.refresh() });
  const map = points.data;
  const table = useMemo(() => {
    const ids = map?.ids ?? [];
    return {
      ids,
      x: Float32Array.from(map?.x ?? []),
      y: Float32Array.from(map?.y ?? []),
      places: new Map(ids.map((id, index) => [id, index])),
    };
  }, [map?.version]);
  return { state, points, colours, feed, make, table };
}
