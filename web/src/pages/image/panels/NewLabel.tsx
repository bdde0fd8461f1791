import { type FormEvent, useState } from "react";
import type { Id, Label } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation } from "../../../api/hooks.ts";
import { Button, TextField } from "../../../ui/index.ts";
import { useWorkspace } from "../workspace/context.ts";
import { pickLabel } from "../workspace/pickLabel.ts";

/** A label made in the middle of the work: the server picks a colour that is told apart from the others. */
export function NewLabel(
  { projectId, name, first, onDone }: { projectId: Id; name: string; first: boolean; onDone: () => void },
) {
  const workspace = useWorkspace();
  const [text, setText] = useState(name);
  const create = useMutation(
    (wanted: string) => api.post<Label>(`/api/projects/${projectId}/labels`, { name: wanted }),
    {
      invalidates: [`/api/projects/${projectId}`],
      done: (label) => {
        workspace.setLabels([...workspace.labels.filter((one) => one.id !== label.id), label]);
        pickLabel(workspace, label.id);
        onDone();
      },
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) void create.run(text.trim());
  };
  return (
    <form className="side-pad stack" onSubmit={submit}>
      {first && <p className="muted">No labels yet. Name the first kind of thing to mark.</p>}
      <TextField
        label="New label"
        quiet={!first}
        placeholder="Name, as in “car”"
        value={text}
        maxLength={100}
        onChange={(event) => setText(event.target.value)}
        error={create.error && (create.error.field("name") ?? create.error.message)}
      />
      <div className="row-end">
        <Button
          type="submit"
          size="s"
          kind={first ? "primary" : "secondary"}
          icon="plus"
          busy={create.busy}
          disabled={!text.trim()}
        >
          Create label
        </Button>
      </div>
    </form>
  );
}
