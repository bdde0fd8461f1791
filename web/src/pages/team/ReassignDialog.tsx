import { useState } from "react";
import type { Assignment, Id, Member } from "../../api/types.ts";
import { api } from "../../api/client.ts";
import { useMutation } from "../../api/hooks.ts";
import { useAll } from "../../api/useAll.ts";
import { atLeast } from "../../app/project.ts";
import { plural } from "../../lib/format.ts";
import { Button, Dialog, Notice, SelectField, toast } from "../../ui/index.ts";

/** Gives what is open of an assignment to somebody else. */
export function ReassignDialog(
  { projectId, assignment, onClose }: { projectId: Id; assignment: Assignment; onClose: () => void },
) {
  const members = useAll<Member>(`/api/projects/${projectId}/members`);
  const least = assignment.kind === "label" ? "annotator" : "reviewer";
  const able = (members.data ?? []).filter((one) => atLeast(one.role, least) && one.user_id !== assignment.user_id);
  const [chosen, setChosen] = useState("");
  const user = chosen || able[0]?.user_id;
  const moving = useMutation(() => api.patch<Assignment>(`/api/assignments/${assignment.id}`, { user_id: user }), {
    invalidates: [`/api/projects/${projectId}/assignments`, "/api/queue"],
    done: (one) => {
      toast({ kind: "good", text: `The rest is ${one.username}'s now.` });
      onClose();
    },
  });
  const error = moving.error ?? members.error;
  return (
    <Dialog
      title={`Give ${plural(assignment.image_count - assignment.done_count, "image")} to somebody else`}
      onClose={onClose}
      onSubmit={() => user && void moving.run()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={!user} busy={moving.busy}>Give</Button>
        </>
      }
    >
      <div className="stack-wide">
        {error && <Notice kind="bad">{error.message}</Notice>}
        {members.data && able.length === 0 ? <p className="muted">Nobody else here may do this.</p> : (
          <SelectField
            label="Person"
            value={user ?? ""}
            options={able.map((one) => ({ value: one.user_id, label: one.username }))}
            onChange={(event) => setChosen(event.target.value)}
          />
        )}
      </div>
    </Dialog>
  );
}
