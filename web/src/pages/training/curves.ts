// From epochs to curves: which series belong on one chart, by their names.
import type { EpochMetrics } from "../../api/types.ts";
import type { Series } from "../../ui/charts/LineChart.tsx";

export interface Curve {
  title: string;
  series: Series[];
  min?: number;
  max?: number;
}

/** "metrics/mAP50-95(B)" -> "mAP50-95", "train/box_loss" -> "box loss" */
export function metricName(key: string): string {
  const bare = key.replace(/^(metrics|train|val)\//, "").replace(/\([A-Z]\)$/, "");
  const known: { [name: string]: string } = {
    map: "mAP50-95",
    map50: "mAP50",
    map50_95: "mAP50-95",
    "map50-95": "mAP50-95",
    map75: "mAP75",
  };
  return known[bare.toLowerCase()] ?? bare.replaceAll("_", " ");
}

const isLoss = (key: string) => /loss/i.test(key);
const isMap = (key: string) => /map/i.test(key);

function keysOf(metrics: readonly EpochMetrics[], part: "train" | "val", wanted: (key: string) => boolean): string[] {
  const found = new Set<string>();
  for (const metric of metrics) for (const key of Object.keys(metric[part])) if (wanted(key)) found.add(key);
  return [...found].sort();
}

function seriesOf(
  metrics: readonly EpochMetrics[],
  part: "train" | "val",
  keys: readonly string[],
  name: (key: string) => string,
  dashed = false,
): Series[] {
  return keys.map((key, i) => ({
    name: name(key),
    values: metrics.map((metric) => metric[part][key] ?? null),
    color: i % 8 + 1,
    dashed,
  }));
}

/** The charts of a run: scores, precision and recall, losses of training and validation, learning rate. */
export function curves(metrics: readonly EpochMetrics[]): Curve[] {
  const score = seriesOf(
    metrics,
    "val",
    keysOf(metrics, "val", isMap).sort((a, b) =>
      Number(metricName(b) === "mAP50-95") - Number(metricName(a) === "mAP50-95")
    ),
    metricName,
  );
  const other = seriesOf(metrics, "val", keysOf(metrics, "val", (key) => !isMap(key) && !isLoss(key)), metricName);
  const train = seriesOf(metrics, "train", keysOf(metrics, "train", isLoss), metricName);
  const val = seriesOf(metrics, "val", keysOf(metrics, "val", isLoss), metricName);
  const rate: Series[] = metrics.some((metric) => metric.lr !== null)
    ? [{ name: "lr", values: metrics.map((metric) => metric.lr), color: 8 }]
    : [];
  const all: Curve[] = [
    { title: "Mean average precision", series: score, min: 0, max: 1 },
    {
      title: other.some((one) => one.name.startsWith("top")) ? "Accuracy" : "Precision and recall",
      series: other,
      min: 0,
      max: 1,
    },
    { title: "Training loss", series: train, min: 0 },
    { title: "Validation loss", series: val, min: 0 },
    { title: "Learning rate", series: rate, min: 0 },
  ];
  const drawn = all.filter((curve) => curve.series.length > 0);
  return drawn.length > 0 ? drawn : all.slice(0, 1);
}

/** Value of mAP50-95 or mAP50 of one epoch, whatever the trainer calls it. */
export function mapOf(metric: EpochMetrics, which: "map50" | "map"): number | null {
  for (const [key, value] of Object.entries(metric.val)) {
    const name = metricName(key);
    if (name === (which === "map" ? "mAP50-95" : "mAP50")) return value;
  }
  return null;
}

/** The epoch with the best mAP50-95, or null. */
export function bestEpoch(metrics: readonly EpochMetrics[]): EpochMetrics | null {
  return metrics.reduce<EpochMetrics | null>(
    (best, one) => (mapOf(one, "map") ?? -1) > (best === null ? -1 : mapOf(best, "map") ?? -1) ? one : best,
    null,
  );
}
