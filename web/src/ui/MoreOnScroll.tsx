import { useEffect, useRef } from "react";

/** An invisible mark at the end of a list: when it nears the view, the next page is asked for. */
export function MoreOnScroll({ when, more }: { when: boolean; more: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(more);
  latest.current = more;
  useEffect(() => {
    if (!when) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && latest.current(),
      { rootMargin: "400px" },
    );
    observer.observe(ref.current!);
    return () => observer.disconnect();
  }, [when, more]);
  return <div ref={ref} aria-hidden="true" />;
}
