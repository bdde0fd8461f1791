import { useState } from "react";
import { api } from "../../api/client.ts";
import { useMutation } from "../../api/hooks.ts";
import type { Member, Role } from "../../api/types.ts";
import { roles } from "../../app/project.ts";
import { Button, Dialog, Notice, TextField, toast } from "../../ui/index.ts";

export const roleText: { [role in Role]: { name: string; may: string } } = {
  viewer: { name: "Viewer", may: "Sees everything and comments" },
  annotator: { name: "Annotator", may: "Also uploads, labels, tags, sets the status" },
  reviewer: { name: "Reviewer", may: "Also reviews, accepts and rejects predictions" },
  manager: { name: "Manager", may: "Also labels, datasets, training, deployment, import" },
  owner: { name: "Owner", may: "Also members, visibility, deleting the project" },
};

export function AddMember({ path, onClose }: { path: string; onClose: () => void }) {
  const [who, setWho] = useState("");
  const [role, setRole] = useState<Role>("annotator");
  const adding = useMutation(
    () => api.post<Member>(path, { ...(who.includes("@") ? { email: who.trim() } : { username: who.trim() }), role }),
    {
      invalidates: [path],
      done: (member) => {
        toast({ kind: "good", text: `${member.username} is a member now.` });
        onClose();
      },
    },
  );
  const error = adding.error;
  const nameError = error?.field("username") ?? error?.field("email") ?? error?.field("user_id");
  return (
    <Dialog
      title="Add a member"
      onClose={onClose}
      onSubmit={() => who.trim() && void adding.run()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={adding.busy} disabled={!who.trim()}>Add</Button>
        </>
      }
    >
      {error && !nameError && <Notice kind="bad">{error.message}</Notice>}
      <TextField
        label="Username or email"
        value={who}
        error={nameError}
        onChange={(event) => setWho(event.target.value)}
        hint="They need an account here already; an administrator can invite them."
      />
      <fieldset className="role-list">
        <legend className="field-label">Role</legend>
        {roles.map((one) => (
          <label key={one} className={one === role ? "role on" : "role"}>
            <input type="radio" name="role" checked={one === role} onChange={() => setRole(one)} />
            <span>
              <strong>{roleText[one].name}</strong>
              <span className="field-hint">{roleText[one].may}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
