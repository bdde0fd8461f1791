/** The mark: an eye's fovea, the one sharp point in a soft ring. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false" className="logo">
      <circle cx="16" cy="16" r="12.500" fill="none" stroke="currentColor" strokeWidth="2.500" opacity=".45" />
      <circle cx="16" cy="16" r="5.500" fill="var(--accent)" />
    </svg>
  );
}
