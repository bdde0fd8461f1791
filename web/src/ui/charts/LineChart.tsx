import { useEffect, useRef, useState } from "react";
import {
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from "chart.js";
import { useTheme } from "../../app/theme.ts";

Chart.register(LineController, LineElement, PointElement, LinearScale, CategoryScale);

export interface Series {
  name: string;
  /** one value a position on the x axis; null leaves a gap */
  values: readonly (number | null)[];
  /** which of the eight series colours, from 1 */
  color: number;
  dashed?: boolean;
}

export interface LineChartProps {
  title: string;
  x: readonly number[];
  xTitle?: string;
  series: readonly Series[];
  /** fixed ends of the y axis (scores: 0 and 1) */
  min?: number;
  max?: number;
  height?: number;
}

/** Curves; wherever the pointer or the arrow keys are, every series is read at once below the title. */
export function LineChart({ title, x, xTitle = "epoch", series, min, max, height = 180 }: LineChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart<"line"> | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const { resolved } = useTheme();
  useEffect(() => {
    chart.current = new Chart(canvas.current!, configuration(min, max));
    return () => chart.current?.destroy();
  }, [min, max]);
  useEffect(() => {
    const target = chart.current!;
    paint(target, canvas.current!, x, series);
    target.update("none");
  }, [x, series, resolved, min, max]);
  const shown = at !== null && at < x.length ? at : x.length - 1;
  const mark = (index: number | null) => {
    setAt(index);
    const target = chart.current!;
    target.setActiveElements(
      index === null ? [] : target.data.datasets.map((_, datasetIndex) => ({ datasetIndex, index })),
    );
    target.update("none");
  };
  const onMove = (event: { clientX: number }) => {
    const scale = chart.current?.scales.x;
    if (!scale || x.length === 0) return;
    const value = scale.getValueForPixel(event.clientX - canvas.current!.getBoundingClientRect().left) ?? 0;
    mark(Math.max(0, Math.min(x.length - 1, Math.round(value))));
  };
  const onKey = (event: { key: string; preventDefault: () => void }) => {
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (step === 0 || x.length === 0) return;
    event.preventDefault();
    mark(Math.max(0, Math.min(x.length - 1, shown + step)));
  };
  // Unless someone points somewhere, a series that ended early shows where it ended.
  const read = ({ values }: Series) => value(at === null ? values.findLast((one) => one !== null) : values[shown]);
  const reading = series.map((one) => `${one.name} ${read(one)}`).join(", ");
  return (
    <figure className="chart">
      <figcaption>
        <span className="chart-title">{title}</span>
        {x.length > 0 && <span className="muted num small">{xTitle} {x[shown]}</span>}
        <span className="chart-legend">
          {series.map((one) => (
            <span key={one.name}>
              <i
                className={one.dashed ? "dashed" : ""}
                style={{ borderColor: `var(--series-${one.color})` }}
                aria-hidden="true"
              />
              {one.name} <b className="num">{read(one)}</b>
            </span>
          ))}
        </span>
      </figcaption>
      <div style={{ height }} className="chart-area">
        <canvas
          ref={canvas}
          role="img"
          tabIndex={0}
          aria-label={`${title}. ${
            x.length === 0
              ? "No values yet"
              : `${xTitle} ${x[shown]}: ${reading}. Left and right arrows read other epochs`
          }`}
          onPointerMove={onMove}
          onPointerLeave={() => mark(null)}
          onKeyDown={onKey}
          onBlur={() => mark(null)}
        />
        {x.length === 0 && <p className="chart-none muted">Nothing to draw yet</p>}
      </div>
    </figure>
  );
}

function value(number: number | null | undefined): string {
  if (number === null || number === undefined) return "–";
  return Math.abs(number) >= 100
    ? number.toFixed(0)
    : Math.abs(number) < 0.001 && number !== 0
    ? number.toExponential(1)
    : number.toFixed(3);
}

function configuration(min?: number, max?: number): ChartConfiguration<"line"> {
  return {
    type: "line",
    data: { labels: [], datasets: [] },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      normalized: true,
      events: [],
      layout: { padding: { top: 6, right: 6 } },
      elements: { line: { borderWidth: 1.5, tension: 0 }, point: { radius: 0, hoverRadius: 3.5, hoverBorderWidth: 0 } },
      scales: {
        x: { grid: { display: false, drawBorder: false }, ticks: { maxRotation: 0, autoSkipPadding: 24 } },
        y: { suggestedMin: min, suggestedMax: max, grid: { drawBorder: false }, ticks: { maxTicksLimit: 5 } },
      },
    },
  };
}

/** Hands the chart its data and the theme's colours. */
function paint(chart: Chart<"line">, canvas: HTMLCanvasElement, x: readonly number[], series: readonly Series[]) {
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(name).trim();
  Chart.defaults.font.family = style.fontFamily;
  chart.data.labels = [...x];
  chart.data.datasets = series.map((one) => {
    const color = token(`--series-${one.color}`);
    const lonely = one.values.filter((point) => point !== null).length === 1;
    return {
      label: one.name,
      data: [...one.values] as number[],
      borderColor: color,
      backgroundColor: color,
      borderDash: one.dashed ? [4, 3] : [],
      pointRadius: lonely ? 2.5 : 0,
      spanGaps: true,
    };
  });
  for (const scale of Object.values(chart.options.scales!)) {
    scale!.ticks = { ...scale!.ticks, color: token("--fg-muted"), font: { size: 11 } };
    scale!.grid = { ...scale!.grid, color: token("--border") };
  }
}
