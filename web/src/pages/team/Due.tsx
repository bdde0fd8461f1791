import { date } from "../../lib/format.ts";
import { Badge } from "../../ui/index.ts";

/** A day by which something is to be done; past it, it says so. */
export function Due({ time, done }: { time: string | null; done?: boolean }) {
  if (!time) return <span className="muted">—</span>;
  const late = !done && Date.parse(time) < Date.now();
  return late ? <Badge tone="bad">Due {date(time)}</Badge> : <span className="muted nowrap">Due {date(time)}</span>;
}
