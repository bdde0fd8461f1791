import { useState } from "react";
import type { QueueSummary } from "../../api/types.ts";
import { useQuery } from "../../api/hooks.ts";
import { useKeys } from "../../app/keyboard.ts";
import { atLeast, useProject } from "../../app/project.ts";
import { useParams, useQueryParam, useTitle } from "../../app/router.ts";
import { Button, Card, Loaded, PageBody, PageHeader, Skeleton, Tabs } from "../../ui/index.ts";
import { AssignDialog } from "./AssignDialog.tsx";
import { Assignments } from "./Assignments.tsx";
import { ConsensusSets } from "./ConsensusSets.tsx";
import { Quality } from "./quality/Quality.tsx";
import { QueueLine } from "./QueueLine.tsx";

/** Who does what, how far they are, and how good it is. */
export default function TasksPage() {
  const { id: projectId = "" } = useParams();
  const project = useProject();
  const [tab, setTab] = useQueryParam("tab", "tasks");
  const [assigning, setAssigning] = useState(false);
  const manages = atLeast(project.data?.role, "manager");
  useTitle("Tasks", project.data?.name);
  useKeys({ create: () => manages ? setAssigning(true) : false });
  const shown = tab === "quality" ? "quality" : "tasks";
  return (
    <PageBody>
      <PageHeader
        title="Tasks"
        actions={manages && (
          <Button kind="primary" icon="plus" keys="create" onClick={() => setAssigning(true)}>Assign images</Button>
        )}
      >
        Who labels and reviews what, and how well people agree.
      </PageHeader>
      <Tabs
        label="Tasks"
        value={shown}
        onChange={(id) => setTab(id, true)}
        tabs={[{ id: "tasks", label: "Tasks" }, { id: "quality", label: "Progress and quality" }]}
      >
        {shown === "quality"
          ? <Quality projectId={projectId} role={project.data?.role} />
          : (
            <div className="team-stack">
              <MyQueue projectId={projectId} />
              <Assignments projectId={projectId} manages={manages} onAssign={() => setAssigning(true)} />
              <ConsensusSets projectId={projectId} />
            </div>
          )}
      </Tabs>
      {assigning && <AssignDialog projectId={projectId} onClose={() => setAssigning(false)} />}
    </PageBody>
  );
}

function MyQueue({ projectId }: { projectId: string }) {
  const queues = useQuery<{ items: QueueSummary[] }>("/api/queue");
  return (
    <Card title="My queue" flush>
      <Loaded
        query={queues}
        skeleton={
          <div className="card-body">
            <Skeleton lines={[40]} />
          </div>
        }
      >
        {({ items }) => {
          const mine = items.find((queue) => queue.project_id === projectId);
          return mine ? <QueueLine queue={mine} /> : <p className="card-body muted">Nothing waits for you here.</p>;
        }}
      </Loaded>
    </Card>
  );
}
