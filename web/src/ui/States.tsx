import type { ReactNode } from "react";
import type { ApiError } from "../api/error.ts";
import { Button } from "./Button.tsx";
import { Icon, type IconName } from "./Icon.tsx";

/** Nothing here yet, and the one action that changes it. */
export function Empty(
  { icon, title, page, children, action }: {
    icon: IconName;
    title: string;
    page?: boolean;
    children?: ReactNode;
    action?: ReactNode;
  },
) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} size={20} />
      </span>
      {page ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children && <p className="muted">{children}</p>}
      {action && <div className="row wrap empty-action">{action}</div>}
    </div>
  );
}

/** What happened, in the server's words, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: ApiError; onRetry?: () => void }) {
  return (
    <div className="empty" role="alert">
      <span className="empty-icon bad">
        <Icon name="warning" size={20} />
      </span>
      <h2>{error.title}</h2>
      <p className="muted">{error.problem.detail || advice(error.status)}</p>
      {error.problem.request_id && <p className="faint small mono">request {error.problem.request_id}</p>}
      {onRetry && (
        <div className="row empty-action">
          <Button icon="refresh" onClick={onRetry}>Try again</Button>
        </div>
      )}
    </div>
  );
}

function advice(status: number): string {
  if (status === 404) return "It does not exist, or you may not see it.";
  if (status === 403) return "Your role does not allow this. Ask an owner of the project.";
  return "Try again; if it stays, look at the server's log.";
}

/** Grey shapes where text will be. `lines` is a list of widths in percent. */
export function Skeleton({ lines = [90, 70, 80] }: { lines?: number[] }) {
  return (
    <div className="skeleton" aria-hidden="true">
      {lines.map((width, i) => <span key={i} style={{ width: `${width}%` }} />)}
    </div>
  );
}

export function SkeletonCards({ count = 6, height = 160 }: { count?: number; height?: number }) {
  return (
    <div className="skeleton-cards" aria-hidden="true">
      {Array.from({ length: count }, (_, i) => <span key={i} style={{ height }} />)}
    </div>
  );
}

export function SkeletonRows({ count = 8 }: { count?: number }) {
  return (
    <div className="skeleton-rows" aria-hidden="true">{Array.from({ length: count }, (_, i) => <span key={i} />)}</div>
  );
}

interface Loadable<T> {
  data: T | undefined;
  error: ApiError | null;
  refresh: () => unknown;
}

/** The three states of anything fetched: skeleton, error with retry, content. A stale answer stays on screen under an error. */
export function Loaded<T>(
  { query, skeleton, children }: { query: Loadable<T>; skeleton?: ReactNode; children: (data: T) => ReactNode },
) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refresh()} />;
  return <div role="status" aria-label="Loading">{skeleton ?? <Skeleton />}</div>;
}
