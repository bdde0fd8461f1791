// Sending bytes with progress: fetch cannot report how much has gone up, XMLHttpRequest can.
import type { Problem } from "./types.ts";
import { api } from "./client.ts";
import { ApiError } from "./error.ts";

export interface UploadOptions {
  method?: "POST" | "PUT";
  headers?: { [name: string]: string };
  signal?: AbortSignal;
  /** 0...1 of the body sent */
  onProgress?: (fraction: number) => void;
}

/** Sends a form or a blob. To this server: with the session's CSRF header; to another origin (presigned): without credentials. */
export function upload<T>(url: string, body: FormData | Blob, options: UploadOptions = {}): Promise<T> {
  const own = new URL(url, location.href).origin === location.origin;
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(options.method ?? "POST", url);
    const headers = { ...(own ? api.unsafeHeaders() : {}), ...options.headers };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && options.onProgress?.(event.loaded / event.total);
    request.onerror = () => reject(ApiError.unreachable());
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    request.onload = () => {
      const json = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) return resolve(json as T);
      const problem = (json ?? {}) as Partial<Problem>;
      reject(
        new ApiError({
          ...problem,
          title: problem.title ?? `Error ${request.status}`,
          detail: problem.detail ?? "",
          status: request.status,
        }),
      );
    };
    options.signal?.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
