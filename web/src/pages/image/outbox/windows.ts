// Which windows of this browser are open: each holds a lock with its name as long as it lives, however it ends.
// Where there are no locks (plain http to another machine) every other window counts as gone: its edits may then be sent
// twice, which does no harm.
import { newId } from "../workspace/newId.ts";

export const thisWindow = newId();

const prefix = "fovea.window.";
const locks: LockManager | undefined = globalThis.navigator?.locks;

/** Who this window was before it was loaded anew: gone, even if its lock is still being let go. */
const before = reloaded();

function reloaded(): string | null {
  try {
    const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    const last = sessionStorage.getItem(prefix);
    sessionStorage.setItem(prefix, thisWindow);
    // A window that was duplicated has its original's name too, and was not reloaded.
    return entry?.type === "reload" ? last : null;
  } catch {
    return null;
  }
}

void locks?.request(prefix + thisWindow, () => new Promise(() => {}));

export async function alive(): Promise<Set<string>> {
  const { held = [], pending = [] } = await locks?.query() ?? {};
  const names = [...held, ...pending].flatMap(({ name }) =>
    name?.startsWith(prefix) ? [name.slice(prefix.length)] : []
  );
  return new Set(names.filter((name) => name !== before));
}

const channel = globalThis.BroadcastChannel && new BroadcastChannel("fovea.windows");

/** Says to the other windows that this one holds unsaved edits, so that they know for whose end to wait. */
export function tellHolding(whose: string) {
  channel?.postMessage(whose);
}

export function onHolding(listen: (whose: string) => void) {
  channel?.addEventListener("message", ({ data }) => typeof data === "string" && listen(data));
}

export async function whenGone(window: string): Promise<void> {
  await locks?.request(prefix + window, () => {});
}
