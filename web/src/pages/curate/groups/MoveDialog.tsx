import { useState } from "react";
import type { BatchContent } from "../../../api/types.ts";
import { plural } from "../../../lib/format.ts";
import { Button, Dialog, SelectField, TextField } from "../../../ui/index.ts";
import { newName } from "./arrange.ts";

/** To which group the selected images go: one that is there, a new one, or none. */
export function MoveDialog(
  { content, count, onMove, onClose }: {
    content: BatchContent;
    count: number;
    onMove: (to: string | null) => void;
    onClose: () => void;
  },
) {
  const names = content.groups.flatMap((group) => group.label ?? []);
  const [target, setTarget] = useState("new");
  const [name, setName] = useState(newName(content));
  const to = target === "new" ? name.trim() : target === "none" ? null : names[Number(target)]!;
  return (
    <Dialog
      title={`Move ${plural(count, "image")}`}
      onClose={onClose}
      onSubmit={() => to !== "" && onMove(to)}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={to === ""}>Move</Button>
        </>
      }
    >
      <div className="stack-wide">
        <SelectField
          label="To"
          value={target}
          onChange={(event) => setTarget(event.target.value)}
          options={[
            { value: "new", label: "A new group" },
            ...names.map((one, index) => ({ value: String(index), label: one })),
            { value: "none", label: "No group" },
          ]}
        />
        {target === "new" && (
          <TextField
            label="Name"
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </div>
    </Dialog>
  );
}
