import type { Annotation } from "../../../api/types.ts";
import { loadAll } from "../../../api/useAll.ts";
import { annotationsPath } from "../outbox/target.ts";
import type { Workspace } from "../workspace/Workspace.ts";

const pauseMs = 300;

/**
 * Reads the open image's annotations again and shows what is new. An answer that was overtaken by a save, or that comes in
 * the middle of a gesture, is read again.
 */
export async function reread(workspace: Workspace, target: string, signal: AbortSignal) {
  while (!signal.aborted && workspace.snapshot.target === target) {
    const { generation } = workspace;
    if (generation === null) return;
    try {
      const annotations = await loadAll<Annotation>(annotationsPath(target), signal);
      if (workspace.snapshot.target !== target || workspace.refresh(annotations, generation)) return;
    } catch {
      return; // the next look, or the next save, says what is wrong
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
