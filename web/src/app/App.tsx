import { Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { api } from "../api/client.ts";
import { type ApiError, asApiError } from "../api/error.ts";
import { outboxesOf } from "../pages/image/outbox/outboxes.ts";
import { ErrorState, ToastLayer, TooltipLayer } from "../ui/index.ts";
import { Boundary } from "./Boundary.tsx";
import { KeySheet } from "./KeySheet.tsx";
import { navigate, ParamsContext, useLocation } from "./router.ts";
import { notFound, type Route, routeOf } from "./routes.tsx";
import { Search } from "./Search.tsx";
import { loadSession, type Session, SessionContext } from "./session.ts";
import { PageSkeleton, Shell } from "./Shell.tsx";

/** The root: who is signed in, which page the URL means, and the layers above all pages. */
export function App() {
  const [session, setSession] = useState<Omit<Session, "reload"> | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const reload = useCallback(async () => {
    try {
      setSession(await loadSession());
      setError(null);
    } catch (problem) {
      setError(asApiError(problem));
    }
  }, []);
  useEffect(() => void reload(), []);
  useEffect(() => api.onSignedOut(() => setSession((old) => old?.me ? { ...old, me: null } : old)), []);
  const who = session?.me?.id;
  useEffect(() => {
    // Edits that an earlier visit could not send (a closed laptop, an offline spell) go now, whatever page is opened.
    if (who) outboxesOf(who).flushAll();
  }, [who]);
  const value = useMemo(() => session && { ...session, reload }, [session, reload]);
  if (error && !session) {
    return (
      <main className="alone">
        <ErrorState error={error} onRetry={() => void reload()} />
      </main>
    );
  }
  if (!value) return <PageSkeleton />;
  return (
    <SessionContext.Provider value={value}>
      {/* First, so that a page's own keys are asked before these. */}
      <KeySheet />
      {value.me && <Search />}
      <Place session={value} />
      <ToastLayer />
      <TooltipLayer />
    </SessionContext.Provider>
  );
}

/** Where the visitor must go first, or null. */
export function detour(
  session: Pick<Session, "status" | "me">,
  route: Pick<Route, "open" | "pattern"> | undefined,
  href: string,
): string | null {
  if (session.status.first_run && !session.me) return route?.pattern === "/welcome" ? null : "/welcome";
  if (!session.me && !route?.open) return href === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(href)}`;
  return null;
}

function Place({ session }: { session: Session }) {
  const { path, query } = useLocation();
  const found = useMemo(() => routeOf(path), [path]);
  const search = query.toString();
  const aside = detour(session, found?.route, path + (search ? `?${search}` : ""));
  useEffect(() => {
    if (aside) navigate(aside, { replace: true });
  }, [aside]);
  if (aside) return <PageSkeleton />;
  const Page = found && !(found.route.admin && !session.me?.is_superuser && session.me?.role !== "admin")
    ? found.route.page
    : notFound;
  const params = found?.params ?? {};
  const content = (
    <Boundary key={found?.route.keep ? found.route.pattern : path}>
      <Suspense fallback={<PageSkeleton />}>
        <Page />
      </Suspense>
    </Boundary>
  );
  return (
    <ParamsContext.Provider value={params}>
      {found?.route.layout === "full" ? content : (
        <Shell
          projectId={path.startsWith("/projects/") ? params.id : undefined}
          fill={found?.route.layout === "fill"}
        >
          {content}
        </Shell>
      )}
    </ParamsContext.Provider>
  );
}
