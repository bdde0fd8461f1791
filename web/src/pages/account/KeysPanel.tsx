import { useState } from "react";
import { api } from "../../api/client.ts";
import { useMutation, usePage } from "../../api/hooks.ts";
import type { ApiKey } from "../../api/types.ts";
import { date } from "../../lib/format.ts";
import {
  Ago,
  Badge,
  Button,
  type Column,
  ConfirmDialog,
  Empty,
  ErrorState,
  IconButton,
  SkeletonRows,
  Table,
} from "../../ui/index.ts";
import { NewKey } from "./NewKey.tsx";

/** Keys for programs: named, bounded in what they may do, shown once. */
export function KeysPanel() {
  const list = usePage<ApiKey>("/api/api-keys", { limit: 200 });
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<ApiKey | null>(null);
  const revoking = useMutation((key: ApiKey) => api.delete(`/api/api-keys/${key.id}`), {
    invalidates: ["/api/api-keys"],
    done: () => setLeaving(null),
  });
  const columns: readonly Column<ApiKey>[] = [
    { id: "name", title: "Name", width: "minmax(120px, 1fr)", cell: (key) => key.name },
    { id: "prefix", title: "Begins with", width: "128px", cell: (key) => <code>{key.prefix}…</code> },
    {
      id: "scopes",
      title: "May",
      width: "minmax(120px, 1fr)",
      cell: (key) => <span className="row">{key.scopes.map((scope) => <Badge key={scope}>{scope}</Badge>)}</span>,
    },
    { id: "used", title: "Last used", width: "112px", cell: (key) => <Ago time={key.last_used_at} /> },
    {
      id: "expires",
      title: "Expires",
      width: "112px",
      cell: (key) =>
        key.expires_at
          ? <span className={Date.parse(key.expires_at) < Date.now() ? "bad" : ""}>{date(key.expires_at)}</span>
          : <span className="muted">never</span>,
    },
    {
      id: "do",
      title: "Revoke",
      quiet: true,
      width: "48px",
      align: "end",
      cell: (key) => (
        <IconButton
          label={`Revoke ${key.name}`}
          icon="trash"
          size="s"
          onClick={() => {
            revoking.clear();
            setLeaving(key);
          }}
        />
      ),
    },
  ];
  const add = <Button kind="primary" icon="key" onClick={() => setAdding(true)}>New key</Button>;
  return (
    <div className="stack-wide">
      {list.error && list.items.length === 0
        ? <ErrorState error={list.error} onRetry={list.refresh} />
        : list.loading
        ? <SkeletonRows count={3} />
        : list.items.length === 0
        ? (
          <Empty icon="key" title="No API key yet" action={add}>
            A key lets a program act for you: upload images, ask a model.
          </Empty>
        )
        : (
          <>
            <div className="row">
              <p className="muted grow">A key acts for you. Give each program its own.</p>
              {add}
            </div>
            <Table label="API keys" columns={columns} rows={list.items} rowKey={(key) => key.id} />
          </>
        )}
      {adding && <NewKey onClose={() => setAdding(false)} />}
      {leaving && (
        <ConfirmDialog
          title={`Revoke ${leaving.name}?`}
          action="Revoke"
          busy={revoking.busy}
          error={revoking.error}
          onConfirm={() => void revoking.run(leaving)}
          onClose={() => setLeaving(null)}
        >
          Programs that use it stop working at once.
        </ConfirmDialog>
      )}
    </div>
  );
}
