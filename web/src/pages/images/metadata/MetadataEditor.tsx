import { useEffect, useState } from "react";
import type { Json } from "../../../api/types.ts";
import { useMutation } from "../../../api/hooks.ts";
import { Button, Facts, Notice } from "../../../ui/index.ts";
import { MetadataRows } from "./MetadataRows.tsx";
import { asObject, type JsonObject, objectOf, type RowProblem, rowsOf } from "./rows.ts";

/** Metadata to read, and to edit and save as a whole. `hidden` keys are somebody else's: they stay. */
export function MetadataEditor(
  { metadata, editable, empty, hidden = [], onSave }: {
    metadata: Json;
    editable: boolean;
    empty: string;
    hidden?: readonly string[];
    onSave: (metadata: JsonObject) => Promise<unknown>;
  },
) {
  const kept = Object.entries(asObject(metadata));
  const shown = Object.fromEntries(kept.filter(([key]) => !hidden.includes(key)));
  const [rows, setRows] = useState<ReturnType<typeof rowsOf> | null>(null);
  const [problems, setProblems] = useState<RowProblem[]>([]);
  const saving = useMutation(onSave, { done: () => setRows(null) });
  useEffect(() => {
    if (!editable) setRows(null);
  }, [editable]);
  if (!rows) {
    const facts = Object.entries(shown).map(([key, value]) => [key, text(value)] as const);
    return (
      <div className="stack">
        {facts.length > 0 ? <Facts rows={facts} /> : <p className="muted">{empty}</p>}
        {editable && (
          <div>
            <Button size="s" icon="edit" onClick={() => setRows(rowsOf(shown))}>Edit metadata</Button>
          </div>
        )}
      </div>
    );
  }
  const save = () => {
    const made = objectOf(rows);
    setProblems(made.problems);
    if (made.problems.length > 0) return;
    void saving.run({ ...Object.fromEntries(kept.filter(([key]) => hidden.includes(key))), ...made.object });
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <MetadataRows rows={rows} problems={problems} onChange={setRows} />
      {saving.error && <Notice kind="bad">{saving.error.message}</Notice>}
      <div className="row">
        <Button kind="primary" size="s" type="submit" busy={saving.busy}>Save</Button>
        <Button size="s" onClick={() => setRows(null)}>Cancel</Button>
      </div>
    </form>
  );
}

function text(value: Json): string {
  return typeof value === "string"
    ? value
    : typeof value === "boolean"
    ? (value ? "Yes" : "No")
    : JSON.stringify(value);
}
