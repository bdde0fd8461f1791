import { useMemo } from "react";
import type { Batch, Id, MapColouring, Page } from "../../../api/types.ts";
import { useQuery } from "../../../api/hooks.ts";
import { useLocation } from "../../../app/router.ts";
import { type CoverageName, coverageNames } from "../../images/filter/coverage.ts";
import { type MetricName, metricNames } from "../../images/filter/quality.ts";

export const colourings: { value: MapColouring; label: string }[] = [
  { value: "label", label: "Label" },
  { value: "prediction", label: "Prediction" },
  { value: "group", label: "Group" },
  { value: "quality", label: "Quality" },
  { value: "coverage", label: "Coverage" },
  { value: "split", label: "Split" },
  { value: "status", label: "Status" },
];

type Measure = MetricName | CoverageName;

/** What a scale may be of. */
const measures: { [by in MapColouring]?: readonly Measure[] } = { quality: metricNames, coverage: coverageNames };

export interface Colouring {
  by: MapColouring;
  /** of a scale: which, and what else there is */
  metric: Measure | undefined;
  metrics: readonly Measure[];
  batch: Id | undefined;
  batches: readonly Batch[];
  /** groups were asked for, and there are none: labels are shown */
  hasNoBatch: boolean;
  /** as the server takes it */
  query: { by: MapColouring; metric?: Measure; batch_id?: Id };
}

/** What the address says that the points are coloured by. */
export function useColouring(projectId: Id): Colouring {
  const { query } = useLocation();
  const by = colourings.find((one) => one.value === query.get("colour"))?.value ?? "label";
  const metrics = measures[by] ?? [];
  const metric = metrics.find((one) => one === query.get("metric")) ?? metrics[0];
  const isByGroup = by === "group";
  const found = useQuery<Page<Batch>>(isByGroup ? "/api/batches" : null, {
    query: { project_id: projectId, limit: 200 },
  });
  const batches = found.data?.items ?? [];
  const batch = isByGroup ? query.get("batch") ?? batches[0]?.id : undefined;
  const hasNoBatch = isByGroup && found.data?.items.length === 0;
  const asked = useMemo((): Colouring["query"] => {
    if (metric) return { by, metric };
    if (by !== "group") return { by };
    return hasNoBatch ? { by: "label" } : { by, ...(batch ? { batch_id: batch } : {}) };
  }, [by, metric, batch, hasNoBatch]);
  return { by, metric, metrics, batch, batches, hasNoBatch, query: asked };
}
