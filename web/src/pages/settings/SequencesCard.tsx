import { useState } from "react";
import { api } from "../../api/client.ts";
import { useMutation } from "../../api/hooks.ts";
import type { Sequence } from "../../api/types.ts";
import { useAll } from "../../api/useAll.ts";
import { Link } from "../../app/Link.tsx";
import { count, plural } from "../../lib/format.ts";
import {
  Ago,
  Button,
  Card,
  Checkbox,
  type Column,
  ConfirmDialog,
  Dialog,
  IconButton,
  Notice,
  Table,
  TextField,
} from "../../ui/index.ts";
import { forgetLists } from "../images/lists.ts";
import { clockText } from "../image/track/frames.ts";

/** The videos of a project: to find, to rename, to take apart. Nothing is shown where there are none. */
export function SequencesCard({ projectId }: { projectId: string }) {
  const path = `/api/projects/${projectId}/sequences`;
  const list = useAll<Sequence>(path);
  const [renaming, setRenaming] = useState<Sequence | null>(null);
  const [deleting, setDeleting] = useState<Sequence | null>(null);
  if (!list.data || list.data.length === 0) return null;
  const columns: readonly Column<Sequence>[] = [
    {
      id: "name",
      title: "Name",
      width: "minmax(160px, 1fr)",
      cell: (one) => <Link to={`/projects/${projectId}/images?sequence_id=${one.id}`}>{one.name}</Link>,
    },
    {
      id: "frames",
      title: "Frames",
      width: "80px",
      align: "end",
      cell: (one) => <span className="num">{count(one.frame_count)}</span>,
    },
    {
      id: "length",
      title: "Video",
      width: "96px",
      align: "end",
      cell: (one) => <span className="num">{clockText(one.duration)}</span>,
    },
    {
      id: "size",
      title: "Size",
      width: "112px",
      align: "end",
      cell: (one) => <span className="num">{one.width} × {one.height}</span>,
    },
    { id: "made", title: "Imported", width: "128px", cell: (one) => <Ago time={one.created_at} /> },
    {
      id: "do",
      title: "Commands",
      quiet: true,
      width: "72px",
      align: "end",
      cell: (one) => (
        <span className="row">
          <IconButton label={`Rename ${one.name}`} tip="Rename" icon="edit" size="s" onClick={() => setRenaming(one)} />
          <IconButton
            label={`Delete ${one.name}`}
            tip="Delete"
            icon="trash"
            size="s"
            onClick={() => setDeleting(one)}
          />
        </span>
      ),
    },
  ];
  return (
    <Card title="Sequences" flush>
      <Table label="Sequences" columns={columns} rows={list.data} rowKey={(one) => one.id} />
      {renaming && <Rename sequence={renaming} path={path} onClose={() => setRenaming(null)} />}
      {deleting && <Delete sequence={deleting} path={path} onClose={() => setDeleting(null)} />}
    </Card>
  );
}

function Rename({ sequence, path, onClose }: { sequence: Sequence; path: string; onClose: () => void }) {
  const [name, setName] = useState(sequence.name);
  const saving = useMutation(() => api.patch<Sequence>(`/api/sequences/${sequence.id}`, { name: name.trim() }), {
    invalidates: [path, `/api/sequences/${sequence.id}`],
    done: onClose,
  });
  return (
    <Dialog
      title="Rename the sequence"
      onClose={onClose}
      onSubmit={() => void saving.run()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={saving.busy}>Rename</Button>
        </>
      }
    >
      {saving.error && saving.error.fields.length === 0 && <Notice kind="bad">{saving.error.message}</Notice>}
      <TextField
        label="Name"
        value={name}
        maxLength={200}
        error={saving.error?.field("name")}
        onChange={(event) => setName(event.target.value)}
      />
    </Dialog>
  );
}

function Delete({ sequence, path, onClose }: { sequence: Sequence; path: string; onClose: () => void }) {
  const [bin, setBin] = useState(false);
  const deleting = useMutation(() => api.delete(`/api/sequences/${sequence.id}?frames=${bin ? "bin" : "keep"}`), {
    invalidates: [path, `/api/sequences/${sequence.id}`],
    done: () => {
      forgetLists();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Delete ${sequence.name}?`}
      action="Delete the sequence"
      busy={deleting.busy}
      error={deleting.error}
      onConfirm={() => void deleting.run()}
      onClose={onClose}
    >
      <div className="stack">
        <p>Its order of frames and its tracks are lost. Images and what is marked on them stay, each on its own.</p>
        <Checkbox
          label={`Move its ${plural(sequence.frame_count, "frame")} to the bin, too`}
          checked={bin}
          onChange={(event) => setBin(event.target.checked)}
        />
      </div>
    </ConfirmDialog>
  );
}
