import type { EpochMetrics, TrainingRun } from "../../api/types.ts";
import { sentence } from "../../lib/format.ts";
import { type Curve, metricName } from "./curves.ts";

export interface Compared {
  run: TrainingRun;
  metrics: readonly EpochMetrics[];
}

/** One chart a metric, one series a run, over the epochs of the longest. Metrics that only one run has are kept too. */
export function comparison(runs: readonly Compared[]): { x: number[]; charts: Curve[] } {
  const epochs = new Set<number>();
  const found = new Map<string, { part: "train" | "val"; key: string }>();
  for (const { metrics } of runs) {
    for (const metric of metrics) {
      epochs.add(metric.epoch);
      for (const key of Object.keys(metric.val)) found.set(`val ${key}`, { part: "val", key });
      for (const key of Object.keys(metric.train).filter(isLoss)) found.set(`train ${key}`, { part: "train", key });
    }
  }
  const x = [...epochs].sort((a, b) => a - b);
  const sorted = [...found.values()].sort((a, b) =>
    rank(a.key) - rank(b.key) || `${a.part}${a.key}`.localeCompare(`${b.part}${b.key}`)
  );
  return { x, charts: sorted.map(({ part, key }) => chart(runs, x, part, key)) };
}

function chart(runs: readonly Compared[], x: readonly number[], part: "train" | "val", key: string): Curve {
  const loss = isLoss(key);
  return {
    title: loss ? `${part === "train" ? "Training" : "Validation"} ${metricName(key)}` : sentence(metricName(key)),
    min: 0,
    ...(loss ? {} : { max: 1 }),
    series: runs.map(({ run, metrics }, i) => {
      const byEpoch = new Map(metrics.map((metric) => [metric.epoch, metric[part][key] ?? null]));
      return { name: run.name, values: x.map((epoch) => byEpoch.get(epoch) ?? null), color: i % 8 + 1 };
    }),
  };
}

const isLoss = (key: string) => /loss/i.test(key);

/** mAP50-95 first, then other averages, other scores, losses. */
function rank(key: string): number {
  const name = metricName(key);
  return name === "mAP50-95" ? 0 : /map/i.test(name) ? 1 : isLoss(key) ? 3 : 2;
}
