import type { Project } from "../../api/types.ts";
import { asObject } from "../images/metadata/rows.ts";

/** Whether images of the project may have several classes; by the same rule as the server. */
export function isMultiLabel(project: Pick<Project, "metadata" | "task_type">): boolean {
  const said = asObject(project.metadata).multi_label;
  return typeof said === "boolean" ? said : project.task_type !== "CLASSIFICATION";
}
