// The one way to the server. Cookie session, CSRF header on unsafe methods, problem+json as ApiError, retries of GET on 503.
import type { Problem } from "./types.ts";
import { ApiError, isAbort } from "./error.ts";

export type Query = { [name: string]: string | number | boolean | null | undefined };
export interface RequestOptions {
  query?: Query | object;
  signal?: AbortSignal;
  headers?: { [name: string]: string };
}

export interface Transport {
  fetch: (input: string, init: RequestInit) => Promise<Response>;
  wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

const tries = 4;

/** "/api/x" and {a: 1, b: null, c: [..]} -> "/api/x?a=1"; null, undefined and "" are left out, arrays repeat the name. */
export function withQuery(path: string, query?: Query | object): string {
  if (!query) return path;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) { for (const one of value) search.append(name, String(one)); }
    else if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? path : `${path}${path.includes("?") ? "&" : "?"}${text}`;
}

export class Client {
  #csrf: string | null = null;
  #signedOut = new Set<() => void>();

  constructor(private readonly transport: Transport) {}

  /** The token of GET /api/auth/me, sent as X-CSRF-Token with every unsafe method. */
  setCsrf(token: string | null) {
    this.#csrf = token;
  }

  /** Headers that an own request (XMLHttpRequest with progress) must carry. */
  unsafeHeaders(): { [name: string]: string } {
    return this.#csrf ? { "X-CSRF-Token": this.#csrf } : {};
  }

  /** Called when an answer says that the session has ended. */
  onSignedOut(listener: () => void): () => void {
    this.#signedOut.add(listener);
    return () => this.#signedOut.delete(listener);
  }

  get<T>(path: string, options?: RequestOptions): Promise<T> {
    return this.send<T>("GET", path, undefined, options);
  }
  post<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.send<T>("POST", path, body, options);
  }
  patch<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.send<T>("PATCH", path, body, options);
  }
  put<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.send<T>("PUT", path, body, options);
  }
  delete<T = void>(path: string, options?: RequestOptions): Promise<T> {
    return this.send<T>("DELETE", path, undefined, options);
  }

  async send<T>(method: string, path: string, body: unknown, options: RequestOptions = {}): Promise<T> {
    const headers: { [name: string]: string } = { Accept: "application/json", ...options.headers };
    if (method !== "GET") Object.assign(headers, this.unsafeHeaders());
    const init: RequestInit = { method, headers, credentials: "same-origin", signal: options.signal };
    if (body instanceof FormData || body instanceof Blob) init.body = body;
    else if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(body);
    }
    for (let attempt = 1;; attempt++) {
      const response = await this.#once(withQuery(path, options.query), init);
      if (response.status === 503 && method === "GET" && attempt < tries) {
        await this.transport.wait(retryAfter(response, attempt), options.signal);
        continue;
      }
      return await this.#read<T>(response, path);
    }
  }

  async #once(url: string, init: RequestInit): Promise<Response> {
    try {
      return await this.transport.fetch(url, init);
    } catch (error) {
      if (isAbort(error)) throw error;
      throw ApiError.unreachable();
    }
  }

  async #read<T>(response: Response, path: string): Promise<T> {
    if (response.ok) {
      if (response.status === 204) return undefined as T;
      const text = await response.text();
      return (text === "" ? undefined : JSON.parse(text)) as T;
    }
    const problem = await readProblem(response);
    if (response.status === 401 && !path.startsWith("/api/auth/login")) {
      for (const listener of this.#signedOut) listener();
    }
    throw new ApiError(problem);
  }
}

/** Milliseconds to wait before the next try: what the server asks (at most 10 s), else 0.25, 0.5, 1 s. */
export function retryAfter(response: { headers: Headers }, attempt: number): number {
  const asked = Number(response.headers.get("Retry-After"));
  if (Number.isFinite(asked) && asked > 0) return Math.min(asked, 10) * 1000;
  return 250 * 2 ** (attempt - 1);
}

/** A problem from any answer, also from a proxy's HTML page. */
export async function readProblem(response: Response): Promise<Problem> {
  const type = response.headers.get("Content-Type") ?? "";
  if (type.includes("json")) {
    try {
      const body = await response.json() as Problem;
      return {
        ...body,
        title: body.title ?? `Error ${response.status}`,
        status: response.status,
        detail: body.detail ?? "",
      };
    } catch { /* not what its type says: fall through */ }
  }
  return {
    title: `Error ${response.status}`,
    status: response.status,
    detail: `The server answered ${response.status} ${response.statusText}`.trim(),
  };
}

export const api = new Client({
  fetch: (input, init) => fetch(input, init),
  wait: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, milliseconds);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(new DOMException("aborted", "AbortError"));
      });
    }),
});
