import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { Id } from "../../../api/types.ts";
import type { Workspace } from "../workspace/Workspace.ts";
import { Live, type LiveSnapshot } from "./Live.ts";

export const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("outside of an open image");
  return live;
}

/** One aspect of the snapshot: re-renders only when that changes. */
export function useLiveSnapshot<T>(select: (snapshot: LiveSnapshot) => T): T {
  const live = useLive();
  return useSyncExternalStore(live.listen, () => select(live.snapshot));
}

/** The live side of a workspace, on the image that is open. */
export function useLiveOf(workspace: Workspace | null, imageId: Id | null): Live | null {
  const [live, setLive] = useState<Live | null>(null);
  useEffect(() => {
    if (!workspace) return;
    const made = new Live(workspace);
    setLive(made);
    return () => {
      setLive(null);
      made.close();
    };
  }, [workspace]);
  useEffect(() => live?.open(imageId), [live, imageId]);
  return live;
}
