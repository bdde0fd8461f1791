import { useEffect, useState } from "react";
import { api } from "../../../api/client.ts";
import { useMutation, useQuery } from "../../../api/hooks.ts";
import { isEnded } from "../../../api/jobStream.ts";
import type { AnalysingModel, Id, Job, LabelErrorCounts } from "../../../api/types.ts";
import { useJobFeed } from "../../../api/useJobFeed.ts";
import { plural } from "../../../lib/format.ts";
import { Button, Notice, Progress, Select } from "../../../ui/index.ts";

/** Which model the labels are compared with, and a comparison under way. */
export function CompareBar(
  { projectId, models, counts, onDone }: {
    projectId: Id;
    models: readonly AnalysingModel[];
    counts: LabelErrorCounts;
    onDone: () => void;
  },
) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [jobId, setJobId] = useState<Id | null>(counts.job_id);
  const job = useQuery<Job>(jobId && `/api/jobs/${jobId}`);
  const ended = job.data !== undefined && isEnded(job.data.status);
  const going = job.data !== undefined && !ended;
  const { feed } = useJobFeed(going ? jobId : null, going, () => void job.refresh());
  // A comparison may have ended before it was first asked for.
  useEffect(() => {
    if (ended) onDone();
  }, [jobId, ended]);
  const keyOf = (model: Pick<AnalysingModel, "model_name" | "model_version">) =>
    JSON.stringify([model.model_name, model.model_version]);
  const last = models.find((model) =>
    model.model_name === counts.model_name && model.model_version === counts.model_version
  );
  const model = models.find((one) => keyOf(one) === chosen) ?? last ?? models[0];
  const comparing = useMutation(
    () =>
      api.post<Job>(`/api/projects/${projectId}/label-errors`, {
        model_name: model?.model_name,
        model_version: model?.model_version,
      }),
    { done: (started) => setJobId(started.id) },
  );
  if (!model) return null;
  return (
    <div className="stack">
      <div className="row">
        <Select
          aria-label="Model to compare with"
          value={keyOf(model)}
          onChange={(event) => setChosen(event.target.value)}
          options={models.map((one) => ({
            value: keyOf(one),
            label: `${one.model_name} ${one.model_version} · ${plural(one.images, "image")}`,
          }))}
        />
        <Button kind={last ? undefined : "primary"} busy={comparing.busy || going} onClick={() => void comparing.run()}>
          {last ? "Compare again" : "Compare the labels"}
        </Button>
      </div>
      {going && <Progress value={feed.progress ?? job.data?.progress ?? 0} label="Comparing" />}
      {job.data?.status === "FAILED" && (
        <Notice kind="bad" title="The comparison failed">{job.data.error_message}</Notice>
      )}
      {comparing.error && <Notice kind="bad">{comparing.error.message}</Notice>}
    </div>
  );
}
