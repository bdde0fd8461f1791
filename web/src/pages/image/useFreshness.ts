import { useEffect, useRef } from "react";
import type { Id } from "../../api/types.ts";
import { cache } from "../../api/cache.ts";
import { reread } from "./live/reread.ts";
import type { Workspace } from "./workspace/Workspace.ts";

/** Keeps what is shown true: the image after a save (its status and counts follow), the objects when one comes back to the window. */
export function useFreshness(workspace: Workspace | null, imageId: Id, target: string, ready: boolean) {
  const wasSaved = useRef(true);
  useEffect(() => {
    if (!workspace) return;
    return workspace.listen(() => {
      const saved = workspace.snapshot.save.is === "saved";
      if (saved && !wasSaved.current) cache.invalidate(`/api/images/${workspace.snapshot.imageId}`);
      wasSaved.current = saved;
    });
  }, [workspace]);
  useEffect(() => {
    if (!workspace || !ready) return;
    const control = new AbortController();
    const look = () => {
      if (document.hidden || workspace.snapshot.save.is !== "saved") return;
      void reread(workspace, target, control.signal);
    };
    addEventListener("visibilitychange", look, { signal: control.signal });
    addEventListener("focus", look, { signal: control.signal });
    return () => control.abort();
  }, [workspace, imageId, target, ready]);
}
