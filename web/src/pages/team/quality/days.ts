import type { DayWork } from "../../../api/types.ts";

const dayMs = 86_400_000;

/** The days between the first and the last, those without work too. */
export function everyDay(days: readonly DayWork[]): DayWork[] {
  const known = new Map(days.map((day) => [day.day, day]));
  const all: DayWork[] = [];
  if (days.length === 0) return all;
  const last = Date.parse(days[days.length - 1]!.day);
  for (let at = Date.parse(days[0]!.day); at <= last; at += dayMs) {
    const day = new Date(at).toISOString().slice(0, 10);
    all.push(known.get(day) ?? { day, changes: 0, labelled: 0, reviewed: 0, returned: 0 });
  }
  return all;
}

export function dayName(day: string): string {
  return new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
}
