import type { ModelMetrics } from "../../api/types.ts";
import { count, percent, score } from "../../lib/format.ts";
import { Bars } from "../../ui/charts/Bars.tsx";
import { Card, Stat, Stats } from "../../ui/index.ts";
import { metric } from "./modelMetrics.ts";

/** How the deployed model is used, and how its versions scored. */
export function Usage({ metrics }: { metrics: ModelMetrics }) {
  const scored = metrics.versions.map((version) => ({ version, value: metric(version.metrics, "map") })).filter((one) =>
    one.value !== null
  );
  return (
    <div className="stack-wide">
      <Stats>
        <Stat label="Requests" value={count(metrics.requests)} />
        <Stat
          label="Errors"
          value={count(metrics.errors)}
          note={metrics.requests > 0 && percent(metrics.errors / metrics.requests)}
        />
        <Stat label="Median latency" value={metrics.latency_ms ? `${metrics.latency_ms.p50.toFixed(0)} ms` : "–"} />
        <Stat label="95th percentile" value={metrics.latency_ms ? `${metrics.latency_ms.p95.toFixed(0)} ms` : "–"} />
      </Stats>
      <Card title="mAP50-95 by version">
        {scored.length === 0 ? <p className="muted">No version has been evaluated.</p> : (
          <Bars
            label="mAP50-95 by version"
            most={1}
            rows={scored.map(({ version, value }) => ({
              key: version.version_id,
              name: version.version_number,
              value: value!,
              text: score(value),
            }))}
          />
        )}
      </Card>
    </div>
  );
}
