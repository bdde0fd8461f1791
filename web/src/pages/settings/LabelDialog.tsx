import { useState } from "react";
import { api } from "../../api/client.ts";
import { useMutation } from "../../api/hooks.ts";
import type { Label, LabelAttribute, Skeleton } from "../../api/types.ts";
import { labelColors, nextColor } from "../../lib/labelColors.ts";
import { AreaField, Button, Dialog, Notice, SelectField, TextField } from "../../ui/index.ts";
import { parseAttributes, writeAttributes } from "./labelText.ts";
import { finished, noSkeleton, skeletonFault } from "./skeleton.ts";
import { SkeletonField } from "./SkeletonField.tsx";

const hotkeys = [
  { value: "", label: "None" },
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 0].map((key) => ({ value: String(key), label: String(key) })),
];

const attributeExample = "occluded: boolean\nstage: select early, late";

interface Draft {
  name: string;
  color: string;
  hotkey: string;
  path: string;
  attributes: string;
  skeleton: Skeleton;
}

function draftOf(label: Label | null, others: readonly Label[]): Draft {
  if (label) {
    return {
      name: label.name,
      color: label.color,
      hotkey: label.hotkey ?? "",
      path: label.path ?? "",
      attributes: writeAttributes(label.attributes),
      skeleton: label.skeleton ?? noSkeleton,
    };
  }
  const free = hotkeys.slice(1).find((key) => !others.some((other) => other.hotkey === key.value));
  return {
    name: "",
    color: nextColor(others.map((other) => other.color)),
    hotkey: free?.value ?? "",
    path: "",
    attributes: "",
    skeleton: noSkeleton,
  };
}

/** Makes or changes a label. */
export function LabelDialog(
  { projectId, label, others, onClose }: {
    projectId: string;
    label: Label | null;
    others: readonly Label[];
    onClose: () => void;
  },
) {
  const [draft, setDraft] = useState(() => draftOf(label, others));
  const [problem, setProblem] = useState<{ [field: string]: string }>({});
  const saving = useMutation((attributes: LabelAttribute[], skeleton: Skeleton | null) => {
    const body = {
      name: draft.name.trim(),
      color: draft.color,
      hotkey: draft.hotkey || null,
      path: draft.path.trim() || null,
      attributes,
      skeleton,
    };
    return label
      ? api.patch<Label>(`/api/labels/${label.id}`, body)
      : api.post<Label>(`/api/projects/${projectId}/labels`, body);
  }, { invalidates: [`/api/projects/${projectId}`], done: onClose });
  const submit = () => {
    const attributes = parseAttributes(draft.attributes);
    const fault = skeletonFault(draft.skeleton);
    setProblem({
      ...(typeof attributes === "string" ? { attributes } : {}),
      ...(fault ? { skeleton: fault } : {}),
    });
    if (draft.name.trim() && typeof attributes !== "string" && !fault) {
      void saving.run(attributes, finished(draft.skeleton));
    }
  };
  const set = (name: Exclude<keyof Draft, "skeleton">) => (event: { target: { value: string } }) =>
    setDraft({ ...draft, [name]: event.target.value });
  const error = saving.error;
  return (
    <Dialog
      title={label ? `Edit ${label.name}` : "Add a label"}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={saving.busy} disabled={!draft.name.trim()}>
            {label ? "Save" : "Add"}
          </Button>
        </>
      }
    >
      {error && error.fields.length === 0 && <Notice kind="bad">{error.message}</Notice>}
      <TextField label="Name" value={draft.name} onChange={set("name")} error={error?.field("name")} />
      <fieldset className="stack color-pick">
        <legend className="field-label">Colour</legend>
        <div className="row wrap">
          {labelColors.map((color) => (
            <label
              key={color.value}
              className={color.value === draft.color.toLowerCase() ? "color on" : "color"}
              style={{ background: color.value }}
              data-tip={color.name}
            >
              <input
                type="radio"
                name="color"
                className="sr-only"
                aria-label={color.name}
                checked={color.value === draft.color.toLowerCase()}
                onChange={() => setDraft({ ...draft, color: color.value })}
              />
            </label>
          ))}
          <input
            type="color"
            aria-label="Another colour"
            data-tip="Another colour"
            value={draft.color}
            onChange={set("color")}
          />
        </div>
        {error?.field("color") && <p className="field-error">{error.field("color")}</p>}
      </fieldset>
      <div className="form-row">
        <SelectField
          label="Key in the workspace"
          options={hotkeys}
          value={draft.hotkey}
          onChange={set("hotkey")}
          error={error?.field("hotkey")}
        />
        <TextField
          label="Place in a hierarchy"
          placeholder="cells/blood"
          value={draft.path}
          onChange={set("path")}
          error={error?.field("path")}
        />
      </div>
      <AreaField
        label="Attributes"
        value={draft.attributes}
        onChange={set("attributes")}
        error={problem.attributes ?? error?.field("attributes")}
        placeholder={attributeExample}
        hint="One a line: name: text, number, boolean, or select with its choices."
      />
      <SkeletonField
        value={draft.skeleton}
        used={(label?.annotation_count ?? 0) > 0 && label?.skeleton !== null}
        colour={draft.color}
        error={problem.skeleton ?? error?.field("skeleton")}
        onChange={(skeleton) => setDraft({ ...draft, skeleton })}
      />
    </Dialog>
  );
}
