import { useEffect, useState } from "react";
import { api } from "../../api/client.ts";
import { useMutation, useQuery } from "../../api/hooks.ts";
import type { Dataset, Page, TrainingOptions, TrainingRun } from "../../api/types.ts";
import { useProject } from "../../app/project.ts";
import { navigate, useLocation, useParams, useTitle } from "../../app/router.ts";
import { Button, ButtonLink, Empty, Loaded, Notice, PageBody, PageHeader, Skeleton } from "../../ui/index.ts";
import { newRun, runBody, type RunForm, runProblems, withOptions } from "./runForm.ts";
import { RunFields } from "./RunFields.tsx";
import { runPath } from "./RunsTable.tsx";

export default function NewRunPage() {
  const { id = "" } = useParams();
  const project = useProject();
  useTitle("New run", project.data?.name);
  const options = useQuery<TrainingOptions>("/api/training/options");
  const datasets = useQuery<Page<Dataset>>(`/api/projects/${id}/datasets`, { query: { limit: 200 } });
  return (
    <PageBody>
      <PageHeader title="New training run">
        A detector learned from one dataset version. Settings start where small sets learn well.
      </PageHeader>
      <Loaded query={options} skeleton={<Skeleton lines={[40, 60, 50, 60]} />}>
        {(known) => (
          <Loaded query={datasets} skeleton={<Skeleton lines={[40, 60, 50, 60]} />}>
            {(page) =>
              page.items.length === 0
                ? (
                  <Empty
                    icon="datasets"
                    title="No dataset version yet"
                    action={
                      <ButtonLink to={`/projects/${id}/datasets?create=1`} kind="primary" icon="plus">
                        Make a version
                      </ButtonLink>
                    }
                  >
                    A run learns from a frozen version of the project.
                  </Empty>
                )
                : (
                  <Form
                    options={known}
                    datasets={[...page.items].sort((a, b) => b.version - a.version)}
                    projectId={id}
                  />
                )}
          </Loaded>
        )}
      </Loaded>
    </PageBody>
  );
}

function Form(
  { options, datasets, projectId }: { options: TrainingOptions; datasets: readonly Dataset[]; projectId: string },
) {
  const { query } = useLocation();
  const asked = query.get("dataset");
  const [form, setForm] = useState<RunForm>(() =>
    withOptions({ ...newRun, dataset_id: datasets.find((one) => one.id === asked)?.id ?? datasets[0]!.id }, options)
  );
  const [tried, setTried] = useState(false);
  useEffect(() => setForm((old) => withOptions(old, options)), [options]);
  const starting = useMutation(() => api.post<TrainingRun>("/api/training", runBody(form)), {
    invalidates: ["/api/training", "/api/jobs"],
    done: (run) => void navigate(runPath({ id: run.id, project_id: run.project_id ?? projectId })),
  });
  const problems = runProblems(form);
  const error = starting.error;
  const say = (field: keyof RunForm) =>
    (tried || form[field] !== newRun[field] ? problems[field] : undefined) ?? error?.field(field);
  const submit = () => {
    setTried(true);
    if (Object.keys(problems).length === 0) void starting.run();
  };
  return (
    <form
      className="form run-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {!options.trainer.ready && <Notice kind="warn" title="The trainer is not ready">{options.trainer.reason}</Notice>}
      {error && error.fields.length === 0 && <Notice kind="bad" title={error.title}>{error.problem.detail}</Notice>}
      <RunFields form={form} options={options} datasets={datasets} say={say} onChange={setForm} />
      <div className="row">
        <Button kind="primary" type="submit" icon="play" busy={starting.busy}>Start the run</Button>
        <ButtonLink to={`/projects/${projectId}/training`} kind="ghost">Cancel</ButtonLink>
      </div>
    </form>
  );
}
