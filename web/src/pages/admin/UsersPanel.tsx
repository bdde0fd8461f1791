import { api } from "../../api/client.ts";
import { asApiError } from "../../api/error.ts";
import { cache } from "../../api/cache.ts";
import { usePage } from "../../api/hooks.ts";
import type { User, UserRole } from "../../api/types.ts";
import { useMe } from "../../app/session.ts";
import { Ago, Badge, type Column, ErrorState, Select, SkeletonRows, Switch, Table, toast } from "../../ui/index.ts";

const roles = [{ value: "user", label: "User" }, { value: "admin", label: "Administrator" }];

/** Everyone who may sign in. One does not take one's own rights away. */
export function UsersPanel() {
  const me = useMe();
  const list = usePage<User>("/api/users", { limit: 200 });
  const change = (user: User, body: { role?: UserRole; is_active?: boolean }) =>
    api.patch<User>(`/api/users/${user.id}`, body).catch((error) =>
      toast({ kind: "bad", text: asApiError(error).message })
    ).finally(() => cache.invalidate("/api/users"));
  const columns: readonly Column<User>[] = [
    {
      id: "name",
      title: "User",
      width: "minmax(160px, 1fr)",
      cell: (user) => (
        <span className="row">
          <span className="avatar" aria-hidden="true">{user.username.slice(0, 2)}</span>
          <span className="truncate">{user.username}</span>
          {user.id === me.id && <Badge>you</Badge>}
        </span>
      ),
    },
    {
      id: "email",
      title: "Email",
      width: "minmax(160px, 1fr)",
      cell: (user) => <span className="muted">{user.email}</span>,
    },
    {
      id: "role",
      title: "Role",
      width: "144px",
      cell: (user) => (
        <Select
          aria-label={`Role of ${user.username}`}
          className="select-s"
          disabled={user.id === me.id}
          value={user.role}
          options={roles}
          onChange={(event) => void change(user, { role: event.target.value as UserRole })}
        />
      ),
    },
    {
      id: "active",
      title: "May sign in",
      width: "96px",
      cell: (user) => (
        <Switch
          label={`${user.username} may sign in`}
          checked={user.is_active}
          disabled={user.id === me.id}
          onChange={(on) => void change(user, { is_active: on })}
        />
      ),
    },
    {
      id: "seen",
      title: "Last sign-in",
      width: "112px",
      align: "end",
      cell: (user) => <Ago time={user.last_login_at} />,
    },
    { id: "since", title: "Since", width: "112px", align: "end", cell: (user) => <Ago time={user.created_at} /> },
  ];
  if (list.error && list.items.length === 0) return <ErrorState error={list.error} onRetry={list.refresh} />;
  if (list.loading) return <SkeletonRows count={4} />;
  return (
    <Table
      label="Users"
      columns={columns}
      rows={list.items}
      rowKey={(user) => user.id}
      onEnd={list.loadMore}
      total={list.total}
    />
  );
}
