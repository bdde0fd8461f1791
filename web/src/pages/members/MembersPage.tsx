import { useState } from "react";
import { api } from "../../api/client.ts";
import { cache } from "../../api/cache.ts";
import { asApiError } from "../../api/error.ts";
import { useMutation, usePage } from "../../api/hooks.ts";
import type { Member, Role } from "../../api/types.ts";
import { useKeys } from "../../app/keyboard.ts";
import { atLeast, roles, useProject } from "../../app/project.ts";
import { navigate, useParams, useTitle } from "../../app/router.ts";
import { useMe } from "../../app/session.ts";
import {
  Ago,
  Badge,
  Button,
  type Column,
  ConfirmDialog,
  ErrorState,
  IconButton,
  Notice,
  PageBody,
  PageHeader,
  Select,
  SkeletonRows,
  Table,
  toast,
} from "../../ui/index.ts";
import { AddMember, roleText } from "./AddMember.tsx";

export default function MembersPage() {
  const { id = "" } = useParams();
  const me = useMe();
  const project = useProject();
  useTitle("Members", project.data?.name);
  const path = `/api/projects/${id}/members`;
  const members = usePage<Member>(path, { limit: 200 });
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const may = atLeast(project.data?.role, "owner");
  useKeys({ create: () => may ? setAdding(true) : false });
  const removing = useMutation((member: Member) => api.delete(`${path}/${member.user_id}`), {
    invalidates: [path],
    done: () => {
      if (leaving?.user_id === me.id) {
        cache.invalidate("/api/projects");
        navigate("/projects", { force: true });
      }
      setLeaving(null);
    },
  });
  const change = async (member: Member, role: Role) => {
    try {
      await api.patch(`${path}/${member.user_id}`, { role });
      toast({ kind: "good", text: `${member.username} is now ${role}.` });
    } catch (error) {
      toast({ kind: "bad", text: asApiError(error).message });
    }
    members.refresh();
  };
  const columns: readonly Column<Member>[] = [
    {
      id: "user",
      title: "Person",
      width: "minmax(160px, 1fr)",
      cell: (member) => (
        <span className="row">
          <span className="avatar" aria-hidden="true">{member.username.slice(0, 2)}</span>
          <span className="truncate">{member.username}</span>
          {member.user_id === me.id && <Badge>you</Badge>}
        </span>
      ),
    },
    {
      id: "email",
      title: "Email",
      width: "minmax(160px, 1fr)",
      cell: (member) => <span className="muted">{member.email ?? "—"}</span>,
    },
    {
      id: "role",
      title: "Role",
      width: "144px",
      cell: (member) =>
        may
          ? (
            <Select
              aria-label={`Role of ${member.username}`}
              className="select-s"
              value={member.role}
              options={roles.map((role) => ({ value: role, label: roleText[role].name }))}
              onChange={(event) => void change(member, event.target.value as Role)}
            />
          )
          : roleText[member.role].name,
    },
    {
      id: "since",
      title: "Member since",
      width: "112px",
      align: "end",
      cell: (member) => <Ago time={member.created_at} />,
    },
    {
      id: "remove",
      title: "Remove",
      quiet: true,
      width: "48px",
      align: "end",
      cell: (member) =>
        (may || member.user_id === me.id) && (
          <IconButton
            label={member.user_id === me.id ? "Leave the project" : `Remove ${member.username}`}
            icon="close"
            size="s"
            onClick={() => {
              removing.clear();
              setLeaving(member);
            }}
          />
        ),
    },
  ];
  return (
    <PageBody>
      <PageHeader
        title="Members"
        actions={may && (
          <Button
            kind="primary"
            icon="plus"
            keys="create"
            onClick={() => setAdding(true)}
          >
            Add a member
          </Button>
        )}
      >
        Who works here, and what they may do.
      </PageHeader>
      {!may && project.data && (
        <Notice>Only owners change members. Your role is {roleText[project.data.role].name.toLowerCase()}.</Notice>
      )}
      {members.error && members.items.length === 0
        ? <ErrorState error={members.error} onRetry={members.refresh} />
        : members.loading
        ? <SkeletonRows count={4} />
        : (
          <Table
            label="Members"
            columns={columns}
            rows={members.items}
            rowKey={(member) => member.user_id}
            onEnd={members.loadMore}
            total={members.total}
          />
        )}
      {adding && <AddMember path={path} onClose={() => setAdding(false)} />}
      {leaving && (
        <ConfirmDialog
          title={leaving.user_id === me.id ? "Leave the project?" : `Remove ${leaving.username}?`}
          action={leaving.user_id === me.id ? "Leave" : "Remove"}
          busy={removing.busy}
          error={removing.error}
          onConfirm={() => void removing.run(leaving)}
          onClose={() => setLeaving(null)}
        >
          {leaving.user_id === me.id ? "You" : "They"} can no longer open this project. What was made in it stays.
        </ConfirmDialog>
      )}
    </PageBody>
  );
}
