// What moves: hover, selection with its grips, the draft of a tool. Painted anew each frame, in view coordinates where the
// size is constant on the screen. Nothing here lies over the inside of an object that is being drawn.
import type { Id } from "../../api/types.ts";
import { intersects, type XY } from "../geometry/bounds.ts";
import { boundsOf, placed } from "../geometry/measure.ts";
import { handlePoint, handles, isOutline, ringsOf } from "../geometry/edit.ts";
import { type RotatedBox, rotatedHandle, turnHandle } from "../geometry/rotated.ts";
import { type Reach, turnGap } from "../scene/hit.ts";
import type { Entry, Scene } from "../scene/Scene.ts";
import type { Shape } from "../scene/shape.ts";
import type { Draft } from "../tools/Tool.ts";
import { toView, type Viewport, visible } from "../view/viewport.ts";
import { paintChip } from "./chip.ts";
import { paintNote, strokeFine, traceRing } from "./pointer.ts";
import { styleOf } from "./colour.ts";
import { type Looks, paintShapes, stroke, usualFill } from "./paintShapes.ts";
import { type Context2D, trace } from "./trace.ts";

export interface OverlayState {
  selection: ReadonlySet<Id>;
  hover: Id | null;
  draft: Draft | null;
  editable: boolean;
  /** the keyboard's cursor, in image pixels */
  keyAt: XY | null;
  reach: Reach;
  /** the colour for an object that has no label yet */
  draftColour: string;
  nameOf: (labelId: Id) => string;
}

const gripsUpTo = 1;
const crowd = 200;
const gripSide = 8;

/** `ctx` in CSS pixels; answers nothing, asks nothing: one frame of the overlay. */
export function paintOverlay(ctx: Context2D, v: Viewport, scene: Scene, looks: Looks, state: OverlayState) {
  const { draft, selection } = state;
  const changed = new Map((draft?.changed ?? []).map((shape) => [shape.id, shape]));
  const area = visible(v);
  const seen = (entry: Entry | undefined): entry is Entry =>
    entry !== undefined && !scene.isHidden(entry.shape.id) && intersects(entry.bounds, area);
  const selected = [...selection].map((id) => entryOf(scene, id, changed)).filter(seen);
  const shown = new Set(draft?.lifted ?? []);
  const still = selected.filter((entry) => !changed.has(entry.shape.id) && !shown.has(entry.shape.id));
  inImage(ctx, v, () => {
    const hovered = state.hover && !selection.has(state.hover) ? scene.entry(state.hover) : undefined;
    const marked = { unit: 1 / v.scale, fill: usualFill };
    if (seen(hovered)) paintShapes(ctx, [hovered], looks, marked);
    // One by one they cover each other as they lie; a crowd is painted by label, in a few strokes.
    if (still.length > crowd) paintShapes(ctx, still, looks, marked);
    else for (const entry of still) paintShapes(ctx, [entry], looks, marked);
    const moving = [...changed.keys()].map((id) => entryOf(scene, id, changed)).filter(seen);
    paintShapes(ctx, moving, looks, { unit: 1 / v.scale });
    if (draft?.ghost) paintShapes(ctx, [loose(draft.ghost)], looks, { unit: 1 / v.scale });
    if (draft?.geometry) {
      ctx.beginPath();
      trace(ctx, draft.geometry);
      stroke(ctx, styleOf(state.draftColour), 1 / v.scale, false);
    }
  });
  if (selected.length > gripsUpTo) paintFrames(ctx, v, selected);
  else if (state.editable && !draft?.changed) {
    for (const entry of selected) if (!scene.isLocked(entry.shape.id)) paintGrips(ctx, v, entry.shape, state.reach);
  }
  if (draft) paintDraft(ctx, v, draft, state.draftColour);
  if (state.keyAt) paintCursor(ctx, toView(v, state.keyAt));
  if (state.hover && !draft) {
    const entry = scene.entry(state.hover);
    if (seen(entry)) {
      paintChip(
        ctx,
        v,
        entry.bounds,
        state.nameOf(entry.shape.labelId),
        looks(entry.shape.labelId).color,
        entry.shape.confidence,
      );
    }
  }
}

