import type { EpochMetrics, TrainingRun } from "../../api/types.ts";
import { type Curve, metricName } from "./curves.ts";

export interface Compared {
  run: TrainingRun;
  metrics: readonly EpochMetrics[];
}

/** One chart a metric, one series a run, over the epochs of the longest. Metrics that only one run has are kept too. */
export function comparison(runs: readonly Compared[]): { x: number[]; charts: Curve[] } {
  const epochs = new Set<number>();
  const keys = new Map<string, "train" | "val">();
  for (const { metrics } of runs) {
    for (const metric of metrics) {
      epochs.add(metric.epoch);
      for (const key of Object.keys(metric.val)) keys.set(key, "val");
      for (const key of Object.keys(metric.train)) if (/loss/i.test(key)) keys.set(key, "train");
    }
  }
  const x = [...epochs].sort((a, b) => a - b);
  const rank = (key: string) =>
    /map.*95/i.test(key) || /map$/i.test(key) ? 0 : /map/i.test(key) ? 1 : /loss/i.test(key) ? 3 : 2;
  const sorted = [...keys].sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b));
  const charts = sorted.map(([key, part]): Curve => ({
    title: /loss/i.test(key) ? `${part === "train" ? "Training" : "Validation"} ${metricName(key)}` : metricName(key),
    min: 0,
    ...(/loss/i.test(key) ? {} : { max: 1 }),
    series: runs.map(({ run, metrics }, i) => {
      const byEpoch = new Map(metrics.map((metric) => [metric.epoch, metric[part][key] ?? null]));
      return { name: run.name, values: x.map((epoch) => byEpoch.get(epoch) ?? null), color: i % 8 + 1 };
    }),
  }));
  return { x, charts };
}
