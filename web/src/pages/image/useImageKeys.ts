import type { Image, Role } from "../../api/types.ts";
import { atLeast } from "../../app/project.ts";
import { type Handlers, useKeys } from "../../app/keyboard.ts";
import { setQuery } from "../../app/router.ts";
import {
  acceptSelected,
  deleteSelected,
  duplicateSelected,
  nudgeSelected,
  rejectSelected,
  selectAll,
  selectNext,
  stackSelected,
  turnSelected,
} from "../../canvas/engine/actions.ts";
import { nextGrip, removeVertexHere } from "../../canvas/engine/grips.ts";
import { actualSize, fit, zoomedBy } from "../../canvas/view/viewport.ts";
import type { StackMove } from "../../canvas/scene/stack.ts";
import { toast } from "../../ui/index.ts";
import { copySelected, pasteCopied } from "./workspace/clipboard.ts";
import { labelForDigit } from "./workspace/labels.ts";
import { toggleClass } from "./workspace/imageClass.ts";
import { findLikeSelected } from "./workspace/findLike.ts";
import { newId } from "./workspace/newId.ts";
import { pickLabel } from "./workspace/pickLabel.ts";
import type { Workspace } from "./workspace/Workspace.ts";
import type { Live } from "./live/Live.ts";
import { again } from "./again.ts";
import type { Neighbours } from "./useNeighbours.ts";

/** Every key of the image page, by the names of the one table. A handler that answers false lets the next meaning have the key. */
export function useImageKeys(
  workspace: Workspace | null,
  image: Image | undefined,
  role: Role | undefined,
  neighbours: Neighbours,
  live: Live | null,
  finish: () => void,
) {
  useKeys(
    workspace
      ? {
        "comment.place": () => live?.place(true),
        "object.similar": () =>
          image && !workspace.engine.busy && findLikeSelected(workspace, image.project_id) ? undefined : false,
        ...moves(workspace, image, role, neighbours, finish),
        ...edits(workspace),
        ...views(workspace),
        ...labels(workspace),
      }
      : {},
  );
}

const arrow = (event: KeyboardEvent) => event.key.startsWith("Arrow");

function moves(
  workspace: Workspace,
  image: Image | undefined,
  role: Role | undefined,
  neighbours: Neighbours,
  finish: () => void,
): Handlers {
  const { engine } = workspace;
  // With an object selected the arrows move it; half way through a drawing nobody leaves by accident.
  const stay = (event: KeyboardEvent) =>
    engine.busy || (arrow(event) && (engine.selection.size > 0 || engine.keyPointer.active));
  return {
    "image.previous": (event) => stay(event) ? false : void neighbours.open(neighbours.previous),
    "image.next": (event) => stay(event) ? false : void neighbours.open(neighbours.next),
    "image.nextUnlabelled": (event) => {
      if (stay(event)) return false;
      void neighbours.openUnlabelled().then((found) => found || toast("No image without objects further on."));
    },
    "image.save": () => void workspace.save(),
    "image.done": () => {
      if (!image || !atLeast(role, "annotator")) return false;
      finish();
    },
    search: () => {
      const field = () => document.querySelector<HTMLInputElement>("[data-label-search]");
      // At once where it is shown: what is typed next belongs to it, however busy the page is.
      if (field()) return field()!.focus();
      setQuery({ panel: null });
      setTimeout(() => field()?.focus());
    },
  };
}

function views({ engine }: Workspace): Handlers {
  return {
    "view.fit": () => engine.setViewport(fit(engine.viewport)),
    "view.actual": () => engine.setViewport(actualSize(engine.viewport)),
    "view.zoomIn": () => engine.setViewport(zoomedBy(engine.viewport, 1.25)),
    "view.zoomOut": () => engine.setViewport(zoomedBy(engine.viewport, 0.8)),
  };
}

