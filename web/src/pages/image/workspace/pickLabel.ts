import type { Id } from "../../../api/types.ts";
import { labelSelected } from "../../../canvas/engine/actions.ts";
import { toggleClass } from "./imageClass.ts";
import type { Workspace } from "./Workspace.ts";

const storeKey = (projectId: Id) => `fovea.label.${projectId}`;

/**
 * A label was picked: selected objects take it, and what is drawn next has it. With nothing selected it is the class of the
 * whole image where the project is about those.
 */
export function pickLabel(workspace: Workspace, labelId: Id) {
  const { engine, classes } = workspace;
  if (engine.selection.size > 0) labelSelected(engine, labelId);
  else if (classes.byKey && engine.tool === "select") toggleClass(engine, labelId, classes.multi);
  workspace.setLabel(labelId);
  const projectId = workspace.label(labelId)?.project_id;
  if (!projectId) return;
  try {
    localStorage.setItem(storeKey(projectId), labelId);
  } catch { /* private mode: it lasts as long as the page */ }
}

/** The label used last in a project, in this browser. */
export function lastLabel(projectId: Id): Id | null {
  try {
    return localStorage.getItem(storeKey(projectId));
  } catch {
    return null;
  }
}