function entryOf(scene: Scene, id: Id, changed: ReadonlyMap<Id, Shape>): Entry | undefined {
  const entry = scene.entry(id);
  const shape = changed.get(id);
  return entry && shape ? { ...entry, shape, bounds: boundsOf(shape.geometry) } : entry;
}

/** A shape that is in no scene. */
const loose = (shape: Shape): Entry => ({ shape, bounds: boundsOf(shape.geometry), surface: 0, order: 0, cost: 0 });

function inImage(ctx: Context2D, v: Viewport, paint: () => void) {
  ctx.save();
  ctx.translate(v.offsetX, v.offsetY);
  ctx.scale(v.scale, v.scale);
  paint();
  ctx.restore();
}

function paintGrips(ctx: Context2D, v: Viewport, shape: Shape, reach: Reach) {
  const { geometry } = shape;
  if (geometry.type === "box") {
    const b = boundsOf(geometry);
    const small = Math.min(b.x1 - b.x0, b.y1 - b.y0) * v.scale < 3 * gripSide;
    for (const handle of handles) {
      // On a small box the middles would hide its sides.
      if (small && handle % 2 === 1) continue;
      paintGrip(ctx, toView(v, handlePoint(b, handle)), "square");
    }
  } else if (geometry.type === "rotated_box") paintRotatedGrips(ctx, v, geometry, reach);
  else if (geometry.type === "keypoints") {
    // A ring: whether the point is seen or hidden stays to be read inside.
    for (const p of placed(geometry.points)) {
      const { x, y } = toView(v, p);
      ctx.beginPath();
      ctx.arc(x, y, gripSide - 1, 0, 2 * Math.PI);
      strokeFine(ctx);
    }
  } else if (isOutline(geometry)) {
    for (const ring of ringsOf(geometry)) for (const [x, y] of ring) paintGrip(ctx, toView(v, { x, y }), "round");
  }
}

function paintRotatedGrips(ctx: Context2D, v: Viewport, box: RotatedBox, reach: Reach) {
  const small = Math.min(box.width, box.height) * v.scale < 3 * gripSide;
  const top = toView(v, rotatedHandle(box, 1));
  const turn = toView(v, turnHandle(box, reach.handle * turnGap));
  ctx.beginPath();
  ctx.moveTo(top.x, top.y);
  ctx.lineTo(turn.x, turn.y);
  twoTone(ctx, [3, 2]);
  for (const handle of handles) {
    if (small && handle % 2 === 1) continue;
    paintGrip(ctx, toView(v, rotatedHandle(box, handle)), "square");
  }
  paintGrip(ctx, turn, "round");
}

/** The keyboard's cursor: a cross with an open middle, so that what it points at stays seen. */
function paintCursor(ctx: Context2D, { x, y }: XY) {
  ctx.beginPath();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
    ctx.moveTo(x + dx * 4, y + dy * 4);
    ctx.lineTo(x + dx * 14, y + dy * 14);
  }
  ctx.setLineDash([]);
  ctx.lineWidth = 4;
  ctx.strokeStyle = "rgb(0 0 0 / 0.7)";
  ctx.stroke();
  ctx.lineWidth = 2;
  ctx.strokeStyle = "#ffffff";
  ctx.stroke();
}

function paintGrip(ctx: Context2D, { x, y }: XY, form: "square" | "round") {
  ctx.beginPath();
  if (form === "square") ctx.rect(Math.round(x) - gripSide / 2, Math.round(y) - gripSide / 2, gripSide, gripSide);
  else ctx.arc(x, y, gripSide / 2, 0, 2 * Math.PI);
  ctx.fillStyle = "#ffffff";
  ctx.fill();
  ctx.lineWidth = 1;
  ctx.strokeStyle = "rgb(0 0 0 / 0.85)";
  ctx.stroke();
}

