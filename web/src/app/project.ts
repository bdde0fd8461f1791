import type { Project, Role } from "../api/types.ts";
import { type QueryState, useQuery } from "../api/hooks.ts";
import { useParams } from "./router.ts";

const ranks: readonly Role[] = ["viewer", "annotator", "reviewer", "manager", "owner"];

/** True when `role` may do what `least` may. */
export function atLeast(role: Role | undefined, least: Role): boolean {
  return role !== undefined && ranks.indexOf(role) >= ranks.indexOf(least);
}

export const roles = ranks;

/** The project of the current URL (/projects/:id/...). */
export function useProject(): QueryState<Project> {
  const { id } = useParams();
  return useQuery<Project>(id ? `/api/projects/${id}` : null, { freshMs: 5000 });
}
