// From a key press to a handler: strokes, sequences, scopes. The table itself is keys.ts.
import { useEffect, useRef } from "react";
import { bindings, keysOf, type Overrides } from "./keys.ts";

export type Handler = (event: KeyboardEvent) => void | false;
export type Handlers = { [id: string]: Handler };

export interface Stroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  getModifierState?(key: string): boolean;
}

/** "Mod+Shift+Z", "?", "Space", "Shift+ArrowLeft". Shift is named with letters and named keys, not with the signs it makes. */
export function strokeOf(event: Stroke, mac = isMac()): string {
  // Signs such as [ are made with AltGr on many keyboards, which some systems report as Ctrl and Alt.
  const graph = event.getModifierState?.("AltGraph") ?? false;
  const mod = mac ? event.metaKey : event.ctrlKey && !graph;
  const other = mac ? event.ctrlKey : event.metaKey;
  const sign = event.key.length === 1 && event.key.toLowerCase() === event.key.toUpperCase() && event.key !== " ";
  const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return [
    mod && "Mod",
    other && (mac ? "Ctrl" : "Meta"),
    event.altKey && !graph && "Alt",
    event.shiftKey && !sign && "Shift",
    key,
  ].filter(Boolean).join("+");
}

function isMac(): boolean {
  return typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);
}

/** "Mod+Z" -> "Ctrl+Z" (or with Apple's signs), "ArrowLeft" -> "←", for people to read. */
export function keyText(key: string, mac = isMac()): string {
  const names: { [name: string]: string } = {
    Mod: mac ? "⌘" : "Ctrl",
    Shift: mac ? "⇧" : "Shift",
    Alt: mac ? "⌥" : "Alt",
    ArrowLeft: "←",
    ArrowRight: "→",
    ArrowUp: "↑",
    ArrowDown: "↓",
    Escape: "Esc",
    Delete: "Del",
  };
  return key.split(" ").map((stroke) => stroke.split("+").map((part) => names[part] ?? part).join(mac ? "" : "+")).join(
    " then ",
  );
}

/** True when the event comes from something that takes text, a list of choices, or an open dialog's controls. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("textarea, select, [contenteditable=''], [contenteditable='true'], [role='textbox']")) return true;
  const input = target.closest("input");
  return input !== null && !["checkbox", "radio", "button", "submit", "reset", "file", "color"].includes(input.type);
}

/** Finds which binding a stroke means, given the strokes before it (sequences of two within a second). */
export class Sequencer {
  #pending: { stroke: string; at: number } | null = null;

  /** Ids that the stroke completes, longest sequence first. */
  feed(stroke: string, at: number, overrides: Overrides = {}): string[] {
    const before = this.#pending && at - this.#pending.at < 1000 ? `${this.#pending.stroke} ${stroke}` : null;
    const full = before ? idsFor(before, overrides) : [];
    this.#pending = full.length > 0 ? null : { stroke, at };
    return [...full, ...idsFor(stroke, overrides)];
  }
}

function idsFor(keys: string, overrides: Overrides): string[] {
  return bindings.filter((binding) => keysOf(binding.id, overrides).includes(keys)).map((binding) => binding.id);
}

// --- scopes ------------------------------------------------------------------------------------------------------------
interface Scope {
  handlers: Handlers;
  /** swallow what it does not handle (a dialog, the workspace while drawing) */
  modal: boolean;
}
const scopes: Scope[] = [];
const sequencer = new Sequencer();
let started = false;

function onKey(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
  if (isTyping(event.target)) return;
  if (document.querySelector("dialog[open]") && !scopes.at(-1)?.modal) return;
  // A focused button or link keeps its own Enter and Space.
  if (
    (event.key === "Enter" || event.key === " ") && event.target instanceof Element &&
    event.target.closest("button, a[href], summary, [role='menuitem'], input")
  ) return;
  const ids = sequencer.feed(strokeOf(event), event.timeStamp, readOverrides());
  for (let i = scopes.length - 1; i >= 0; i--) {
    const scope = scopes[i]!;
    for (const id of ids) {
      const handler = scope.handlers[id];
      if (!handler || handler(event) === false) continue;
      event.preventDefault();
      return;
    }
    if (scope.modal) return;
  }
}

/** Handles keys of the table while the component is shown. A handler that answers `false` did not want it: the next one is asked. */
export function useKeys(handlers: Handlers, options: { enabled?: boolean; modal?: boolean } = {}) {
  const latest = useRef(handlers);
  latest.current = handlers;
  const enabled = options.enabled ?? true;
  const modal = options.modal ?? false;
  useEffect(() => {
    if (!enabled) return;
    if (!started) {
      addEventListener("keydown", onKey);
      started = true;
    }
    const scope: Scope = {
      get handlers() {
        return latest.current;
      },
      modal,
    };
    scopes.push(scope);
    return () => void scopes.splice(scopes.indexOf(scope), 1);
  }, [enabled, modal]);
}

// --- remapping ---------------------------------------------------------------------------------------------------------
const storeKey = "fovea.keys";
let overridesCache: Overrides | null = null;

export function readOverrides(): Overrides {
  if (overridesCache) return overridesCache;
  try {
    overridesCache = JSON.parse(localStorage.getItem(storeKey) ?? "{}") as Overrides;
  } catch {
    overridesCache = {};
  }
  return overridesCache;
}

/** Gives a binding other keys in this browser; null goes back to the table's. */
export function remap(id: string, keys: string[] | null) {
  const next = { ...readOverrides() };
  if (keys === null) delete next[id];
  else next[id] = keys;
  overridesCache = next;
  try {
    localStorage.setItem(storeKey, JSON.stringify(next));
  } catch { /* private mode */ }
}

/** The first key of a binding as text, for a tooltip: keyHint("tool.box") -> "B". */
export function keyHint(id: string): string {
  return keyText(keysOf(id, readOverrides())[0] ?? "");
}