/** A thin white frame around each of many selected, all in one path. */
function paintFrames(ctx: Context2D, v: Viewport, entries: readonly Entry[]) {
  ctx.beginPath();
  for (const { bounds } of entries) {
    const a = toView(v, { x: bounds.x0, y: bounds.y0 });
    const c = toView(v, { x: bounds.x1, y: bounds.y1 });
    ctx.rect(a.x - 4, a.y - 4, c.x - a.x + 8, c.y - a.y + 8);
  }
  twoTone(ctx, [4, 3]);
}

function paintDraft(ctx: Context2D, v: Viewport, draft: Draft, colour: string) {
  if (draft.cross) {
    const p = toView(v, draft.cross);
    const x = Math.round(p.x) + 0.5;
    const y = Math.round(p.y) + 0.5;
    ctx.beginPath();
    ctx.moveTo(x, 0);
    ctx.lineTo(x, v.view.height);
    ctx.moveTo(0, y);
    ctx.lineTo(v.view.width, y);
    twoTone(ctx, [3, 3], 0.55);
  }
  if (draft.marquee) {
    const a = toView(v, draft.marquee.from);
    const b = toView(v, draft.marquee.to);
    ctx.beginPath();
    ctx.rect(a.x, a.y, b.x - a.x, b.y - a.y);
    ctx.fillStyle = "rgb(255 255 255 / 0.08)";
    ctx.fill();
    twoTone(ctx, [4, 3]);
  }
  if (draft.path) paintPath(ctx, v, draft, colour);
  if (draft.snap) paintSnap(ctx, toView(v, draft.snap));
  if (draft.ring) {
    traceRing(ctx, v, draft.ring);
    strokeFine(ctx);
  }
  if (draft.note) paintNote(ctx, v, toView(v, draft.note.at), draft.note.text);
}

function paintPath(ctx: Context2D, v: Viewport, draft: Draft, colour: string) {
  const points = draft.path!.map((p) => toView(v, p));
  const first = points[0]!;
  ctx.beginPath();
  ctx.moveTo(first.x, first.y);
  for (const p of points.slice(1)) ctx.lineTo(p.x, p.y);
  for (const at of draft.stroke ?? []) {
    const p = toView(v, at);
    ctx.lineTo(p.x, p.y);
  }
  if (draft.closing) ctx.closePath();
  else if (draft.cursor) ctx.lineTo(toView(v, draft.cursor).x, toView(v, draft.cursor).y);
  ctx.lineJoin = "round";
  stroke(ctx, styleOf(colour), 1, false);
  for (const p of points) paintGrip(ctx, p, "round");
  if (!draft.closing) return;
  ctx.beginPath();
  ctx.arc(first.x, first.y, gripSide, 0, 2 * Math.PI);
  stroke(ctx, styleOf(colour), 1, false);
}

/** A diamond where a neighbour's border took hold. */
function paintSnap(ctx: Context2D, { x, y }: XY) {
  ctx.beginPath();
  ctx.moveTo(x, y - 8);
  ctx.lineTo(x + 8, y);
  ctx.lineTo(x, y + 8);
  ctx.lineTo(x - 8, y);
  ctx.closePath();
  ctx.setLineDash([]);
  ctx.lineWidth = 4;
  ctx.strokeStyle = "rgb(0 0 0 / 0.7)";
  ctx.stroke();
  ctx.lineWidth = 2;
  ctx.strokeStyle = "#ffd60a";
  ctx.stroke();
}

/** Dashes of white in black: seen on any picture. */
function twoTone(ctx: Context2D, dash: number[], alpha = 0.9) {
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  ctx.strokeStyle = `rgb(0 0 0 / ${alpha * 0.7})`;
  ctx.stroke();
  ctx.setLineDash(dash);
  ctx.strokeStyle = `rgb(255 255 255 / ${alpha})`;
  ctx.stroke();
  ctx.setLineDash([]);
}
