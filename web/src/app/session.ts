// Who is signed in. Asked once at the start; an answer 401 anywhere ends it.
import { createContext, useContext } from "react";
import type { AuthStatus, LoginAnswer, Me } from "../api/types.ts";
import { cache } from "../api/cache.ts";
import { api } from "../api/client.ts";
import { ApiError } from "../api/error.ts";

export interface Session {
  status: AuthStatus;
  me: Me | null;
  /** asks again who is signed in (after signing in or out) */
  reload: () => Promise<void>;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession outside of the application");
  return session;
}

/** The signed-in person; only for pages behind sign-in. */
export function useMe(): Me {
  const { me } = useSession();
  if (!me) throw new Error("useMe on a public page");
  return me;
}

export async function loadSession(): Promise<{ status: AuthStatus; me: Me | null }> {
  const [status, me] = await Promise.all([
    api.get<AuthStatus>("/api/auth/status"),
    api.get<Me>("/api/auth/me").catch((error) => {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }),
  ]);
  api.setCsrf(me?.csrf_token ?? null);
  return { status, me };
}

/** Signs in with the browser's cookie; what was cached for someone else is forgotten. */
export async function signIn(name: string, password: string): Promise<void> {
  const who = name.includes("@") ? { email: name } : { username: name };
  await api.post<LoginAnswer>("/api/auth/login", { ...who, password, cookie: true });
  cache.clear();
}

export async function signOut(): Promise<void> {
  await api.post("/api/auth/logout");
  api.setCsrf(null);
  cache.clear();
}

/** Where to go after signing in: only a path of this application, never another site. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : "/";
}
