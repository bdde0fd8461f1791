import { useState } from "react";
import type { BatchImage, GroupsBody, Id, Label, Tag } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { asApiError } from "../../../api/error.ts";
import { useAll } from "../../../api/useAll.ts";
import { atLeast, useProject } from "../../../app/project.ts";
import { plural } from "../../../lib/format.ts";
import { Button, Dialog, Menu, SelectField, TextField, toast } from "../../../ui/index.ts";
import { forgetLists } from "../../images/lists.ts";
import { AssignDialog } from "../../team/AssignDialog.tsx";

type Open = "label" | "tag" | "assign" | null;

/** What can be done with a whole group: another name, one with another, a class, a tag, somebody's work. */
export function GroupMenu(
  { projectId, label, images, names, renaming, onRenaming, onArrange }: {
    projectId: Id;
    label: string | null;
    images: readonly BatchImage[];
    names: readonly string[];
    renaming: boolean;
    onRenaming: (on: boolean) => void;
    onArrange: (body: GroupsBody) => void;
  },
) {
  const [open, setOpen] = useState<Open>(null);
  const role = useProject().data?.role;
  const ids = images.map((image) => image.image_id);
  const change = async (body: object, done: string) => {
    setOpen(null);
    try {
      await api.post(`/api/projects/${projectId}/images/bulk`, { image_ids: ids, ...body });
      forgetLists();
      toast({ kind: "good", text: done });
    } catch (error) {
      toast({ kind: "bad", text: asApiError(error).message });
    }
  };
  const title = label ?? "these images";
  return (
    <>
      <Menu
        label={`Commands for ${title}`}
        icon="more"
        size="s"
        kind="ghost"
        items={[
          { label: "Rename or merge…", keys: "groups.rename", disabled: label === null, run: () => onRenaming(true) },
          "-",
          { label: "Give a class…", run: () => setOpen("label") },
          { label: "Tag…", run: () => setOpen("tag") },
          { label: "Assign…", disabled: !atLeast(role, "manager"), run: () => setOpen("assign") },
        ]}
      />
      {renaming && label !== null && (
        <RenameDialog
          label={label}
          names={names}
          onClose={() => onRenaming(false)}
          onRename={(to) => {
            onRenaming(false);
            onArrange({ renames: [{ from: label, to }] });
          }}
        />
      )}
      {open === "label" && (
        <PickDialog<Label>
          title={`Give ${plural(ids.length, "image")} a class`}
          field="Label"
          action="Give the class"
          path={`/api/projects/${projectId}/labels`}
          onPick={(one) =>
            void change({ action: "add_label", label_id: one.id }, `${plural(ids.length, "image")} are ${one.name}.`)}
          onClose={() => setOpen(null)}
        />
      )}
      {open === "tag" && (
        <PickDialog<Tag>
          title={`Tag ${plural(ids.length, "image")}`}
          field="Tag"
          action="Tag"
          path={`/api/projects/${projectId}/tags`}
          onPick={(one) =>
            void change({ action: "tags", add: [one.id] }, `${plural(ids.length, "image")} tagged ${one.name}.`)}
          onClose={() => setOpen(null)}
        />
      )}
      {open === "assign" && <AssignDialog projectId={projectId} ids={ids} onClose={() => setOpen(null)} />}
    </>
  );
}

function RenameDialog(
  { label, names, onRename, onClose }: {
    label: string;
    names: readonly string[];
    onRename: (to: string) => void;
    onClose: () => void;
  },
) {
  const [text, setText] = useState(label);
  const name = text.trim();
  const merges = name !== label && names.includes(name);
  return (
    <Dialog
      title={`Rename ${label}`}
      onClose={onClose}
      onSubmit={() => name !== "" && name !== label && onRename(name)}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={name === "" || name === label}>
            {merges ? `Merge with ${name}` : "Rename"}
          </Button>
        </>
      }
    >
      <TextField
        label="Name"
        hint={merges ? `There is a group ${name}: the two become one.` : "The name of another group merges the two."}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </Dialog>
  );
}

function PickDialog<T extends { id: Id; name: string }>(
  { title, field, action, path, onPick, onClose }: {
    title: string;
    field: string;
    action: string;
    path: string;
    onPick: (one: T) => void;
    onClose: () => void;
  },
) {
  const all = useAll<T>(path);
  const [id, setId] = useState("");
  const items = all.data ?? [];
  const picked = items.find((one) => one.id === id) ?? items[0];
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={() => picked && onPick(picked)}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={!picked}>{action}</Button>
        </>
      }
    >
      <SelectField
        label={field}
        hint={all.data && items.length === 0 ? "The project has none yet." : undefined}
        value={picked?.id ?? ""}
        onChange={(event) => setId(event.target.value)}
        options={items.map((one) => ({ value: one.id, label: one.name }))}
      />
    </Dialog>
  );
}
