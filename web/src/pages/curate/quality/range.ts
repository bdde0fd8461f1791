// Between the bins of a histogram and the bounds in the URL. The outer bins hold what lies beyond them: they set no bound.
import type { QualityMetric } from "../../../api/types.ts";
import type { Brush } from "./BrushHistogram.tsx";

/** As many digits as the URL needs to name a bin's edge. */
const written = (value: number) => String(Number(value.toPrecision(6)));

export function boundsOf(metric: QualityMetric, brush: Brush | null): { [name: string]: string | null } {
  const { edges, counts } = metric.histogram;
  return {
    [`min_${metric.name}`]: brush && brush.first > 0 ? written(edges[brush.first]!) : null,
    [`max_${metric.name}`]: brush && brush.last < counts.length - 1 ? written(edges[brush.last + 1]!) : null,
  };
}

/** The bins that bounds name, to the nearest edge; null without bounds. */
export function brushOf(metric: QualityMetric, search: URLSearchParams): Brush | null {
  const { edges, counts } = metric.histogram;
  const nearest = (text: string | null, otherwise: number) => {
    const value = Number(text);
    if (text === null || text === "" || !Number.isFinite(value)) return otherwise;
    let best = 0;
    edges.forEach((edge, i) => Math.abs(edge - value) < Math.abs(edges[best]! - value) && (best = i));
    return best;
  };
  const first = Math.min(nearest(search.get(`min_${metric.name}`), 0), counts.length - 1);
  const last = Math.max(nearest(search.get(`max_${metric.name}`), counts.length) - 1, first);
  return first === 0 && last === counts.length - 1 ? null : { first, last };
}
