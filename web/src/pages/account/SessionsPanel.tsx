import { api } from "../../api/client.ts";
import { asApiError } from "../../api/error.ts";
import { usePage } from "../../api/hooks.ts";
import { cache } from "../../api/cache.ts";
import type { Session } from "../../api/types.ts";
import { Ago, Badge, type Column, ErrorState, IconButton, SkeletonRows, Table, toast } from "../../ui/index.ts";

/** "Mozilla/5.0 (X11; Linux) ... Firefox/120.0" -> "Firefox on Linux" */
export function browserName(agent: string | null): string {
  if (!agent) return "Unknown program";
  const browser = /Edg\//.test(agent)
    ? "Edge"
    : /Firefox\//.test(agent)
    ? "Firefox"
    : /Chrome\//.test(agent)
    ? "Chrome"
    : /Safari\//.test(agent)
    ? "Safari"
    : agent.split(/[/ ]/)[0]!;
  const system = /Windows/.test(agent)
    ? "Windows"
    : /iPhone|iPad/.test(agent)
    ? "iOS"
    : /Mac OS/.test(agent)
    ? "macOS"
    : /Android/.test(agent)
    ? "Android"
    : /Linux/.test(agent)
    ? "Linux"
    : "";
  return system ? `${browser} on ${system}` : browser;
}

/** Where one is signed in, each can be ended. */
export function SessionsPanel() {
  const list = usePage<Session>("/api/auth/sessions", { limit: 200 });
  const end = (session: Session) =>
    api.delete(`/api/auth/sessions/${session.id}`).then(
      () => toast("That session has ended."),
      (error) => toast({ kind: "bad", text: asApiError(error).message }),
    ).finally(() => cache.invalidate("/api/auth/sessions"));
  const columns: readonly Column<Session>[] = [
    {
      id: "where",
      title: "Where",
      width: "minmax(160px, 1fr)",
      cell: (session) => (
        <span className="row">
          <span className="truncate" data-tip={session.user_agent ?? undefined}>{browserName(session.user_agent)}</span>
          {session.current && <Badge tone="good">this one</Badge>}
        </span>
      ),
    },
    {
      id: "address",
      title: "Address",
      width: "minmax(112px, 1fr)",
      cell: (session) => <code>{session.address ?? "–"}</code>,
    },
    { id: "seen", title: "Last seen", width: "112px", cell: (session) => <Ago time={session.last_seen_at} /> },
    { id: "since", title: "Signed in", width: "112px", cell: (session) => <Ago time={session.created_at} /> },
    {
      id: "do",
      title: "End",
      quiet: true,
      width: "48px",
      align: "end",
      cell: (session) =>
        !session.current && (
          <IconButton
            label={`End the session of ${browserName(session.user_agent)}`}
            tip="End this session"
            icon="logout"
            size="s"
            onClick={() => void end(session)}
          />
        ),
    },
  ];
  if (list.error && list.items.length === 0) return <ErrorState error={list.error} onRetry={list.refresh} />;
  if (list.loading) return <SkeletonRows count={3} />;
  return <Table label="Sessions" columns={columns} rows={list.items} rowKey={(session) => session.id} />;
}
