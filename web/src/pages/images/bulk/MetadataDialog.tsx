import { useState } from "react";
import { plural } from "../../../lib/format.ts";
import { Button, Dialog, TextField } from "../../../ui/index.ts";
import { MetadataRows } from "../metadata/MetadataRows.tsx";
import { type MetaRow, objectOf, type RowProblem } from "../metadata/rows.ts";
import type { Change } from "./change.ts";

/** Keys to set on many images and keys to take from them; all other metadata stays. */
export function MetadataDialog(
  { count, onChange, onClose }: { count: number; onChange: (change: Change) => void; onClose: () => void },
) {
  const [rows, setRows] = useState<MetaRow[]>([{ key: "", type: "text", value: "" }]);
  const [remove, setRemove] = useState("");
  const [problems, setProblems] = useState<RowProblem[]>([]);
  const submit = () => {
    const filled = rows.filter((row) => row.key.trim() !== "" || row.value !== "");
    const made = objectOf(filled);
    setProblems(made.problems);
    const gone = remove.split(",").map((key) => key.trim()).filter(Boolean);
    if (made.problems.length > 0 || filled.length + gone.length === 0) return;
    onChange({
      action: "metadata",
      metadata: { ...Object.fromEntries(gone.map((key) => [key, null])), ...made.object },
    });
  };
  return (
    <Dialog
      title="Change metadata"
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit">Change {plural(count, "image")}</Button>
        </>
      }
    >
      <MetadataRows rows={rows} problems={problems} onChange={setRows} />
      <TextField
        label="Keys to remove"
        hint="Separated by commas. What is not named stays as it is."
        value={remove}
        onChange={(event) => setRemove(event.target.value)}
      />
    </Dialog>
  );
}
