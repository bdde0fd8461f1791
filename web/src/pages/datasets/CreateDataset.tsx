import { useState } from "react";
import { api } from "../../api/client.ts";
import { useMutation, useQuery } from "../../api/hooks.ts";
import type { Dataset, DatasetBody, Project, ProjectStats } from "../../api/types.ts";
import { navigate } from "../../app/router.ts";
import { count, plural } from "../../lib/format.ts";
import { Button, Checkbox, Dialog, Notice, NumberField, TextField } from "../../ui/index.ts";
import { type Splits } from "./changes.ts";
import { SplitSliders } from "./SplitSliders.tsx";

interface Only {
  status: boolean;
  review_status: boolean;
  annotated: boolean;
}
const filters: readonly [keyof Only, string, string | boolean][] = [["annotated", "with annotations", true], [
  "status",
  "that are done",
  "DONE",
], ["review_status", "that are approved", "APPROVED"]];

/** Freezes the project into a new version. Images that have a split keep it; the rest are divided here. */
export function CreateDataset(
  { project, suggested, onClose }: { project: Project; suggested: string; onClose: () => void },
) {
  const [name, setName] = useState(suggested);
  const [splits, setSplits] = useState<Splits>({ train: 70, val: 20, test: 10 });
  const [only, setOnly] = useState<Only>({ status: false, review_status: false, annotated: false });
  const [seed, setSeed] = useState("0");
  const stats = useQuery<ProjectStats>(`/api/projects/${project.id}/stats`, { freshMs: 5000 });
  const free = stats.data?.by_split.unassigned ?? project.image_count;
  const settled = stats.data ? stats.data.images - free : 0;
  const making = useMutation(() => {
    const body: DatasetBody = {
      name: name.trim(),
      seed: Number(seed),
      splits: { train: splits.train / 100, val: splits.val / 100, test: splits.test / 100 },
    };
    const chosen = filters.filter(([key]) => only[key]).map(([key, , value]) => [key, value] as const);
    if (chosen.length > 0) body.filter = Object.fromEntries(chosen);
    return api.post<Dataset>(`/api/projects/${project.id}/datasets`, body);
  }, {
    invalidates: [`/api/projects/${project.id}/datasets`],
    done: (made) => void navigate(`/projects/${project.id}/datasets/${made.id}`),
  });
  const error = making.error;
  const seedError = /^\d{1,9}$/.test(seed) ? undefined : "a whole number from 0 to 999999999";
  const splitError = splits.train === 0 && free > 0 ? "Training needs a share." : error?.field("splits");
  const ready = name.trim() !== "" && !seedError && !(splits.train === 0 && free > 0);
  return (
    <Dialog
      title="New dataset version"
      onClose={onClose}
      onSubmit={() => ready && void making.run()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={making.busy} disabled={!ready}>Create version</Button>
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
      {settled > 0 && (
        <Notice>
          {plural(settled, "image has", "images have")} a split already and keep it: {count(stats.data!.by_split.train)}
          {" "}
          train, {count(stats.data!.by_split.val)} val, {count(stats.data!.by_split.test)} test.
        </Notice>
      )}
      {free > 0 && (
        <SplitSliders
          legend={settled > 0 ? `The other ${plural(free, "image")}` : `Splits of ${plural(free, "image")}`}
          splits={splits}
          error={splitError}
          onChange={setSplits}
        />
      )}
      {free > 0 && (
        <NumberField
          label="Seed"
          value={seed}
          error={seedError ?? error?.field("seed")}
          hint="The same seed divides the same images the same way."
          onChange={(event) => setSeed(event.target.value)}
        />
      )}
      <fieldset className="stack">
        <legend className="field-label">Only images</legend>
        {filters.map(([key, text]) => (
          <Checkbox
            key={key}
            label={text}
            checked={only[key]}
            onChange={(event) => setOnly({ ...only, [key]: event.target.checked })}
          />
        ))}
        {error?.field("filter") && <p className="field-error">{error.field("filter")}</p>}
      </fieldset>
    </Dialog>
  );
}
