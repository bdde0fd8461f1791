import { useRef } from "react";
import type { QualityMetric } from "../../../api/types.ts";
import { count, plural } from "../../../lib/format.ts";
import { metricText, metricTitle } from "../../images/filter/quality.ts";

/** Bins from `first` to `last`, both included. */
export interface Brush {
  first: number;
  last: number;
}

/** One metric's histogram. A range of it is chosen by dragging over the columns, or with the two sliders below them. */
export function BrushHistogram(
  { metric, brush, sorted, onBrush, onSort }: {
    metric: QualityMetric;
    brush: Brush | null;
    /** the images are listed by it */
    sorted: boolean;
    onBrush: (brush: Brush | null, done: boolean) => void;
    onSort: () => void;
  },
) {
  const { edges, counts } = metric.histogram;
  const from = useRef<number | null>(null);
  const columns = useRef<HTMLDivElement>(null);
  const bins = counts.length;
  const most = Math.max(1, ...counts);
  const title = metricTitle(metric.name);
  const binAt = (clientX: number) => {
    const box = columns.current!.getBoundingClientRect();
    return Math.max(0, Math.min(bins - 1, Math.floor((clientX - box.left) / box.width * bins)));
  };
  const choose = (a: number, b: number, done: boolean) => {
    const chosen = { first: Math.min(a, b), last: Math.max(a, b) };
    onBrush(chosen.first === 0 && chosen.last === bins - 1 ? null : chosen, done);
  };
  const shown = brush ?? { first: 0, last: bins - 1 };
  const inside = counts.slice(shown.first, shown.last + 1).reduce((sum, one) => sum + one, 0);
  return (
    <section className="brush" aria-label={title}>
      <header className="brush-head">
        <button type="button" className="brush-title" aria-pressed={sorted} data-tip={metric.meaning} onClick={onSort}>
          {title}
        </button>
        <span className="num muted small">
          {brush
            ? `${metricText(edges[shown.first]!)} to ${metricText(edges[shown.last + 1]!)}: ${count(inside)}`
            : metric.mean === null
            ? "no values"
            : `mean ${metricText(metric.mean)}`}
        </span>
      </header>
      <div
        ref={columns}
        className="brush-columns"
        role="img"
        aria-label={`${title}: ${plural(metric.count, "image")}`}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = binAt(event.clientX);
          choose(from.current, from.current, false);
        }}
        onPointerMove={(event) => from.current !== null && choose(from.current, binAt(event.clientX), false)}
        onPointerUp={(event) => {
          if (from.current === null) return;
          choose(from.current, binAt(event.clientX), true);
          from.current = null;
        }}
        onPointerCancel={() => {
          from.current = null;
          onBrush(null, true);
        }}
        onDoubleClick={() => onBrush(null, true)}
      >
        {counts.map((number, i) => (
          <span
            key={i}
            className={i >= shown.first && i <= shown.last ? "on" : ""}
            data-tip={`${metricText(edges[i]!)} to ${metricText(edges[i + 1]!)}: ${count(number)}`}
          >
            <i style={{ height: `${number === 0 ? 0 : Math.max(3, number / most * 100)}%` }} />
          </span>
        ))}
      </div>
      <div className="brush-sliders">
        {(["first", "last"] as const).map((end) => (
          <input
            key={end}
            type="range"
            min={0}
            max={bins}
            value={end === "first" ? shown.first : shown.last + 1}
            aria-label={`${title}, ${end === "first" ? "at least" : "at most"}`}
            aria-valuetext={metricText(edges[end === "first" ? shown.first : shown.last + 1]!)}
            onChange={(event) => {
              const at = Number(event.target.value);
              if (end === "first") choose(Math.min(at, shown.last), shown.last, true);
              else choose(shown.first, Math.max(at - 1, shown.first), true);
            }}
          />
        ))}
      </div>
      <div className="brush-ends small faint num" aria-hidden="true">
        <span>{metricText(edges[0]!)}</span>
        <span>{metricText(edges[bins]!)}</span>
      </div>
    </section>
  );
}
