import { useMemo } from "react";
import type { Batch, Id, MapColouring, Page } from "../../../api/types.ts";
import { useQuery } from "../../../api/hooks.ts";
import { useLocation } from "../../../app/router.ts";
import { type MetricName, metricNames } from "../../images/filter/quality.ts";

export const colourings: { value: MapColouring; label: string }[] = [
  { value: "label", label: "Label" },
  { value: "prediction", label: "Prediction" },
  { value: "group", label: "Group" },
  { value: "quality", label: "Quality" },
  { value: "split", label: "Split" },
  { value: "status", label: "Status" },
];

export interface Colouring {
  by: MapColouring;
  metric: MetricName;
  batch: Id | undefined;
  batches: readonly Batch[];
  /** groups were asked for, and there are none: labels are shown */
  hasNoBatch: boolean;
  /** as the server takes it */
  query: { by: MapColouring; metric?: MetricName; batch_id?: Id };
}

/** What the address says that the points are coloured by. */
export function useColouring(projectId: Id): Colouring {
  const { query } = useLocation();
  const by = colourings.find((one) => one.value === query.get("colour"))?.value ?? "label";
  const metric = metricNames.find((one) => one === query.get("metric")) ?? metricNames[0]!;
  const isByGroup = by === "group";
  const found = useQuery<Page<Batch>>(isByGroup ? "/api/batches" : null, {
    query: { project_id: projectId, limit: 200 },
  });
  const batches = found.data?.items ?? [];
  const batch = isByGroup ? query.get("batch") ?? batches[0]?.id : undefined;
  const hasNoBatch = isByGroup && found.data?.items.length === 0;
  const asked = useMemo((): Colouring["query"] => {
    if (by === "quality") return { by, metric };
    if (by !== "group") return { by };
    return hasNoBatch ? { by: "label" } : { by, ...(batch ? { batch_id: batch } : {}) };
  }, [by, metric, batch, hasNoBatch]);
  return { by, metric, batch, batches, hasNoBatch, query: asked };
}
