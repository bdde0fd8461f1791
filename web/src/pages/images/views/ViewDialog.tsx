import { useState } from "react";
import type { ImageQuery, ImageView, Role } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation } from "../../../api/hooks.ts";
import { atLeast } from "../../../app/project.ts";
import { Button, Checkbox, Dialog, Notice, TextField } from "../../../ui/index.ts";
import type { Density } from "../grid/layout.ts";

/** Saves what is shown under a name, or renames and shares a view that is there. */
export function ViewDialog(
  { path, view, query, density, role, onDone, onClose }: {
    path: string;
    view: ImageView | null;
    query: ImageQuery;
    density: Density;
    role: Role | undefined;
    onDone: (view: ImageView) => void;
    onClose: () => void;
  },
) {
  const [name, setName] = useState(view?.name ?? "");
  const [isShared, setShared] = useState(view?.is_shared ?? false);
  const [isDefault, setDefault] = useState(view?.is_default ?? false);
  const mayChoose = !isShared || atLeast(role, "manager");
  const saving = useMutation(() => {
    const body = { name: name.trim(), is_shared: isShared, is_default: isDefault && mayChoose };
    return view
      ? api.patch<ImageView>(`/api/views/${view.id}`, body)
      : api.post<ImageView>(path, { ...body, query, density });
  }, { invalidates: [path], done: onDone });
  return (
    <Dialog
      title={view ? "Rename or share the view" : "Save as a view"}
      onClose={onClose}
      onSubmit={() => name.trim() && void saving.run()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={!name.trim()} busy={saving.busy}>Save</Button>
        </>
      }
    >
      {saving.error && saving.error.fields.length === 0 && <Notice kind="bad">{saving.error.message}</Notice>}
      <TextField
        label="Name"
        hint={view ? undefined : "The filter, the order and the density are kept."}
        value={name}
        maxLength={100}
        error={saving.error?.field("name")}
        onChange={(event) => setName(event.target.value)}
      />
      <Checkbox
        label="Share with everyone in the project"
        disabled={!atLeast(role, "annotator")}
        checked={isShared}
        onChange={(event) => setShared(event.target.checked)}
      />
      <Checkbox
        label="Open first"
        hint={isShared
          ? "For everyone who has no first view of their own; managers choose it."
          : "When you open the images."}
        disabled={!mayChoose}
        checked={isDefault && mayChoose}
        onChange={(event) => setDefault(event.target.checked)}
      />
    </Dialog>
  );
}
