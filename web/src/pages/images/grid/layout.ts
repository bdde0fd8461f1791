// The arithmetic of the grid: which cells a window of it shows, where each lies, which a rectangle touches. Pure.

export type Density = "small" | "medium" | "large";
export const densities: readonly Density[] = ["small", "medium", "large"];

const smallestWidth: { [density in Density]: number } = { small: 112, medium: 190, large: 320 };
const captionHeight: { [density in Density]: number } = { small: 0, medium: 26, large: 28 };
const gaps: { [density in Density]: number } = { small: 6, medium: 12, large: 16 };

export interface Layout {
  columns: number;
  cellWidth: number;
  /** the picture's part of a cell */
  pictureHeight: number;
  cellHeight: number;
  gap: number;
  /** from the top of one row to the top of the next */
  pitch: number;
}

export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** As many columns as fit at the density's width or wider; cells are 4 : 3 with a caption under them. */
export function layoutFor(width: number, density: Density): Layout {
  const gap = gaps[density];
  const columns = Math.max(1, Math.floor((width + gap) / (smallestWidth[density] + gap)));
  const cellWidth = Math.max(1, Math.floor((width - gap * (columns - 1)) / columns));
  const pictureHeight = Math.round(cellWidth * 3 / 4);
  const cellHeight = pictureHeight + captionHeight[density];
  return { columns, cellWidth, pictureHeight, cellHeight, gap, pitch: cellHeight + gap };
}

/** So many columns, however wide they come out; under the picture stand the classes. */
export function layoutWith(width: number, columns: number, caption: number): Layout {
  const gap = columns > 8 ? gaps.small : gaps.medium;
  const cellWidth = Math.max(1, Math.floor((width - gap * (columns - 1)) / columns));
  const pictureHeight = Math.round(cellWidth * 3 / 4);
  const cellHeight = pictureHeight + caption;
  return { columns, cellWidth, pictureHeight, cellHeight, gap, pitch: cellHeight + gap };
}

export function rowsOf(layout: Layout, count: number): number {
  return Math.ceil(count / layout.columns);
}

export function heightOf(layout: Layout, count: number): number {
  const rows = rowsOf(layout, count);
  return rows === 0 ? 0 : rows * layout.pitch - layout.gap;
}

/** Rows beyond the window, above and below. */
const extraRows = 2;

/** The cells [first, last) that a window from `top` of `height` shows, with some rows beyond it. */
export function windowOf(
  layout: Layout,
  count: number,
  top: number,
  height: number,
): { first: number; last: number } {
  const firstRow = Math.max(0, Math.floor(top / layout.pitch) - extraRows);
  const lastRow = Math.floor((top + height) / layout.pitch) + 1 + extraRows;
  return {
    first: Math.min(count, firstRow * layout.columns),
    last: Math.min(count, Math.max(0, lastRow) * layout.columns),
  };
}

/** As many cells as a window of `height` ever shows. */
export function slotsOf(layout: Layout, height: number): number {
  return layout.columns * (Math.ceil(height / layout.pitch) + 1 + 2 * extraRows);
}

export function placeOf(layout: Layout, index: number): { left: number; top: number } {
  const column = index % layout.columns;
  const row = Math.floor(index / layout.columns);
  return { left: column * (layout.cellWidth + layout.gap), top: row * layout.pitch };
}

/** The cells that a rectangle (in the grid's own coordinates) touches. */
export function cellsIn(layout: Layout, count: number, rect: Rect): number[] {
  const step = layout.cellWidth + layout.gap;
  const column0 = Math.max(0, Math.ceil((rect.left - layout.cellWidth) / step));
  const column1 = Math.min(layout.columns - 1, Math.floor(rect.right / step));
  const row0 = Math.max(0, Math.ceil((rect.top - layout.cellHeight) / layout.pitch));
  const row1 = Math.min(rowsOf(layout, count) - 1, Math.floor(rect.bottom / layout.pitch));
  const found: number[] = [];
  for (let row = row0; row <= row1; row++) {
    for (let column = column0; column <= column1; column++) {
      const index = row * layout.columns + column;
      if (index < count) found.push(index);
    }
  }
  return found;
}

/** The scroll position that brings a cell into view, or null when it is there already. */
export function revealing(layout: Layout, index: number, top: number, height: number, margin = 8): number | null {
  const cell = placeOf(layout, index).top;
  if (cell - margin < top) return Math.max(0, cell - margin);
  if (cell + layout.cellHeight + margin > top + height) return cell + layout.cellHeight + margin - height;
  return null;
}

/** Where an arrow leads; at an end it stays. */
export function stepped(
  layout: Layout,
  count: number,
  from: number,
  direction: "left" | "right" | "up" | "down",
): number {
  if (count === 0) return -1;
  if (from < 0) return 0;
  const to = from + { left: -1, right: 1, up: -layout.columns, down: layout.columns }[direction];
  if (to < 0) return from;
  // Down from the last but one row where the last is short: its last cell.
  if (to >= count) {
    return direction === "down" && Math.floor(from / layout.columns) < rowsOf(layout, count) - 1 ? count - 1 : from;
  }
  return to;
}
