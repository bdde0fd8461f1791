import { createContext, useContext, useSyncExternalStore } from "react";
import type { Snapshot, Workspace } from "./Workspace.ts";

export const WorkspaceContext = createContext<Workspace | null>(null);

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (!workspace) throw new Error("outside of a workspace");
  return workspace;
}

/** One aspect of the snapshot: re-renders only when that changes. */
export function useSnapshot<T>(select: (snapshot: Snapshot) => T): T {
  const workspace = useWorkspace();
  return useSyncExternalStore(workspace.listen, () => select(workspace.snapshot));
}
