import { useState } from "react";
import type { Id, Project } from "../../../api/types.ts";
import { useAll } from "../../../api/useAll.ts";
import { atLeast } from "../../../app/project.ts";
import { plural } from "../../../lib/format.ts";
import { Button, Checkbox, Dialog, Loaded, SelectField, Skeleton } from "../../../ui/index.ts";
import type { Change } from "./change.ts";

/** Copies or moves images into another project in which one may upload. */
export function TransferDialog(
  { action, projectId, count, onChange, onClose }: {
    action: "copy" | "move";
    projectId: Id;
    count: number;
    onChange: (change: Change) => void;
    onClose: () => void;
  },
) {
  const projects = useAll<Project>("/api/projects");
  const [chosen, setChosen] = useState<Id | null>(null);
  const [createLabels, setCreateLabels] = useState(false);
  const offered = (projects.data ?? []).filter((one) => one.id !== projectId && atLeast(one.role, "annotator"));
  const target = offered.find((one) => one.id === chosen) ?? offered[0];
  const mayLabel = atLeast(target?.role, "manager");
  const verb = action === "copy" ? "Copy" : "Move";
  return (
    <Dialog
      title={`${verb} to another project`}
      onClose={onClose}
      onSubmit={() =>
        target && onChange({ action, target_project_id: target.id, create_labels: createLabels && mayLabel })}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={!target}>{verb} {plural(count, "image")}</Button>
        </>
      }
    >
      <Loaded query={projects} skeleton={<Skeleton lines={[80]} />}>
        {() =>
          offered.length === 0 ? <p className="muted">There is no other project into which you may put images.</p> : (
            <>
              <SelectField
                label="Project"
                value={target?.id ?? ""}
                onChange={(event) => setChosen(event.target.value)}
                options={offered.map((one) => ({ value: one.id, label: one.name }))}
              />
              <Checkbox
                label="Make labels that the project lacks"
                hint={mayLabel ? undefined : "Managers of that project may."}
                disabled={!mayLabel}
                checked={createLabels && mayLabel}
                onChange={(event) => setCreateLabels(event.target.checked)}
              />
              <p className="muted small">
                Labels and tags are matched by name. {action === "copy"
                  ? "Annotations whose label is missing there are left out; pictures that it has already are passed over."
                  : "Images stay here when that project has the same picture, or lacks a label of theirs. Comments and history go along."}
              </p>
            </>
          )}
      </Loaded>
    </Dialog>
  );
}
