import { useSyncExternalStore } from "react";
import type { Told } from "../../../canvas/edit/Told.ts";

/** What a tool tells of itself. */
export function useTold<T>(told: Told<T>): T {
  return useSyncExternalStore(told.listen, () => told.value);
}
