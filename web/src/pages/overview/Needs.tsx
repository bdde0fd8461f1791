import type { Job, ProjectStats } from "../../api/types.ts";
import { Link } from "../../app/Link.tsx";
import { count, plural } from "../../lib/format.ts";
import { Card, Icon, type IconName } from "../../ui/index.ts";
import { jobPath } from "../jobs/JobLines.tsx";

interface Need {
  key: string;
  icon: IconName;
  text: string;
  to: string;
  tone?: "bad";
}

/** What waits for a person, most urgent first. */
export function needs(stats: ProjectStats, projectId: string, jobs: readonly Job[]): Need[] {
  const images = `/projects/${projectId}/images`;
  const failed = jobs.filter((job) => job.status === "FAILED").slice(0, 3);
  const list: (Need | false)[] = [
    ...failed.map((job): Need => ({
      key: job.id,
      icon: "error",
      text: `${job.title} failed`,
      to: jobPath(job),
      tone: "bad",
    })),
    stats.by_review_status.NEEDS_REVISION > 0 &&
    {
      key: "revise",
      icon: "edit",
      text: `${plural(stats.by_review_status.NEEDS_REVISION, "image")} to revise`,
      to: `${images}?review_status=NEEDS_REVISION`,
    },
    stats.unlabeled > 0 &&
    {
      key: "label",
      icon: "box",
      text: `${plural(stats.unlabeled, "image")} to label`,
      to: `${images}?annotated=false`,
    },
    stats.by_status.IN_PROGRESS > 0 &&
    {
      key: "finish",
      icon: "clock",
      text: `${plural(stats.by_status.IN_PROGRESS, "image")} in progress`,
      to: `${images}?status=IN_PROGRESS`,
    },
    stats.by_status.DONE > 0 && stats.by_review_status.UNREVIEWED > 0 &&
    {
      key: "review",
      icon: "eye",
      text: `${count(stats.by_review_status.UNREVIEWED)} unreviewed`,
      to: `${images}?review_status=UNREVIEWED`,
    },
  ];
  return list.filter((need) => need !== false);
}

export function Needs({ stats, projectId, jobs }: { stats: ProjectStats; projectId: string; jobs: readonly Job[] }) {
  const list = needs(stats, projectId, jobs);
  return (
    <Card title="Needs a hand" flush>
      {list.length === 0
        ? (
          <p className="card-body muted row">
            <Icon name="check" />Nothing waits: every image is labelled and reviewed.
          </p>
        )
        : (
          <ul className="needs">
            {list.map((need) => (
              <li key={need.key}>
                <Link to={need.to} className={need.tone === "bad" ? "bad" : undefined}>
                  <Icon name={need.icon} />
                  <span className="grow truncate">{need.text}</span>
                  <Icon name="chevronRight" size={12} />
                </Link>
              </li>
            ))}
          </ul>
        )}
    </Card>
  );
}
