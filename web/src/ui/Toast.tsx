import { useSyncExternalStore } from "react";
import { IconButton } from "./Button.tsx";
import { Icon } from "./Icon.tsx";

export interface ToastSpec {
  kind?: "good" | "bad" | "info";
  text: string;
  action?: { label: string; run: () => void };
}
interface Shown extends ToastSpec {
  id: number;
}

let shown: readonly Shown[] = [];
let serial = 0;
const listeners = new Set<() => void>();

function put(next: readonly Shown[]) {
  shown = next;
  for (const listener of listeners) listener();
}

/** Says that something happened. Errors stay until closed; the rest goes after six seconds. */
export function toast(spec: ToastSpec | string) {
  const one: Shown = { id: ++serial, ...(typeof spec === "string" ? { text: spec } : spec) };
  put([...shown.slice(-3), one]);
  if (one.kind !== "bad") setTimeout(() => dismiss(one.id), 6000);
}

function dismiss(id: number) {
  put(shown.filter((one) => one.id !== id));
}

/** Mounted once. */
export function ToastLayer() {
  const list = useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    () => shown,
  );
  return (
    <div className="toasts" role="region" aria-label="Notifications" aria-live="polite">
      {list.map((one) => (
        <div key={one.id} className={`toast toast-${one.kind ?? "info"}`}>
          <Icon name={one.kind === "good" ? "check" : one.kind === "bad" ? "error" : "info"} />
          <span className="grow">{one.text}</span>
          {one.action && (
            <button
              type="button"
              className="btn btn-ghost btn-s"
              onClick={() => {
                one.action!.run();
                dismiss(one.id);
              }}
            >
              {one.action.label}
            </button>
          )}
          <IconButton label="Dismiss" icon="close" size="s" onClick={() => dismiss(one.id)} />
        </div>
      ))}
    </div>
  );
}
