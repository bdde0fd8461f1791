import { useState } from "react";
import { api } from "../../api/client.ts";
import { asApiError } from "../../api/error.ts";
import { cache } from "../../api/cache.ts";
import { useMutation, usePage, useQuery } from "../../api/hooks.ts";
import type { Deployment, Model, ModelMetrics, ModelVersion, Project } from "../../api/types.ts";
import { Link } from "../../app/Link.tsx";
import { navigate, useParams, useQueryParam, useTitle } from "../../app/router.ts";
import { useMe } from "../../app/session.ts";
import {
  Button,
  ConfirmDialog,
  Empty,
  ErrorState,
  Loaded,
  Menu,
  Notice,
  PageBody,
  PageHeader,
  SkeletonCards,
  Status,
  type Tab,
  Tabs,
  toast,
} from "../../ui/index.ts";
import { CallCode } from "./CallCode.tsx";
import { TryIt } from "./TryIt.tsx";
import { UploadModel } from "./UploadModel.tsx";
import { Usage } from "./Usage.tsx";
import { VersionDetails } from "./VersionDetails.tsx";
import { VersionsTable } from "./VersionsTable.tsx";

type Part = "versions" | "try" | "code" | "usage";

export default function ModelPage() {
  const { id = "" } = useParams();
  const model = useQuery<Model>(`/api/models/${id}`);
  useTitle(model.data?.name, "Models");
  return (
    <PageBody>
      <Loaded query={model} skeleton={<SkeletonCards count={3} height={120} />}>
        {(data) => <Content model={data} />}
      </Loaded>
    </PageBody>
  );
}

function Content({ model }: { model: Model }) {
  const me = useMe();
  const versions = usePage<ModelVersion>(`/api/models/${model.id}/versions`, { limit: 200, everyMs: 8000 });
  const metrics = useQuery<ModelMetrics>(`/api/models/${model.id}/metrics`);
  const project = useQuery<Project>(model.project_id && `/api/projects/${model.project_id}`);
  const [asked, setPart] = useQueryParam("tab", "versions");
  const [chosen, setChosen] = useQueryParam("version");
  const [uploading, setUploading] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const version = versions.items.find((one) => one.id === chosen) ??
    versions.items.find((one) => one.id === model.deployed_version_id) ?? versions.items[0];
  const mine = model.owner_id === me.id || me.is_superuser || model.project_id !== null;
  const tabs: readonly Tab<Part>[] = [
    { id: "versions", label: "Versions", count: versions.items.length || null },
    { id: "try", label: "Try it" },
    { id: "code", label: "Call it" },
    { id: "usage", label: "Usage" },
  ];
  const part = tabs.find((tab) => tab.id === asked)?.id ?? "versions";
  const switching = useMutation(
    (to: string | null) =>
      api.post<Deployment>(
        `/api/models/${model.id}/${to ? "deploy" : "undeploy"}`,
        to ? { version_id: to } : undefined,
      ),
    {
      invalidates: [`/api/models`],
      done: () => toast({ kind: "good", text: "The deployment has changed." }),
    },
  );
  const removing = useMutation(() => api.delete(`/api/models/${model.id}`), {
    done: () => {
      navigate("/models", { force: true });
      cache.invalidate("/api/models");
    },
  });
  const share = (open: boolean) =>
    api.patch(`/api/models/${model.id}`, { is_public: open }).then(
      () => cache.invalidate("/api/models"),
      (error) => toast({ kind: "bad", text: asApiError(error).message }),
    );
  return (
    <>
      <PageHeader
        title={model.name}
        actions={
          <>
            {mine && (
              <Menu
                label="More about this model"
                icon="more"
                items={[
                  {
                    label: "Upload a version",
                    icon: "upload",
                    run: () => setUploading(true),
                  },
                  {
                    label: model.is_public ? "Make it private" : "Share with everyone signed in",
                    icon: "members",
                    run: () => void share(!model.is_public),
                  },
                  "-",
                  { label: "Delete", icon: "trash", danger: true, run: () => setDeleting(true) },
                ]}
              />
            )}
            {mine && (model.deployed_version_id
              ? <Button icon="stop" busy={switching.busy} onClick={() => void switching.run(null)}>Undeploy</Button>
              : version?.status === "READY" && (
                <Button
                  kind="primary"
                  icon="rocket"
                  busy={switching.busy}
                  onClick={() => void switching.run(version.id)}
                >
                  Deploy version {version.version_number}
                </Button>
              ))}
          </>
        }
      >
        <span className="row">
          {model.deployed_version_id ? <Status status="deployed" /> : <span>Not deployed</span>}
          {model.project_id && (
            <>
              <span>·</span>
              <Link to={`/projects/${model.project_id}`}>{project.data?.name ?? "its project"}</Link>
            </>
          )}
          {model.description && (
            <>
              <span>·</span>
              <span className="truncate">{model.description}</span>
            </>
          )}
        </span>
      </PageHeader>
      {switching.error && <Notice kind="bad" title={switching.error.title}>{switching.error.problem.detail}</Notice>}
      {versions.error && versions.items.length === 0
        ? <ErrorState error={versions.error} onRetry={versions.refresh} />
        : versions.loading
        ? <SkeletonCards count={2} />
        : !version
        ? (
          <Empty
            icon="models"
            title="No version yet"
            action={mine && (
              <Button
                kind="primary"
                icon="upload"
                onClick={() => setUploading(true)}
              >
                Upload a version
              </Button>
            )}
          />
        )
        : (
          <Tabs label="Model" tabs={tabs} value={part} onChange={(tab) => setPart(tab, true)}>
            {part === "versions" && (
              <div className="stack-page">
                <VersionsTable
                  versions={versions.items}
                  deployed={model.deployed_version_id}
                  chosen={version.id}
                  busy={switching.busy}
                  may={mine}
                  onChoose={(one) => setChosen(one.id)}
                  onDeploy={(one) => void switching.run(one.id)}
                />
                <VersionDetails version={version} model={model} />
              </div>
            )}
            {part === "try" && <TryIt versions={versions.items} initial={version.id} projectId={model.project_id} />}
            {part === "code" && <CallCode modelId={model.id} />}
            {part === "usage" && <Loaded query={metrics}>{(data) => <Usage metrics={data} />}</Loaded>}
          </Tabs>
        )}
      {uploading && <UploadModel models={[]} into={model} onClose={() => setUploading(false)} />}
      {deleting && (
        <ConfirmDialog
          title={`Delete ${model.name}?`}
          action="Delete"
          busy={removing.busy}
          error={removing.error}
          onConfirm={() => void removing.run()}
          onClose={() => setDeleting(false)}
        >
          Its versions can no longer answer. Runs and datasets stay.
        </ConfirmDialog>
      )}
    </>
  );
}
