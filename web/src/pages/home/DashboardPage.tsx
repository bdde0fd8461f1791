import { usePage } from "../../api/hooks.ts";
import type { Job, Project } from "../../api/types.ts";
import { useTitle } from "../../app/router.ts";
import { useMe } from "../../app/session.ts";
import {
  ButtonLink,
  Card,
  Empty,
  ErrorState,
  PageBody,
  PageHeader,
  SkeletonCards,
  SkeletonRows,
} from "../../ui/index.ts";
import { Mentions } from "./Mentions.tsx";
import { JobLines } from "../jobs/JobLines.tsx";
import { MyQueues } from "../team/MyQueues.tsx";
import { ProjectCards } from "../projects/ProjectCards.tsx";

const live = ["RUNNING", "QUEUED", "UPLOADING"];

/** My projects, what runs now, what ended lately. */
export default function DashboardPage() {
  useTitle("Dashboard");
  const me = useMe();
  const projects = usePage<Project>("/api/projects", { limit: 6 });
  const jobs = usePage<Job>("/api/jobs", { query: { kind: "all" }, limit: 50, everyMs: 4000 });
  // Preparing what was just uploaded, and tidying up, are nobody's errands.
  const errands = jobs.items.filter((job) => job.kind !== "ingest" && job.kind !== "upload_sweep");
  const running = errands.filter((job) => live.includes(job.status));
  const day = Date.now() - 24 * 3600 * 1000;
  const ended = errands.filter((job) => job.finished_at !== null && Date.parse(job.finished_at) > day).slice(0, 8);
  const mine = [...projects.items].sort((a, b) => b.updated_at.localeCompare(a.updated_at));
  return (
    <PageBody>
      <PageHeader
        title={`Hello, ${me.username}`}
        actions={<ButtonLink to="/projects?create=1" kind="primary" icon="plus">New project</ButtonLink>}
      />
      <MyQueues />
      <section className="stack-wide" aria-labelledby="my-projects">
        <div className="row">
          <h2 id="my-projects" className="grow">Projects</h2>
          {projects.hasMore && <ButtonLink to="/projects" kind="ghost" size="s">All projects</ButtonLink>}
        </div>
        {projects.error && !projects.items.length
          ? <ErrorState error={projects.error} onRetry={projects.refresh} />
          : projects.loading
          ? <SkeletonCards count={3} height={196} />
          : mine.length === 0
          ? (
            <Card>
              <Empty
                icon="projects"
                title="No project yet"
                action={<ButtonLink to="/projects?create=1" kind="primary" icon="plus">New project</ButtonLink>}
              >
                A project holds images, their labels, and the models trained on them.
              </Empty>
            </Card>
          )
          : <ProjectCards projects={mine} />}
      </section>
      <Mentions />
      <div className="grid-2">
        <Card title="Running now" flush actions={<ButtonLink to="/jobs" kind="ghost" size="s">All jobs</ButtonLink>}>
          {jobs.error && !jobs.items.length
            ? <ErrorState error={jobs.error} onRetry={jobs.refresh} />
            : jobs.loading
            ? (
              <div className="card-body">
                <SkeletonRows count={3} />
              </div>
            )
            : running.length === 0
            ? <p className="card-body muted">Nothing runs. Imports, exports and trainings show up here.</p>
            : <JobLines jobs={running} />}
        </Card>
        <Card title="Since yesterday" flush>
          {jobs.loading
            ? (
              <div className="card-body">
                <SkeletonRows count={3} />
              </div>
            )
            : ended.length === 0
            ? <p className="card-body muted">No job has ended in the last 24 hours.</p>
            : <JobLines jobs={ended} />}
        </Card>
      </div>
    </PageBody>
  );
}
