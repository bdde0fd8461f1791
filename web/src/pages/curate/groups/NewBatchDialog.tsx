import { useState } from "react";
import type { Batch, Id } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation } from "../../../api/hooks.ts";
import { plural } from "../../../lib/format.ts";
import { Button, Dialog, Notice, SelectField, TextField } from "../../../ui/index.ts";

/** Gathers images: all of the project, or those that are selected on this page. */
export function NewBatchDialog(
  { projectId, chosen, onMade, onClose }: {
    projectId: Id;
    chosen: ReadonlySet<Id>;
    onMade: (id: Id) => void;
    onClose: () => void;
  },
) {
  const [name, setName] = useState("");
  const [of, setOf] = useState(chosen.size > 0 ? "chosen" : "all");
  const create = useMutation(
    () =>
      api.post<Batch>("/api/batches", {
        project_id: projectId,
        batch_name: name.trim(),
        ...(of === "chosen" ? { image_ids: [...chosen] } : {}),
      }),
    { done: (batch) => onMade(batch.id) },
  );
  return (
    <Dialog
      title="New batch"
      onClose={onClose}
      onSubmit={() => void create.run()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={create.busy}>Create</Button>
        </>
      }
    >
      <div className="stack-wide">
        <TextField
          label="Name"
          maxLength={200}
          value={name}
          error={create.error?.field("batch_name") ?? null}
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField
          label="Images"
          value={of}
          onChange={(event) => setOf(event.target.value)}
          options={[
            { value: "all", label: "All images of the project" },
            { value: "chosen", label: `${plural(chosen.size, "selected image")}`, disabled: chosen.size === 0 },
          ]}
        />
        {create.error && <Notice kind="bad" title={create.error.title}>{create.error.problem.detail}</Notice>}
      </div>
    </Dialog>
  );
}
