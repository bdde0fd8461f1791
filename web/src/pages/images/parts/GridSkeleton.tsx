import type { Density } from "../grid/layout.ts";

const widths: { [density in Density]: string } = { small: "112px", medium: "190px", large: "320px" };

/** The grid's shape while its first page comes. */
export function GridSkeleton({ density }: { density: Density }) {
  return (
    <div className="grid-skeleton" role="status" aria-label="Loading images">
      <div
        className="skeleton-cards"
        aria-hidden="true"
        style={{ gridTemplateColumns: `repeat(auto-fill, minmax(${widths[density]}, 1fr))` }}
      >
        {Array.from({ length: 24 }, (_, i) => <span key={i} />)}
      </div>
    </div>
  );
}
