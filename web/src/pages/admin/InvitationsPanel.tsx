import { useState } from "react";
import { api } from "../../api/client.ts";
import { asApiError } from "../../api/error.ts";
import { cache } from "../../api/cache.ts";
import { useMutation, usePage } from "../../api/hooks.ts";
import type { Invitation } from "../../api/types.ts";
import { useSession } from "../../app/session.ts";
import {
  Ago,
  Button,
  Code,
  type Column,
  Dialog,
  Empty,
  ErrorState,
  IconButton,
  Notice,
  SkeletonRows,
  Table,
  TextField,
  toast,
} from "../../ui/index.ts";

/** Links with which someone makes an account while registration is closed. */
export function InvitationsPanel() {
  const { status } = useSession();
  const list = usePage<Invitation>("/api/invitations", { limit: 200 });
  const [adding, setAdding] = useState(false);
  const revoke = (one: Invitation) =>
    api.delete(`/api/invitations/${one.id}`).catch((error) => toast({ kind: "bad", text: asApiError(error).message }))
      .finally(() => cache.invalidate("/api/invitations"));
  const columns: readonly Column<Invitation>[] = [
    {
      id: "for",
      title: "For",
      width: "minmax(160px, 1fr)",
      cell: (one) => one.email ?? <span className="muted">whoever has the link</span>,
    },
    { id: "made", title: "Made", width: "128px", cell: (one) => <Ago time={one.created_at} /> },
    { id: "ends", title: "Expires", width: "144px", cell: (one) => <Ago time={one.expires_at} /> },
    {
      id: "do",
      title: "Revoke",
      quiet: true,
      width: "48px",
      align: "end",
      cell: (one) => (
        <IconButton
          label={`Revoke the invitation for ${one.email ?? "anyone"}`}
          tip="Revoke"
          icon="trash"
          size="s"
          onClick={() => void revoke(one)}
        />
      ),
    },
  ];
  const add = <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>Invite someone</Button>;
  return (
    <div className="stack-wide">
      {status.registration === "open" && (
        <Notice>Registration is open here: people can also make accounts without an invitation.</Notice>
      )}
      {list.error && list.items.length === 0
        ? <ErrorState error={list.error} onRetry={list.refresh} />
        : list.loading
        ? <SkeletonRows count={3} />
        : list.items.length === 0
        ? (
          <Empty icon="members" title="No open invitation" action={add}>
            An invitation is a link with which one person makes an account.
          </Empty>
        )
        : (
          <>
            <div className="row">
              <p className="muted grow">Each link works once.</p>
              {add}
            </div>
            <Table label="Invitations" columns={columns} rows={list.items} rowKey={(one) => one.id} />
          </>
        )}
      {adding && <Invite onClose={() => setAdding(false)} />}
    </div>
  );
}

function Invite({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState("");
  const [made, setMade] = useState<Invitation | null>(null);
  const inviting = useMutation(
    () => api.post<Invitation>("/api/invitations", email.trim() ? { email: email.trim() } : {}),
    { invalidates: ["/api/invitations"], done: setMade },
  );
  if (made?.token) {
    return (
      <Dialog title="Invitation" onClose={onClose} footer={<Button kind="primary" onClick={onClose}>Done</Button>}>
        <p>Send this link{made.email ? ` to ${made.email}` : ""}. It is shown once and works once.</p>
        <Code text={`${location.origin}/register?invitation=${encodeURIComponent(made.token)}`} label="the link" />
      </Dialog>
    );
  }
  return (
    <Dialog
      title="Invite someone"
      onClose={onClose}
      onSubmit={() => void inviting.run()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={inviting.busy}>Make the link</Button>
        </>
      }
    >
      {inviting.error && inviting.error.fields.length === 0 && <Notice kind="bad">{inviting.error.message}</Notice>}
      <TextField
        label="Email"
        type="email"
        value={email}
        error={inviting.error?.field("email")}
        hint="Given, only an account with this email can be made. Fovea sends no mail: pass the link on yourself."
        onChange={(event) => setEmail(event.target.value)}
      />
    </Dialog>
  );
}
