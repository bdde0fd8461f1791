import { useCallback, useEffect, useSyncExternalStore } from "react";
import type { Page } from "./types.ts";
import { cache } from "./cache.ts";
import { api, withQuery } from "./client.ts";
import type { QueryState } from "./hooks.ts";

/** Every item of a list, page after page. For lists that are needed whole (labels, tags, an image's annotations). */
export async function loadAll<T>(path: string, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await api.get<Page<T>>(path, { query: { limit: 1000, cursor }, signal });
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return items;
}

/** useQuery for a whole list. Its key begins with the path, so that invalidating the path fetches it anew. */
export function useAll<T>(path: string | null, freshMs = 10_000): QueryState<T[]> {
  const key = path === null ? null : withQuery(path, { all: true });
  const subscribe = useCallback((listener: () => void) => {
    if (key === null || path === null) return () => {};
    return cache.watch(key, (signal) => loadAll<T>(path, signal), listener);
  }, [key]);
  const entry = useSyncExternalStore(subscribe, () => cache.read(key ?? ""));
  useEffect(() => {
    if (key !== null) void cache.ensure(key, freshMs);
  }, [key]);
  const refresh = useCallback(() => key === null ? Promise.resolve() : cache.fetch(key), [key]);
  return {
    data: entry.data as T[] | undefined,
    error: entry.error,
    loading: entry.data === undefined && !entry.error,
    refresh,
  };
}
