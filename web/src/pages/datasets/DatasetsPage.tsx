import { usePage } from "../../api/hooks.ts";
import type { Dataset } from "../../api/types.ts";
import { useKeys } from "../../app/keyboard.ts";
import { Link } from "../../app/Link.tsx";
import { atLeast, useProject } from "../../app/project.ts";
import { useParams, useQueryParam, useTitle } from "../../app/router.ts";
import { count, plural } from "../../lib/format.ts";
import { Shares } from "../../ui/charts/Bars.tsx";
import { Ago, Button, Empty, ErrorState, MoreOnScroll, PageBody, PageHeader, SkeletonRows } from "../../ui/index.ts";
import { changes } from "./changes.ts";
import { CreateDataset } from "./CreateDataset.tsx";

/** The versions of a project's data, newest first, each with what changed since the one before. */
export default function DatasetsPage() {
  const { id = "" } = useParams();
  const project = useProject();
  useTitle("Datasets", project.data?.name);
  const [creating, setCreating] = useQueryParam("create");
  const list = usePage<Dataset>(`/api/projects/${id}/datasets`);
  const may = atLeast(project.data?.role, "manager");
  useKeys({ create: () => may ? setCreating("1") : false });
  const versions = [...list.items].sort((a, b) => b.version - a.version);
  const create = may && (
    <Button kind="primary" icon="plus" keys="create" onClick={() => setCreating("1")}>New version</Button>
  );
  return (
    <PageBody>
      <PageHeader title="Datasets" actions={versions.length > 0 && create}>
        A version is a frozen copy of the labels and splits: what a training run learns from.
      </PageHeader>
      {list.error && versions.length === 0
        ? <ErrorState error={list.error} onRetry={list.refresh} />
        : list.loading
        ? <SkeletonRows count={4} />
        : versions.length === 0
        ? (
          <Empty icon="datasets" title="No version yet" action={create}>
            Freeze the project as it is now, with its images divided into train, val and test.
          </Empty>
        )
        : (
          <ol className="timeline">
            {versions.map((version, i) => <Version key={version.id} version={version} before={versions[i + 1]} />)}
          </ol>
        )}
      <MoreOnScroll when={list.hasMore} more={list.loadMore} />
      {creating && project.data && !list.loading && (
        <CreateDataset
          project={project.data}
          suggested={`v${(versions[0]?.version ?? 0) + 1}`}
          onClose={() => setCreating("")}
        />
      )}
    </PageBody>
  );
}

export function splitParts(split: Dataset["by_split"]) {
  return [{ name: "Train", value: split.train, color: "var(--series-1)" }, {
    name: "Val",
    value: split.val,
    color: "var(--series-6)",
  }, { name: "Test", value: split.test, color: "var(--series-7)" }];
}

function Version({ version, before }: { version: Dataset; before: Dataset | undefined }) {
  const list = before ? changes(before, version) : [];
  return (
    <li>
      <span className="timeline-mark num" aria-hidden="true">{version.version}</span>
      <div className="timeline-body">
        <div className="row">
          <h2 className="grow truncate">
            <Link to={`/projects/${version.project_id}/datasets/${version.id}`}>{version.name}</Link>
          </h2>
          <span className="muted small">
            <Ago time={version.created_at} />
          </span>
        </div>
        <p className="muted">
          Version {version.version} · {plural(version.image_count, "image")} ·{" "}
          {plural(version.annotation_count, "annotation")} · {plural(version.class_names.length, "class", "classes")}
        </p>
        <Shares label="Images by split" parts={splitParts(version.by_split)} />
        {before && (
          <p className="small muted">
            {list.length === 0
              ? "The same counts as the version before"
              : list.map((one) => `${one.sign}${count(Math.abs(one.by))} ${one.what}`).join(" · ")}
          </p>
        )}
      </div>
    </li>
  );
}
