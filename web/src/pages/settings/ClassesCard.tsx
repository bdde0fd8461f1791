import { api } from "../../api/client.ts";
import { useMutation } from "../../api/hooks.ts";
import type { Project } from "../../api/types.ts";
import { atLeast } from "../../app/project.ts";
import { Card, Notice, Switch } from "../../ui/index.ts";
import { asObject } from "../images/metadata/rows.ts";
import { isMultiLabel } from "../classify/mode.ts";

/** Whether an image may have several classes at once. */
export function ClassesCard({ project, onSaved }: { project: Project; onSaved: (project: Project) => void }) {
  const may = atLeast(project.role, "manager");
  const saving = useMutation(
    (multi_label: boolean) =>
      api.patch<Project>(`/api/projects/${project.id}`, { metadata: { ...asObject(project.metadata), multi_label } }),
    { done: onSaved },
  );
  const isMulti = isMultiLabel(project);
  return (
    <Card title="Classes of images">
      <div className="row-wide">
        <div className="grow">
          <strong>{isMulti ? "An image may have several classes" : "Each image has one class"}</strong>
          <p className="muted">
            {isMulti
              ? "Giving a class adds it to those that the image has."
              : "Giving another class replaces the one that the image has."}
          </p>
        </div>
        <Switch
          label="An image may have several classes"
          checked={isMulti}
          disabled={!may || saving.busy}
          onChange={(on) => void saving.run(on)}
        />
      </div>
      {saving.error && <Notice kind="bad">{saving.error.message}</Notice>}
    </Card>
  );
}
