import { useState } from "react";
import type { Label } from "../../../api/types.ts";
import { plural } from "../../../lib/format.ts";
import { Button, Dialog, SelectField } from "../../../ui/index.ts";
import type { Change } from "./change.ts";

/** A class of the whole image, given to many or taken from them. */
export function ClassDialog(
  { action, labels, count, onChange, onClose }: {
    action: "add_label" | "remove_label";
    labels: readonly Label[];
    count: number;
    onChange: (change: Change) => void;
    onClose: () => void;
  },
) {
  const [labelId, setLabelId] = useState(labels[0]?.id ?? "");
  const gives = action === "add_label";
  return (
    <Dialog
      title={gives ? "Give a class" : "Take a class away"}
      onClose={onClose}
      onSubmit={() => labelId && onChange({ action, label_id: labelId })}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={!labelId}>
            {gives ? "Give to" : "Take from"} {plural(count, "image")}
          </Button>
        </>
      }
    >
      <SelectField
        label="Label"
        hint="As a class of the whole image; objects drawn on it stay as they are."
        value={labelId}
        onChange={(event) => setLabelId(event.target.value)}
        options={labels.map((label) => ({ value: label.id, label: label.name }))}
      />
    </Dialog>
  );
}
