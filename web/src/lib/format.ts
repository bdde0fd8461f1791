// Numbers, sizes and times as people read them. Pure; the clock is passed in where it matters.

const units = ["B", "kB", "MB", "GB", "TB"];

/** 1536 -> "1.5 kB" (decimal units, as disks and browsers count). */
export function bytes(n: number): string {
  let unit = 0;
  while (n >= 999.5 && unit < units.length - 1) {
    n /= 1000;
    unit++;
  }
  return `${unit === 0 || n >= 100 ? Math.round(n) : Math.round(n * 10) / 10} ${units[unit]}`;
}

const grouped = new Intl.NumberFormat("en-US");
/** 12345 -> "12,345" */
export function count(n: number): string {
  return grouped.format(n);
}

/** count(1, "image") -> "1 image"; count(2, "image") -> "2 images" */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** 0.8765 -> "87.7 %"; whole numbers stay whole. */
export function percent(fraction: number): string {
  const value = Math.round(fraction * 1000) / 10;
  return `${value} %`;
}

/** A metric in 0...1 as the field writes it: three decimals. */
export function score(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : value.toFixed(3);
}

/** Seconds -> "45 s", "3 min 20 s", "2 h 05 min". */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")} min`;
}

/** "just now", "5 min ago", "3 h ago", "yesterday", then the date. */
export function ago(time: string, now: number = Date.now()): string {
  const then = Date.parse(time);
  const seconds = (now - then) / 1000;
  if (seconds < -60) return `in ${duration(-seconds)}`;
  if (seconds < 45) return "just now";
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86400) return `${Math.round(seconds / 3600)} h ago`;
  if (seconds < 2 * 86400) return "yesterday";
  if (seconds < 7 * 86400) return `${Math.floor(seconds / 86400)} days ago`;
  return date(time);
}

export function date(time: string): string {
  return new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}

export function moment(time: string): string {
  return new Date(time).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
}

/** Time left by the fraction done so far; null while too early to say. */
export function remaining(fraction: number, startedAt: string | null, now: number = Date.now()): string | null {
  if (!startedAt || fraction < 0.02 || fraction >= 1) return null;
  const elapsed = (now - Date.parse(startedAt)) / 1000;
  if (elapsed < 3) return null;
  const left = Math.round(elapsed / fraction * (1 - fraction));
  return `about ${left < 60 || left >= 3600 ? duration(left) : `${Math.round(left / 60)} min`} left`;
}

/** 3200000 -> "3.2 M" */
export function compact(n: number): string {
  if (n < 1000) return String(n);
  if (n < 1e6) return `${Math.round(n / 100) / 10} k`;
  return `${Math.round(n / 1e5) / 10} M`;
}

/** "recall" -> "Recall", for the head of a column or chart; "mAP50" is a name and stays. */
export function sentence(text: string): string {
  return /^[a-z][^A-Z]*$/.test(text) ? text[0]!.toUpperCase() + text.slice(1) : text;
}
