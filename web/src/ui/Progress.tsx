/** How far something is, 0...1. Without a value: under way, nobody knows how far. */
export function Progress({ value, label, tone }: { value: number | null; label: string; tone?: "good" | "bad" }) {
  const shown = value === null ? null : Math.max(0, Math.min(1, value));
  return (
    <div
      className={`progress${tone ? ` progress-${tone}` : ""}${shown === null ? " progress-open" : ""}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={shown === null ? undefined : Math.round(shown * 100)}
    >
      <span style={shown === null ? undefined : { width: `${shown * 100}%` }} />
    </div>
  );
}
