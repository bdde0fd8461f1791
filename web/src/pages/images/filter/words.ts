// Filters in words.
import { bytes, count } from "../../../lib/format.ts";

export function splitText(split: string): string {
  return split === "unassigned" ? "Unassigned" : split[0]!.toUpperCase() + split.slice(1);
}

/** "640 to 1,920 px", "from 640 px", "up to 2 MP"; days as they are written. */
export function rangeText(form: { unit?: string; type: string }, from: string | null, to: string | null): string {
  if (form.type === "date") {
    // The end is the first moment that no longer belongs: the day before it is the last.
    const last = to ? dayOf(new Date(Date.parse(to) - 1)) : null;
    const first = from ? dayOf(new Date(from)) : null;
    return first && last
      ? (first === last ? `on ${first}` : `${first} to ${last}`)
      : first
      ? `since ${first}`
      : `until ${last}`;
  }
  const text = (value: string) => {
    const number = Number(value);
    return form.unit === "B" ? bytes(number) : Number.isInteger(number) ? count(number) : value;
  };
  const unit = form.unit && form.unit !== "B" ? ` ${form.unit}` : "";
  if (from && to) return from === to ? text(from) + unit : `${text(from)} to ${text(to)}${unit}`;
  return from ? `from ${text(from)}${unit}` : `up to ${text(to!)}${unit}`;
}

/** A day by the person's own clock, as a date field has it. */
export function dayOf(time: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** The moment at which a day begins, `later` days on. */
export function momentOf(day: string, later = 0): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  return new Date(year, month - 1, date + later).toISOString();
}
