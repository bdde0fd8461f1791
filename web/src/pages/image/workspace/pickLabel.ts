import type { Id } from "../../../api/types.ts";
import { labelSelected } from "../../../canvas/engine/actions.ts";
import type { Workspace } from "./Workspace.ts";

const storeKey = (projectId: Id) => `fovea.label.${projectId}`;

/** A label was picked: selected objects take it, and what is drawn next has it. */
export function pickLabel(workspace: Workspace, labelId: Id) {
  labelSelected(workspace.engine, labelId);
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
