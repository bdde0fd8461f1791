import type { AgreementReport, GroundTruthScore, Id, Role, TeamReport } from "../../../api/types.ts";
import { useQuery } from "../../../api/hooks.ts";
import { atLeast } from "../../../app/project.ts";
import { useQueryParam } from "../../../app/router.ts";
import { count, percent } from "../../../lib/format.ts";
import { Loaded, Segmented, SkeletonCards, Stat, Stats } from "../../../ui/index.ts";
import { AgreementTables } from "../AgreementTables.tsx";
import { Days } from "./Days.tsx";
import { GroundTruth } from "./GroundTruth.tsx";
import { People } from "./People.tsx";

const spans = [{ id: "7", label: "7 days" }, { id: "30", label: "30 days" }, { id: "90", label: "90 days" }] as const;

/** What was done, by whom and how well: work, agreement, the ground truth. */
export function Quality({ projectId, role }: { projectId: Id; role: Role | undefined }) {
  const [days, setDays] = useQueryParam("days", "30");
  const manages = atLeast(role, "manager");
  const path = `/api/projects/${projectId}`;
  const team = useQuery<TeamReport>(`${path}/team`, { query: { days } });
  const agreement = useQuery<AgreementReport>(atLeast(role, "reviewer") ? `${path}/agreement` : null);
  const scores = useQuery<{ items: GroundTruthScore[] }>(manages ? `${path}/ground-truth/scores` : null);
  return (
    <div className="team-stack">
      <Segmented
        label="Time"
        options={spans}
        value={spans.some((span) => span.id === days) ? days as "7" | "30" | "90" : "30"}
        onChange={(id) => setDays(id)}
      />
      <Loaded query={team} skeleton={<SkeletonCards count={3} height={140} />}>
        {(data) => (
          <>
            <Totals team={data} agreement={agreement.data} />
            <Days days={data.days} />
            <People people={data.people} agreement={agreement.data} scores={scores.data?.items} />
          </>
        )}
      </Loaded>
      {agreement.data && <AgreementTables report={agreement.data} projectId={projectId} />}
      {manages && <GroundTruth projectId={projectId} />}
    </div>
  );
}

function Totals({ team, agreement }: { team: TeamReport; agreement: AgreementReport | undefined }) {
  const sum = (name: "labelled" | "reviewed" | "returned" | "changes") =>
    team.days.reduce((total, day) => total + day[name], 0);
  const reviewed = sum("reviewed");
  const f1 = agreement?.f1 ?? null;
  return (
    <Stats>
      <Stat label="Labelled" value={count(sum("labelled"))} note={`${count(sum("changes"))} changes of objects`} />
      <Stat label="Reviewed" value={count(reviewed)} />
      <Stat
        label="Sent back"
        value={reviewed > 0 ? percent(sum("returned") / reviewed) : "–"}
        note={`${count(sum("returned"))} images`}
      />
      <Stat
        label="Agreement"
        value={f1 === null ? "–" : percent(f1)}
        note={f1 === null ? "no image labelled twice yet" : `F1 over ${count(agreement!.images)} images`}
      />
    </Stats>
  );
}
