// The URL is the state: path patterns, query parameters as state, Back works, titles name the place.
// One store over the History API; React reads it with useSyncExternalStore.
import { createContext, useCallback, useContext, useEffect, useMemo, useSyncExternalStore } from "react";

export type Params = { [name: string]: string };

/** "/projects/:id/images" against "/projects/7/images" -> {id: "7"}; a trailing slash changes nothing; null when it differs. */
export function matchPath(pattern: string, path: string): Params | null {
  const want = split(pattern);
  const have = split(path);
  if (want.length !== have.length) return null;
  const params: Params = {};
  for (let i = 0; i < want.length; i++) {
    const part = want[i]!;
    if (part.startsWith(":")) {
      try {
        params[part.slice(1)] = decodeURIComponent(have[i]!);
      } catch {
        return null;
      }
    } else if (part !== have[i]) return null;
  }
  return params;
}

function split(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

/** buildPath("/projects/:id", {id: "a b"}) -> "/projects/a%20b" */
export function buildPath(pattern: string, params: Params): string {
  return pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
}

/** The query string with `changes` applied: null, undefined and "" remove; the rest of the query stays, in stable order. */
export function changeQuery(search: string, changes: { [name: string]: string | null | undefined }): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") query.delete(name);
    else query.set(name, value);
  }
  query.sort();
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

// --- the store ---------------------------------------------------------------------------------------------------------
const listeners = new Set<() => void>();
const guards = new Set<() => boolean>();
let listening = false;

function listen(listener: () => void): () => void {
  if (!listening) {
    addEventListener("popstate", tell);
    listening = true;
  }
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell() {
  for (const listener of listeners) listener();
}

function href(): string {
  return location.pathname + location.search;
}

/** Goes to a path of this application. `replace` leaves no step for Back. False when a guard held it. */
export function navigate(to: string, options: { replace?: boolean; force?: boolean } = {}): boolean {
  if (to === href()) return true;
  if (!options.force && new URL(to, location.href).pathname !== location.pathname) {
    for (const guard of guards) if (!guard()) return false;
  }
  if (options.replace) history.replaceState(history.state, "", to);
  else history.pushState(null, "", to);
  tell();
  return true;
}

/** Asks `mayLeave` before another page is opened; the page's own autosave should make it needless. */
export function useLeaveGuard(mayLeave: () => boolean) {
  useEffect(() => {
    guards.add(mayLeave);
    return () => void guards.delete(mayLeave);
  }, [mayLeave]);
}

export function useHref(): string {
  return useSyncExternalStore(listen, href);
}

export function useLocation(): { path: string; query: URLSearchParams } {
  const now = useHref();
  return useMemo(() => {
    const at = now.indexOf("?");
    return { path: at < 0 ? now : now.slice(0, at), query: new URLSearchParams(at < 0 ? "" : now.slice(at)) };
  }, [now]);
}

/** One query parameter as state. Setting replaces the URL (no history step) unless `push`. "" removes it. */
export function useQueryParam(name: string, fallback = ""): [string, (value: string, push?: boolean) => void] {
  const { query } = useLocation();
  const set = useCallback((value: string, push = false) => {
    navigate(location.pathname + changeQuery(location.search, { [name]: value === fallback ? "" : value }), {
      replace: !push,
    });
  }, [name, fallback]);
  return [query.get(name) ?? fallback, set];
}

/** Changes several query parameters in one step. */
export function setQuery(changes: { [name: string]: string | null | undefined }, push = false) {
  navigate(location.pathname + changeQuery(location.search, changes), { replace: !push });
}

export const ParamsContext = createContext<Params>({});
/** The parameters of the matched route's pattern. */
export function useParams(): Params {
  return useContext(ParamsContext);
}

/** Names the place in the window's title, most particular first: useTitle("Labels", "Blood cells"). */
export function useTitle(...parts: (string | null | undefined)[]) {
  const title = [...parts.filter(Boolean), "Fovea"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