function edits(workspace: Workspace): Handlers {
  const { engine } = workspace;
  const inCanvas = () => engine.root.contains(document.activeElement);
  const tab = (step: 1 | -1) => () =>
    inCanvas() && (nextGrip(engine, step) || selectNext(engine, step)) ? undefined : false;
  const turn = (degrees: number) => () => turnSelected(engine, degrees) ? undefined : false;
  const stack = (move: StackMove) => () => stackSelected(engine, move) ? undefined : false;
  const nudge = (dx: number, dy: number) => () =>
    engine.keyPointer.move(dx, dy) || nudgeSelected(engine, dx, dy) ? undefined : false;
  const selected = () => [...engine.selection];
  return {
    "tool.select": () => engine.setTool("select"),
    "tool.box": () => engine.setTool("box"),
    "tool.rotated": () => engine.setTool("rotated"),
    "tool.polygon": () => engine.setTool("polygon"),
    "tool.polyline": () => engine.setTool("polyline"),
    "tool.hole": () => {
      if (!engine.cutHole()) toast("Select the polygon to cut a hole into first.");
    },
    "draw.snap": () => {
      const snaps = !workspace.snapshot.view.snaps;
      workspace.setView({ snaps });
      toast(snaps ? "Snapping to neighbours is on." : "Snapping to neighbours is off.");
    },
    "tool.mask": () => engine.setTool("mask"),
    "tool.keypoints": () => engine.setTool("keypoints"),
    "draw.place": () => {
      const waits = !engine.keyPointer.active && predictionSelected(engine);
      return !waits && inCanvas() && engine.keyPointer.press() ? undefined : false;
    },
    "tool.again": () => workspace.lastTool(),
    "object.next": tab(1),
    "object.previous": tab(-1),
    "object.delete": () => removeVertexHere(engine) || deleteSelected(engine) ? undefined : false,
    "object.deleteVertex": () => engine.toolKey("Backspace") || deleteSelected(engine) ? undefined : false,
    "object.raise": stack("raise"),
    "object.lower": stack("lower"),
    "object.front": stack("front"),
    "object.back": stack("back"),
    "object.turnRight": turn(1),
    "object.turnLeft": turn(-1),
    "object.turnRight15": turn(15),
    "object.turnLeft15": turn(-15),
    "edit.selectAll": () => selectAll(engine) ? undefined : false,
    "edit.undo": () => again(workspace, "undo"),
    "edit.redo": () => again(workspace, "redo"),
    "edit.copy": () => copySelected(engine) ? undefined : false,
    "edit.paste": () => pasteCopied(engine) ? undefined : false,
    "edit.duplicate": () => duplicateSelected(engine, newId) ? undefined : false,
    "nudge.left": nudge(-1, 0),
    "nudge.right": nudge(1, 0),
    "nudge.up": nudge(0, -1),
    "nudge.down": nudge(0, 1),
    "nudge.left10": nudge(-10, 0),
    "nudge.right10": nudge(10, 0),
    "nudge.up10": nudge(0, -10),
    "nudge.down10": nudge(0, 10),
    "object.hide": () =>
      selected().length > 0 ? workspace.setHidden(selected(), !workspace.snapshot.hidden.has(selected()[0]!)) : false,
    "object.hideAll": () => workspace.setAllHidden(!workspace.snapshot.allHidden),
    "label.hide": () => {
      const { hiddenLabels, labelId } = workspace.snapshot;
      const ids = new Set(selected().flatMap((id) => engine.scene.get(id)?.labelId ?? []));
      if (ids.size === 0 && labelId) ids.add(labelId);
      if (ids.size === 0) return false;
      workspace.setLabelHidden(ids, ![...ids].every((id) => hiddenLabels.has(id)));
    },
    "object.lock": () =>
      selected().length > 0 ? workspace.setLocked(selected(), !workspace.snapshot.locked.has(selected()[0]!)) : false,
    "prediction.accept": () => engine.toolKey("Enter") || acceptSelected(engine) ? undefined : false,
    "prediction.reject": () => rejectSelected(engine) ? undefined : false,
    escape: () => {
      if (engine.escape()) return;
      // Nothing left to cancel: the focus leaves the canvas, so that Tab walks the page again.
      if (inCanvas()) (document.activeElement as HTMLElement).blur();
      else return false;
    },
  };
}

/** Enter accepts it, then. */
function predictionSelected(engine: Workspace["engine"]): boolean {
  return [...engine.selection].some((id) => engine.scene.get(id)?.isPrediction);
}

function labels(workspace: Workspace): Handlers {
  const handlers: Handlers = {};
  for (const digit of "1234567890") {
    handlers[`label.${digit}`] = () => {
      const label = labelForDigit(workspace.labels, digit);
      if (!label) return false;
      pickLabel(workspace, label.id);
    };
    handlers[`class.${digit}`] = () => {
      const label = labelForDigit(workspace.labels, digit);
      return label && toggleClass(workspace.engine, label.id, workspace.classes.multi) ? undefined : false;
    };
  }
  return handlers;
}
