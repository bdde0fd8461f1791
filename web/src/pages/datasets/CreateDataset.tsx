import { useState } from "react";
import { api } from "../../api/client.ts";
import { useMutation } from "../../api/hooks.ts";
import type { Dataset, DatasetBody, Project } from "../../api/types.ts";
import { navigate } from "../../app/router.ts";
import { plural } from "../../lib/format.ts";
import { Button, Checkbox, Dialog, Notice, NumberField, TextField } from "../../ui/index.ts";
import { type Splits, withShare } from "./changes.ts";

const names: readonly [keyof Splits, string][] = [["train", "Train"], ["val", "Validation"], ["test", "Test"]];

/** Freezes the project into a new version. */
export function CreateDataset(
  { project, suggested, onClose }: { project: Project; suggested: string; onClose: () => void },
) {
  const [name, setName] = useState(suggested);
  const [splits, setSplits] = useState<Splits>({ train: 70, val: 20, test: 10 });
  const [keep, setKeep] = useState(false);
  const [onlyDone, setOnlyDone] = useState(false);
  const [seed, setSeed] = useState("0");
  const making = useMutation(() => {
    const body: DatasetBody = { name: name.trim(), seed: Number(seed) };
    if (!keep) body.splits = { train: splits.train / 100, val: splits.val / 100, test: splits.test / 100 };
    if (onlyDone) body.filter = { status: "DONE" };
    return api.post<Dataset>(`/api/projects/${project.id}/datasets`, body);
  }, {
    invalidates: [`/api/projects/${project.id}/datasets`],
    done: (made) => void navigate(`/projects/${project.id}/datasets/${made.id}`),
  });
  const error = making.error;
  const seedError = /^\d{1,9}$/.test(seed) ? undefined : "a whole number from 0 to 999999999";
  return (
    <Dialog
      title="New dataset version"
      onClose={onClose}
      onSubmit={() => name.trim() && !seedError && void making.run()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={making.busy} disabled={!name.trim() || seedError !== undefined}>
            Create version
          </Button>
        </>
      }
    >
      {error && error.fields.length === 0 && <Notice kind="bad" title={error.title}>{error.problem.detail}</Notice>}
      <TextField
        label="Name"
        value={name}
        error={error?.field("name")}
        onChange={(event) => setName(event.target.value)}
      />
      <Checkbox
        label="Keep the splits that the images have"
        hint="As set in the grid or by an import with split folders."
        checked={keep}
        onChange={(event) => setKeep(event.target.checked)}
      />
      {!keep && (
        <fieldset className="stack" disabled={keep}>
          <legend className="field-label">Splits of {plural(project.image_count, "image")}</legend>
          {names.map(([key, text]) => (
            <div key={key} className="split-row">
              <label htmlFor={`split-${key}`}>{text}</label>
              <input
                id={`split-${key}`}
                type="range"
                min={0}
                max={100}
                value={splits[key]}
                onChange={(event) => setSplits(withShare(splits, key, Number(event.target.value)))}
              />
              <output className="num" htmlFor={`split-${key}`}>{splits[key]} %</output>
            </div>
          ))}
          {error?.field("splits") && <p className="field-error">{error.field("splits")}</p>}
        </fieldset>
      )}
      <NumberField
        label="Seed"
        value={seed}
        error={seedError ?? error?.field("seed")}
        hint="The same seed divides the same images the same way."
        onChange={(event) => setSeed(event.target.value)}
      />
      <Checkbox
        label="Only images that are done"
        checked={onlyDone}
        onChange={(event) => setOnlyDone(event.target.checked)}
      />
      {error?.field("filter") && <p className="field-error">{error.field("filter")}</p>}
    </Dialog>
  );
}
