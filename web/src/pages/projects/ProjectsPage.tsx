import { usePage } from "../../api/hooks.ts";
import type { Project } from "../../api/types.ts";
import { useKeys } from "../../app/keyboard.ts";
import { useQueryParam, useTitle } from "../../app/router.ts";
import { plural } from "../../lib/format.ts";
import { useSettled } from "../../lib/useSettled.ts";
import {
  Button,
  Empty,
  ErrorState,
  MoreOnScroll,
  PageBody,
  PageHeader,
  Select,
  SkeletonCards,
  TextField,
} from "../../ui/index.ts";
import { CreateProject } from "./CreateProject.tsx";
import { ProjectCards, taskNames } from "./ProjectCards.tsx";

const tasks = [
  { value: "", label: "All tasks" },
  ...Object.entries(taskNames).map(([value, label]) => ({ value, label })),
];

export default function ProjectsPage() {
  useTitle("Projects");
  const [creating, setCreating] = useQueryParam("create");
  const [text, setText] = useQueryParam("text");
  const [task, setTask] = useQueryParam("task");
  const asked = useSettled(text.trim(), 250);
  const list = usePage<Project>("/api/projects", { query: { text: asked }, limit: 60 });
  useKeys({ create: () => setCreating("1") });
  // The server looks through names; the task is looked at here, so pages are asked for until some match.
  const shown = list.items.filter((project) => !task || project.task_type === task);
  const filtering = text.trim() !== "" || task !== "";
  const create = <Button kind="primary" icon="plus" keys="create" onClick={() => setCreating("1")}>New project</Button>;
  return (
    <PageBody>
      <PageHeader title="Projects" actions={create}>
        {list.total !== null && list.total > 0 && plural(list.total, "project")}
      </PageHeader>
      {(list.items.length > 0 || filtering) && (
        <div className="toolbar" role="search">
          <TextField
            label="Search projects"
            quiet
            type="search"
            placeholder="Search by name"
            className="search-field"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Select
            aria-label="Task"
            className="select-auto"
            options={tasks}
            value={task}
            onChange={(event) => setTask(event.target.value)}
          />
        </div>
      )}
      {list.error && list.items.length === 0
        ? <ErrorState error={list.error} onRetry={list.refresh} />
        : list.loading
        ? <SkeletonCards count={6} height={196} />
        : list.items.length === 0 && !filtering
        ? (
          <Empty icon="projects" title="No project yet" action={create}>
            A project holds images, their labels, and the models trained on them.
          </Empty>
        )
        : shown.length === 0 && !list.hasMore
        ? (
          <Empty
            icon="search"
            title="No project matches"
            action={
              <Button
                onClick={() => {
                  setText("");
                  setTask("");
                }}
              >
                Clear the search
              </Button>
            }
          />
        )
        : <ProjectCards projects={shown} />}
      <MoreOnScroll
        when={list.hasMore && !list.loadingMore}
        more={list.loadMore}
        key={`${shown.length}.${list.items.length}`}
      />
      {creating && <CreateProject onClose={() => setCreating("")} />}
    </PageBody>
  );
}
