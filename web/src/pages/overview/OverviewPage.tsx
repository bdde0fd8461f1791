import { usePage, useQuery } from "../../api/hooks.ts";
import { isEnded } from "../../api/jobStream.ts";
import type { Job, Page, ProjectStats, TrainingRun } from "../../api/types.ts";
import { atLeast, useProject } from "../../app/project.ts";
import { useParams, useTitle } from "../../app/router.ts";
import { count, percent, plural } from "../../lib/format.ts";
import { areaName, aspectName, Bars, HistogramChart, Shares } from "../../ui/charts/Bars.tsx";
import {
  ButtonLink,
  Card,
  Empty,
  Loaded,
  PageBody,
  PageHeader,
  Skeleton,
  SkeletonCards,
  Stat,
  Stats,
} from "../../ui/index.ts";
import { JobLines } from "../jobs/JobLines.tsx";
import { taskNames } from "../projects/ProjectCards.tsx";
import { Needs } from "./Needs.tsx";
import { RecentRuns } from "./RecentRuns.tsx";

/** How far the project is, what is in it, and what needs a hand. */
export default function OverviewPage() {
  const { id = "" } = useParams();
  const project = useProject();
  useTitle("Overview", project.data?.name);
  const runs = useQuery<Page<TrainingRun>>("/api/training", { query: { project_id: id, limit: 5 } });
  const jobs = usePage<Job>("/api/jobs", { query: { kind: "all", project_id: id }, limit: 20, everyMs: 5000 });
  const running = jobs.items.filter((job) => !isEnded(job.status));
  // While something runs here (an import, the demo being drawn) the numbers grow.
  const everyMs = running.length > 0 && 4000;
  const stats = useQuery<ProjectStats>(`/api/projects/${id}/stats`, { freshMs: 5000, everyMs });
  return (
    <PageBody>
      <Loaded query={project} skeleton={<Skeleton lines={[30, 50]} />}>
        {(data) => (
          <PageHeader
            title={data.name}
            actions={atLeast(data.role, "annotator") && data.image_count > 0 && (
              <ButtonLink to={`/projects/${id}/images?status=NEW`} kind="primary" icon="box">Label images</ButtonLink>
            )}
          >
            {taskNames[data.task_type]}
            {data.description && ` · ${data.description}`}
          </PageHeader>
        )}
      </Loaded>
      {running.some((job) => job.kind !== "ingest") && (
        <Card title="Running now" flush>
          <JobLines jobs={running.filter((job) => job.kind !== "ingest").slice(0, 5)} />
        </Card>
      )}
      <Loaded query={stats} skeleton={<SkeletonCards count={4} height={120} />}>
        {(data) =>
          data.images === 0
            ? (
              <Card>
                <Empty
                  icon="images"
                  title="No images yet"
                  action={
                    <>
                      <ButtonLink to={`/projects/${id}/images`} kind="primary" icon="upload">Upload images</ButtonLink>
                      {atLeast(project.data?.role, "manager") && (
                        <ButtonLink to={`/projects/${id}/settings?tab=import`}>Import an archive</ButtonLink>
                      )}
                    </>
                  }
                >
                  Upload photographs, or import an archive that has labels already (COCO, YOLO, Pascal VOC, class
                  folders).
                </Empty>
              </Card>
            )
            : <Numbers stats={data} projectId={id} jobs={jobs.items} />}
      </Loaded>
      <RecentRuns runs={runs} projectId={id} mayTrain={atLeast(project.data?.role, "manager")} />
    </PageBody>
  );
}

function Numbers({ stats, projectId, jobs }: { stats: ProjectStats; projectId: string; jobs: readonly Job[] }) {
  const status = stats.by_status;
  const split = stats.by_split;
  const review = stats.by_review_status;
  const labels = [...stats.by_label].sort((a, b) => b.annotations - a.annotations);
  return (
    <>
      <Stats>
        <Stat label="Images" value={count(stats.images)} note={`${count(stats.unlabeled)} without labels`} />
        <Stat
          label="Annotations"
          value={count(stats.annotations)}
          note={`${(stats.annotations / Math.max(1, stats.images)).toFixed(1)} an image`}
        />
        <Stat label="Labels" value={count(stats.by_label.length)} />
        <Stat label="Done" value={percent(status.DONE / stats.images)} note={plural(status.DONE, "image")} />
        <Stat
          label="Approved"
          value={count(stats.by_review_status.APPROVED)}
          note={`${count(stats.by_review_status.UNREVIEWED)} unreviewed`}
        />
      </Stats>
      <div className="grid-2">
        <Card title="Progress">
          <div className="stack-wide">
            <Shares
              label="Images by status"
              parts={[{ name: "Done", value: status.DONE, color: "var(--series-3)" }, {
                name: "In progress",
                value: status.IN_PROGRESS,
                color: "var(--series-2)",
              }, { name: "New", value: status.NEW, color: "var(--border-strong)" }]}
            />
            <Shares
              label="Images by review"
              parts={[
                { name: "Approved", value: review.APPROVED, color: "var(--series-3)" },
                { name: "Needs revision", value: review.NEEDS_REVISION, color: "var(--series-2)" },
                { name: "Rejected", value: review.REJECTED, color: "var(--series-4)" },
                { name: "Unreviewed", value: review.UNREVIEWED, color: "var(--border-strong)" },
              ]}
            />
            <Shares
              label="Images by split"
              parts={[
                { name: "Train", value: split.train, color: "var(--series-1)" },
                { name: "Val", value: split.val, color: "var(--series-6)" },
                { name: "Test", value: split.test, color: "var(--series-7)" },
                { name: "Unassigned", value: split.unassigned, color: "var(--border-strong)" },
              ]}
            />
          </div>
        </Card>
        <Needs stats={stats} projectId={projectId} jobs={jobs} />
      </div>
      <Card title="Class balance" actions={<span className="small muted">annotations · images</span>}>
        {labels.length === 0 ? <p className="muted">No labels yet.</p> : (
          <div className="bars-box">
            <Bars
              label="Annotations by label"
              rows={labels.map((label) => ({
                key: label.label_id,
                name: label.name,
                value: label.annotations,
                color: label.color,
                note: count(label.images),
              }))}
            />
          </div>
        )}
      </Card>
      <div className="grid-2">
        <Card title="Box size, share of the image">
          <HistogramChart data={stats.box_area} label="Box size" name={areaName} />
        </Card>
        <Card title="Box shape, width to height">
          <HistogramChart data={stats.box_aspect} label="Box shape" name={aspectName} />
        </Card>
      </div>
    </>
  );
}
