// Light, dark, or as the system says. The choice stays in this browser.
import { useSyncExternalStore } from "react";

export type ThemeChoice = "system" | "light" | "dark";
const key = "fovea.theme";
const system = () => matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();
let choice: ThemeChoice = "system";

function read(): ThemeChoice {
  try {
    const stored = localStorage.getItem(key);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}

function apply() {
  document.documentElement.dataset.theme = resolvedTheme();
  for (const listener of listeners) listener();
}

export function resolvedTheme(): "light" | "dark" {
  return choice === "system" ? (system().matches ? "dark" : "light") : choice;
}

/** Called once, before the first render. */
export function startTheme() {
  choice = read();
  apply();
  system().addEventListener("change", apply);
}

export function setTheme(next: ThemeChoice) {
  choice = next;
  try {
    if (next === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, next);
  } catch { /* private mode: the choice lasts as long as the page */ }
  apply();
}

function listen(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Re-renders when the choice or the system changes. */
export function useTheme(): { choice: ThemeChoice; resolved: "light" | "dark" } {
  const now = useSyncExternalStore(listen, () => `${choice}/${resolvedTheme()}`);
  const [chosen, resolved] = now.split("/") as [ThemeChoice, "light" | "dark"];
  return { choice: chosen, resolved };
}
