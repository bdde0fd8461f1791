import { useState } from "react";
import type { AgreementReport, ConsensusSet } from "../../api/types.ts";
import { api } from "../../api/client.ts";
import { useMutation, useQuery } from "../../api/hooks.ts";
import { atLeast, useProject } from "../../app/project.ts";
import { navigate, useParams, useQueryParam, useTitle } from "../../app/router.ts";
import { count, percent } from "../../lib/format.ts";
import {
  Badge,
  Button,
  ConfirmDialog,
  Loaded,
  Menu,
  PageBody,
  PageHeader,
  Skeleton,
  SkeletonCards,
  Stat,
  Stats,
  toast,
} from "../../ui/index.ts";
import { AgreementTables } from "./AgreementTables.tsx";
import { CompareDialog } from "./CompareDialog.tsx";
import { ImagesByAgreement } from "./ImagesByAgreement.tsx";
import { useMerge } from "./useMerge.ts";

/** One set of images that several people label: how far they are, how far they agree, and what to make of it. */
export default function ConsensusPage() {
  const { id: projectId = "", setId = "" } = useParams();
  const project = useProject();
  const path = `/api/consensus/${setId}`;
  const set = useQuery<ConsensusSet>(path, { everyMs: 15_000 });
  const report = useQuery<AgreementReport>(`/api/projects/${projectId}/agreement`, { query: { consensus_id: setId } });
  const [compared, setCompared] = useQueryParam("image");
  const [deleting, setDeleting] = useState(false);
  const manages = atLeast(project.data?.role, "manager");
  const merge = useMerge(projectId, setId);
  useTitle(set.data?.name, project.data?.name);
  const changing = useMutation((status: ConsensusSet["status"]) => api.patch<ConsensusSet>(path, { status }), {
    invalidates: [path, `/api/projects/${projectId}/`, "/api/queue"],
    done: (now) =>
      toast({ kind: "good", text: now.status === "closed" ? "The set is closed." : "The set is open again." }),
  });
  const removing = useMutation(() => api.delete(path), {
    invalidates: [`/api/projects/${projectId}/consensus`, "/api/queue"],
    done: () => navigate(`/projects/${projectId}/tasks`),
  });
  const open = report.data?.per_image.filter((image) => image.merged_at === null).map((image) => image.image_id) ?? [];
  return (
    <PageBody>
      <Loaded query={set} skeleton={<Skeleton lines={[30, 50]} />}>
        {(data) => (
          <PageHeader
            title={
              <span className="row">
                {data.name}
                {data.status === "closed" && <Badge>Closed</Badge>}
              </span>
            }
            actions={manages && (
              <>
                {open.length > 0 && (
                  <Button kind="primary" busy={merge.busy} onClick={() => void merge.run(open, null)}>
                    Merge {count(open.length)} by majority
                  </Button>
                )}
                <Button
                  busy={changing.busy}
                  onClick={() => void changing.run(data.status === "open" ? "closed" : "open")}
                >
                  {data.status === "open" ? "Close the set" : "Open again"}
                </Button>
                <Menu
                  label="More"
                  kind="ghost"
                  icon="more"
                  items={[{ label: "Delete…", icon: "trash", danger: true, run: () => setDeleting(true) }]}
                />
              </>
            )}
          >
            {data.annotators.map((one) => `${one.username} ${one.done_count} of ${data.image_count}`).join(" · ")}
            {data.note && ` · ${data.note}`}
          </PageHeader>
        )}
      </Loaded>
      <Loaded query={report} skeleton={<SkeletonCards count={4} height={96} />}>
        {(data) => (
          <>
            <Numbers report={data} />
            <AgreementTables report={data} projectId={projectId} setId={setId} />
            <ImagesByAgreement report={data} onOpen={(imageId) => setCompared(imageId, true)} />
          </>
        )}
      </Loaded>
      {compared && (
        <CompareDialog
          projectId={projectId}
          setId={setId}
          imageId={compared}
          manages={manages}
          merge={merge}
          onClose={() => setCompared("")}
        />
      )}
      {deleting && set.data && (
        <ConfirmDialog
          title={`Delete ${set.data.name}?`}
          action="Delete"
          busy={removing.busy}
          error={removing.error}
          onConfirm={() => void removing.run()}
          onClose={() => setDeleting(false)}
        >
          Everybody's layers of it go. Results that were merged stay with their images.
        </ConfirmDialog>
      )}
    </PageBody>
  );
}

function Numbers({ report }: { report: AgreementReport }) {
  const two = (value: number | null) => value === null ? "–" : value.toFixed(2);
  return (
    <Stats>
      <Stat label="Compared" value={count(report.images)} note={`${count(report.pending)} wait for a second person`} />
      <Stat label="F1" value={report.f1 === null ? "–" : percent(report.f1)} note={`at IoU ${report.threshold}`} />
      <Stat label="Mean IoU" value={two(report.mean_iou)} note="of what both have" />
      <Stat label="Cohen's kappa" value={two(report.kappa)} note="of names, mean of pairs" />
      <Stat label="Krippendorff's alpha" value={two(report.alpha)} note="of names, all people" />
    </Stats>
  );
}
