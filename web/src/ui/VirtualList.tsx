import { type HTMLAttributes, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";

export interface VirtualListProps extends Omit<HTMLAttributes<HTMLDivElement>, "children"> {
  count: number;
  /** height of every row in px */
  rowHeight: number;
  render: (index: number) => ReactNode;
  overscan?: number;
  /** called when the last rows come into view */
  onEnd?: () => void;
  /** keep the last row in view as rows are added, unless the reader scrolled up */
  follow?: boolean;
  onFollowChange?: (following: boolean) => void;
  /** scrolls this row into view when it changes */
  reveal?: number | null;
  before?: ReactNode;
}

/** Only the rows in view exist, so ten thousand cost what forty do. Rows have one height. */
export function VirtualList(
  { count, rowHeight, render, overscan = 8, onEnd, follow, onFollowChange, reveal, before, className = "", ...rest }:
    VirtualListProps,
) {
  const ref = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  useLayoutEffect(() => {
    const box = ref.current!;
    const measure = () => setView({ top: box.scrollTop, height: box.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    measure();
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (follow) ref.current!.scrollTop = ref.current!.scrollHeight;
  }, [follow, count, view.height]);
  useLayoutEffect(() => {
    if (reveal === null || reveal === undefined) return;
    const box = ref.current!;
    if (reveal * rowHeight < box.scrollTop) box.scrollTop = reveal * rowHeight;
    else if ((reveal + 1) * rowHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = (reveal + 1) * rowHeight - box.clientHeight;
    }
  }, [reveal]);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - overscan);
  const last = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + overscan);
  useEffect(() => {
    if (last >= count && count > 0) onEnd?.();
  }, [last, count]);
  const onScroll = () => {
    const box = ref.current!;
    setView({ top: box.scrollTop, height: box.clientHeight });
    onFollowChange?.(box.scrollHeight - box.scrollTop - box.clientHeight < rowHeight * 2);
  };
  const rows: ReactNode[] = [];
  for (let index = first; index < last; index++) rows.push(render(index));
  return (
    <div {...rest} ref={ref} className={`virtual ${className}`} onScroll={onScroll}>
      {before}
      <div className="virtual-space" role="presentation" style={{ height: count * rowHeight }}>
        <div role="presentation" className="virtual-rows" style={{ transform: `translateY(${first * rowHeight}px)` }}>
          {rows}
        </div>
      </div>
    </div>
  );
}
