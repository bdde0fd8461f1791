import { useState } from "react";
import { api } from "../../api/client.ts";
import { useMutation } from "../../api/hooks.ts";
import type { Project, ProjectBody, TaskType } from "../../api/types.ts";
import { navigate } from "../../app/router.ts";
import { AreaField, Button, Checkbox, Dialog, Notice, SelectField, TextField } from "../../ui/index.ts";
import { taskNames } from "./ProjectCards.tsx";

const tasks = Object.entries(taskNames).map(([value, label]) => ({ value, label }));

/** Labels as people type them: one a line or with commas, each once. */
export function classNames(text: string): string[] {
  return [...new Set(text.split(/[\n,;]/).map((name) => name.trim()).filter((name) => name !== ""))];
}

export function CreateProject({ onClose }: { onClose: () => void }) {
  const [body, setBody] = useState<ProjectBody>({
    name: "",
    task_type: "DETECTION",
    description: "",
    is_public: false,
  });
  const [labels, setLabels] = useState("");
  const making = useMutation(() => {
    const names = classNames(labels);
    return api.post<Project>("/api/projects", {
      ...body,
      name: body.name.trim(),
      ...(names.length > 0 ? { class_names: names } : {}),
    });
  }, { invalidates: ["/api/projects"], done: (project) => void navigate(`/projects/${project.id}/images`) });
  const error = making.error;
  return (
    <Dialog
      title="New project"
      onClose={onClose}
      onSubmit={() => body.name.trim() && void making.run()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={making.busy} disabled={!body.name.trim()}>Create project</Button>
        </>
      }
    >
      {error && error.fields.length === 0 && <Notice kind="bad" title={error.title}>{error.problem.detail}</Notice>}
      <TextField
        label="Name"
        required
        value={body.name}
        error={error?.field("name")}
        onChange={(event) => setBody({ ...body, name: event.target.value })}
      />
      <SelectField
        label="Task"
        options={tasks}
        value={body.task_type}
        error={error?.field("task_type")}
        hint="What a model of this project will do. Detection finds boxes."
        onChange={(event) => setBody({ ...body, task_type: event.target.value as TaskType })}
      />
      <AreaField
        label="Labels"
        value={labels}
        error={error?.field("class_names")}
        hint="One a line, or with commas. They can be changed later, and an import brings its own."
        placeholder="RBC, WBC, Platelets"
        onChange={(event) => setLabels(event.target.value)}
      />
      <AreaField
        label="Description"
        rows={2}
        value={body.description}
        error={error?.field("description")}
        onChange={(event) => setBody({ ...body, description: event.target.value })}
      />
      <Checkbox
        label="Readable by everyone who is signed in"
        hint="Others see it as viewers; only members change it."
        checked={body.is_public}
        onChange={(event) => setBody({ ...body, is_public: event.target.checked })}
      />
    </Dialog>
  );
}
