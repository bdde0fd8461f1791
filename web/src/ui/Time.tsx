import { ago, moment } from "../lib/format.ts";

/** When, as people say it; the exact moment in the tooltip. */
export function Ago({ time }: { time: string | null }) {
  if (!time) return <span className="muted">never</span>;
  return <time dateTime={time} data-tip={moment(time)}>{ago(time)}</time>;
}
