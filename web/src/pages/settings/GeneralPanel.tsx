import { useState } from "react";
import { api } from "../../api/client.ts";
import { cache } from "../../api/cache.ts";
import { useMutation } from "../../api/hooks.ts";
import type { Project } from "../../api/types.ts";
import { atLeast } from "../../app/project.ts";
import { navigate } from "../../app/router.ts";
import { plural } from "../../lib/format.ts";
import {
  Ago,
  AreaField,
  Button,
  Card,
  ConfirmDialog,
  CopyValue,
  Facts,
  Notice,
  Switch,
  TextField,
  toast,
} from "../../ui/index.ts";
import { MetadataEditor } from "../images/metadata/MetadataEditor.tsx";
import { ClassesCard } from "./ClassesCard.tsx";
import { taskNames } from "../projects/ProjectCards.tsx";

export function GeneralPanel({ project }: { project: Project }) {
  const may = atLeast(project.role, "manager");
  const owns = atLeast(project.role, "owner");
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description);
  const path = `/api/projects/${project.id}`;
  const keep = (next: Project) => {
    cache.set<Project>(path, () => next);
    cache.invalidate("/api/projects?");
  };
  const saving = useMutation(() => api.patch<Project>(path, { name: name.trim(), description }), {
    done: (next) => {
      keep(next);
      toast({ kind: "good", text: "Saved." });
    },
  });
  const opening = useMutation((open: boolean) => api.patch<Project>(path, { is_public: open }), { done: keep });
  const changed = name.trim() !== project.name || description !== project.description;
  return (
    <div className="stack-page settings">
      <Card title="Name and description">
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            void saving.run();
          }}
        >
          {saving.error && saving.error.fields.length === 0 && <Notice kind="bad">{saving.error.message}</Notice>}
          <TextField
            label="Name"
            value={name}
            disabled={!may}
            error={saving.error?.field("name")}
            onChange={(event) => setName(event.target.value)}
          />
          <AreaField
            label="Description"
            value={description}
            disabled={!may}
            error={saving.error?.field("description")}
            onChange={(event) => setDescription(event.target.value)}
          />
          {may && (
            <div>
              <Button kind="primary" type="submit" busy={saving.busy} disabled={!changed || !name.trim()}>
                Save changes
              </Button>
            </div>
          )}
        </form>
      </Card>
      <Card title="Visibility">
        <div className="row-wide">
          <div className="grow">
            <strong>
              {project.is_public ? "Everyone who is signed in may look" : "Only members see this project"}
            </strong>
            <p className="muted">Looking is all that others may do; changing stays with members.</p>
          </div>
          <Switch
            label="Readable by everyone who is signed in"
            checked={project.is_public}
            disabled={!owns || opening.busy}
            onChange={(on) => void opening.run(on)}
          />
        </div>
        {opening.error && <Notice kind="bad">{opening.error.message}</Notice>}
      </Card>
      <ClassesCard project={project} onSaved={keep} />
      <Card title="Metadata">
        <MetadataEditor
          metadata={project.metadata}
          hidden={["multi_label"]}
          editable={may}
          empty="Nothing yet. Keep here whatever belongs to the project: site, instrument, protocol."
          onSave={(metadata) => api.patch<Project>(path, { metadata }).then(keep)}
        />
      </Card>
      <Card title="About">
        <Facts
          rows={[["Task", taskNames[project.task_type]], ["Created", <Ago key="t" time={project.created_at} />], [
            "Id",
            <CopyValue key="i" text={project.id} label="the project's id" />,
          ]]}
        />
      </Card>
      {owns && <DeleteProject project={project} />}
    </div>
  );
}

function DeleteProject({ project }: { project: Project }) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const deleting = useMutation(() => api.delete(`/api/projects/${project.id}`), {
    done: () => {
      navigate("/projects", { force: true });
      cache.invalidate("/api/projects");
      toast({ text: `${project.name} was deleted.` });
    },
  });
  return (
    <Card title="Delete the project">
      <div className="row-wide">
        <p className="grow muted">
          {plural(project.image_count, "image")},{" "}
          {plural(project.annotation_count, "annotation")}, its dataset versions and runs go with it. This cannot be
          undone.
        </p>
        <Button kind="danger" icon="trash" onClick={() => setOpen(true)}>Delete</Button>
      </div>
      {open && (
        <ConfirmDialog
          title={`Delete ${project.name}?`}
          action="Delete for ever"
          typed={{ value: typed, onChange: setTyped, expected: project.name }}
          busy={deleting.busy}
          error={deleting.error}
          onConfirm={() => void deleting.run()}
          onClose={() => setOpen(false)}
        >
          All of its images, labels, dataset versions and runs are deleted.
        </ConfirmDialog>
      )}
    </Card>
  );
}
