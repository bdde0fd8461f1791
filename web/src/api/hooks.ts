import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Page } from "./types.ts";
import { cache } from "./cache.ts";
import { api, withQuery } from "./client.ts";
import { type ApiError, asApiError, isAbort } from "./error.ts";

export interface QueryOptions {
  query?: object;
  /** an answer younger than this is shown without asking again (default 2 s) */
  freshMs?: number;
  /** ask again every so often while the page is visible */
  everyMs?: number | false;
}

export interface QueryState<T> {
  data: T | undefined;
  error: ApiError | null;
  loading: boolean;
  refresh: () => Promise<void>;
}

/** GET `path` (null: not yet). Shows what is cached at once and asks again behind it. */
export function useQuery<T>(path: string | null, options: QueryOptions = {}): QueryState<T> {
  const key = path === null ? null : withQuery(path, options.query);
  const subscribe = useCallback((listener: () => void) => {
    if (key === null) return () => {};
    return cache.watch(key, (signal) => api.get<T>(key, { signal }), listener);
  }, [key]);
  const entry = useSyncExternalStore(subscribe, () => cache.read(key ?? ""));
  useEffect(() => {
    if (key !== null) void cache.ensure(key, options.freshMs ?? 2000);
  }, [key]);
  const every = options.everyMs || 0;
  useEffect(() => {
    if (!every || key === null) return;
    const timer = setInterval(() => document.hidden || void cache.fetch(key), every);
    return () => clearInterval(timer);
  }, [every, key]);
  const refresh = useCallback(() => key === null ? Promise.resolve() : cache.fetch(key), [key]);
  return {
    data: entry.data as T | undefined,
    error: entry.error,
    loading: entry.data === undefined && !entry.error,
    refresh,
  };
}

export interface PageState<T> {
  items: T[];
  total: number | null;
  error: ApiError | null;
  /** nothing shown yet */
  loading: boolean;
  loadingMore: boolean;
  hasMore: boolean;
  loadMore: () => void;
  refresh: () => void;
}

/** A list by cursor: the first page now, more on demand. A changed path or query starts over. */
export function usePage<T>(
  path: string | null,
  options: { query?: object; limit?: number; everyMs?: number | false } = {},
): PageState<T> {
  const first = path === null ? null : withQuery(path, { ...options.query, limit: options.limit ?? 50 });
  const head = useQuery<Page<T>>(first, { everyMs: options.everyMs });
  const [tail, setTail] = useState<{ of: string | undefined; items: T[]; cursor: string | null }>({
    of: undefined,
    items: [],
    cursor: null,
  });
  const [state, setState] = useState<{ busy: boolean; error: ApiError | null }>({ busy: false, error: null });
  const busy = useRef(false);
  // More pages belong to one first page: when that ends elsewhere now, or was declared old, they are dropped with it.
  const stem = head.data && `${first} ${head.data.next_cursor} ${cache.read(first ?? "").epoch}`;
  const current = tail.of === stem;
  const cursor = current ? tail.cursor : head.data?.next_cursor ?? null;
  const loadMore = useCallback(() => {
    if (busy.current || cursor === null || first === null) return;
    busy.current = true;
    setState({ busy: true, error: null });
    api.get<Page<T>>(first, { query: { cursor } }).then(
      (page) => {
        setTail((old) => ({
          of: stem,
          items: [...(old.of === stem ? old.items : []), ...page.items],
          cursor: page.next_cursor,
        }));
        setState({ busy: false, error: null });
      },
      (error) => setState({ busy: false, error: asApiError(error) }),
    ).finally(() => busy.current = false);
  }, [first, cursor, stem]);
  const items = head.data
    ? (current && tail.items.length > 0 ? [...head.data.items, ...tail.items] : head.data.items)
    : [];
  return {
    items,
    total: head.data?.total ?? null,
    error: head.error ?? state.error,
    loading: head.loading,
    loadingMore: state.busy,
    hasMore: cursor !== null,
    loadMore,
    refresh: () => first !== null && cache.invalidate(first),
  };
}

export interface Mutation<A extends unknown[], R> {
  run: (...args: A) => Promise<R | undefined>;
  busy: boolean;
  error: ApiError | null;
  clear: () => void;
}

/** Something that changes the server. `run` answers undefined when it failed; `error` then says why. */
export function useMutation<A extends unknown[], R>(
  action: (...args: A) => Promise<R>,
  options: { done?: (result: R) => void; invalidates?: string[] } = {},
): Mutation<A, R> {
  const [state, setState] = useState<{ busy: boolean; error: ApiError | null }>({ busy: false, error: null });
  const latest = useRef({ action, options });
  latest.current = { action, options };
  const run = useCallback(async (...args: A) => {
    setState({ busy: true, error: null });
    try {
      const result = await latest.current.action(...args);
      setState({ busy: false, error: null });
      for (const prefix of latest.current.options.invalidates ?? []) cache.invalidate(prefix);
      latest.current.options.done?.(result);
      return result;
    } catch (error) {
      setState({ busy: false, error: isAbort(error) ? null : asApiError(error) });
      return undefined;
    }
  }, []);
  return { run, ...state, clear: () => setState({ busy: false, error: null }) };
}
