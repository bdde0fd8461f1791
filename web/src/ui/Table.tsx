import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { Icon } from "./Icon.tsx";
import { VirtualList } from "./VirtualList.tsx";

export interface Column<T> {
  id: string;
  title: string;
  /** CSS grid track: "minmax(160px, 2fr)", "96px" */
  width: string;
  cell: (row: T) => ReactNode;
  align?: "end";
  /** given, the column's head sorts by it */
  sort?: string;
  /** the head is for screen readers only */
  quiet?: boolean;
}

export interface TableProps<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** Enter or a click anywhere on the row */
  onOpen?: (row: T) => void;
  selected?: (row: T) => boolean;
  sort?: string;
  onSort?: (sort: string) => void;
  onEnd?: () => void;
  rowHeight?: number;
  total?: number | null;
  /** most rows shown before the table scrolls by itself */
  maxRows?: number;
}

/** Rows in a grid, virtual beyond what fits, walked with the arrow keys. */
export function Table<T>(
  { label, columns, rows, rowKey, onOpen, selected, sort, onSort, onEnd, rowHeight = 40, total, maxRows = 16 }:
    TableProps<T>,
) {
  const [at, setAt] = useState<number>(0);
  const wanted = useRef<number | null>(null);
  const grid = { gridTemplateColumns: columns.map((column) => column.width).join(" ") };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    const to = event.key === "ArrowDown"
      ? at + 1
      : event.key === "ArrowUp"
      ? at - 1
      : event.key === "Home"
      ? 0
      : event.key === "End"
      ? rows.length - 1
      : null;
    if (event.key === "Enter" && onOpen) onOpen(rows[at]!);
    else if (to !== null) {
      const next = Math.max(0, Math.min(rows.length - 1, to));
      setAt(next);
      // The row may not exist yet: it takes the focus when it comes into being.
      wanted.current = next;
      event.currentTarget.closest("[role=table]")!.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus();
    } else return;
    event.preventDefault();
  };
  const head = (
    <div className="table-head" role="row" style={grid}>
      {columns.map((column) => {
        const on = column.sort !== undefined && sort?.replace(/^-/, "") === column.sort;
        const down = on && sort!.startsWith("-");
        return (
          <div
            key={column.id}
            role="columnheader"
            className={column.align === "end" ? "cell end" : "cell"}
            aria-sort={on ? (down ? "descending" : "ascending") : undefined}
          >
            {column.sort && onSort
              ? (
                <button type="button" onClick={() => onSort(on && !down ? `-${column.sort}` : column.sort!)}>
                  {column.title}
                  {on && <Icon name={down ? "chevronDown" : "chevronUp"} size={12} />}
                </button>
              )
              : <span className={column.quiet ? "sr-only" : undefined}>{column.title}</span>}
          </div>
        );
      })}
    </div>
  );
  const row = (index: number) => {
    const item = rows[index]!;
    return (
      <div
        key={rowKey(item)}
        role="row"
        aria-rowindex={index + 2}
        aria-selected={selected?.(item)}
        data-row={index}
        style={{ ...grid, height: rowHeight }}
        className={onOpen ? "table-row open" : "table-row"}
        tabIndex={onOpen ? (index === Math.min(at, rows.length - 1) ? 0 : -1) : undefined}
        onKeyDown={onOpen ? onKeyDown : undefined}
        ref={index === wanted.current ? (element) => element?.focus({ preventScroll: true }) : undefined}
        onFocus={() => {
          wanted.current = null;
          setAt(index);
        }}
        onClick={onOpen && ((event) =>
          (event.target as Element).closest("a, button, input, select, label") || getSelection()?.toString() ||
          onOpen(item))}
      >
        {columns.map((column) => (
          <div key={column.id} role="cell" className={column.align === "end" ? "cell end" : "cell"}>
            {column.cell(item)}
          </div>
        ))}
      </div>
    );
  };
  return (
    <div className="table" role="table" aria-label={label} aria-rowcount={(total ?? rows.length) + 1}>
      <VirtualList
        count={rows.length}
        rowHeight={rowHeight}
        render={row}
        onEnd={onEnd}
        before={head}
        reveal={at}
        role="presentation"
        style={{ maxHeight: rowHeight * maxRows + 33 }}
      />
    </div>
  );
}
