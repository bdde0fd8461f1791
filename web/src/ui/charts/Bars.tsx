import type { Histogram } from "../../api/types.ts";
import { count } from "../../lib/format.ts";

export interface BarRow {
  key: string;
  name: string;
  value: number;
  color?: string;
  note?: string;
  /** shown in place of the value */
  text?: string;
}

/** Named amounts beside each other; full width is `most`, or the largest. */
export function Bars({ rows, label, most }: { rows: readonly BarRow[]; label: string; most?: number }) {
  const whole = most ?? (Math.max(...rows.map((row) => row.value)) || 1);
  const noted = rows.some((row) => row.note !== undefined);
  return (
    <table className="bars" aria-label={label}>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              <span className="truncate">{row.name}</span>
            </th>
            <td className="bars-line">
              <span
                style={{
                  width: `${row.value / whole * 100}%`,
                  minWidth: row.value > 0 ? 2 : 0,
                  background: row.color ?? "var(--series-1)",
                }}
              />
            </td>
            <td className="num">{row.text ?? count(row.value)}</td>
            {noted && <td className="num muted">{row.note}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A histogram as columns; each column tells its range and count. `name` turns an edge into words. */
export function HistogramChart(
  { data, label, name }: { data: Histogram; label: string; name: (edge: number) => string },
) {
  const most = Math.max(1, ...data.counts);
  const total = data.counts.reduce((sum, one) => sum + one, 0);
  const ends = data.edges.length > 1
    ? [data.edges[0]!, data.edges[Math.floor(data.edges.length / 2)]!, data.edges[data.edges.length - 1]!]
    : [];
  if (total === 0) return <p className="muted">No boxes to count yet.</p>;
  return (
    <figure
      className="histogram"
      role="img"
      aria-label={`${label}: ${count(total)} boxes, most between ${mode(data, name)}`}
    >
      <div className="histogram-columns">
        {data.counts.map((number, i) => (
          <span key={i} data-tip={`${name(data.edges[i]!)} to ${name(data.edges[i + 1]!)}: ${count(number)}`}>
            <i style={{ height: `${number / most * 100}%` }} />
          </span>
        ))}
      </div>
      <div className="histogram-axis small muted num" aria-hidden="true">
        {ends.map((edge, i) => <span key={i}>{name(edge)}</span>)}
      </div>
    </figure>
  );
}

function mode(data: Histogram, name: (edge: number) => string): string {
  const at = data.counts.indexOf(Math.max(...data.counts));
  return `${name(data.edges[at] ?? 0)} and ${name(data.edges[at + 1] ?? 0)}`;
}

/** Edges of `box_area`: log10 of the share of the image -> "1 %". */
export function areaName(edge: number): string {
  const share = 100 * 10 ** edge;
  return `${share >= 10 ? Math.round(share) : Number(share.toPrecision(1))} %`;
}

/** Edges of `box_aspect`: log2 of width / height -> "2:1". */
export function aspectName(edge: number): string {
  const ratio = 2 ** Math.abs(edge);
  const text = ratio >= 10 ? String(Math.round(ratio)) : String(Math.round(ratio * 10) / 10);
  return edge >= 0 ? `${text}:1` : `1:${text}`;
}

export interface Part {
  name: string;
  value: number;
  color: string;
}

/** Parts of a whole in one bar, with their names below. */
export function Shares({ parts, label }: { parts: readonly Part[]; label: string }) {
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  return (
    <div className="shares">
      <div
        className="shares-bar"
        role="img"
        aria-label={`${label}: ${parts.map((part) => `${part.name} ${count(part.value)}`).join(", ")}`}
      >
        {total > 0 && parts.map((part) =>
          part.value > 0 && (
            <span
              key={part.name}
              style={{ flexGrow: part.value, background: part.color }}
              data-tip={`${part.name}: ${count(part.value)}`}
            />
          )
        )}
      </div>
      <ul className="shares-names small" aria-hidden="true">
        {parts.map((part) => (
          <li key={part.name}>
            <i style={{ background: part.color }} />
            {part.name} <span className="num muted">{count(part.value)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
