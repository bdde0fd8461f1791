import { useQuery } from "../api/hooks.ts";
import type { Project } from "../api/types.ts";
import { Icon, type IconName } from "../ui/index.ts";
import { Link } from "./Link.tsx";

const places: readonly [path: string, icon: IconName, text: string][] = [
  ["", "overview", "Overview"],
  ["/images", "images", "Images"],
  ["/curate", "curate", "Curate"],
  ["/classify", "grid", "Classify"],
  ["/tasks", "list", "Tasks"],
  ["/datasets", "datasets", "Datasets"],
  ["/training", "training", "Training"],
  ["/members", "members", "Members"],
  ["/settings", "settings", "Settings"],
];

/** Where classes are what a project is about, giving them comes first. */
function placesOf(project: Project | undefined): typeof places {
  if (project?.task_type !== "CLASSIFICATION") return places;
  const classify = places.filter(([path]) => path === "/classify");
  return [places[0]!, ...classify, ...places.slice(1).filter(([path]) => path !== "/classify")];
}

/** Which project one is in, and its places. */
export function ProjectBar({ id }: { id: string }) {
  const project = useQuery<Project>(`/api/projects/${id}`, { freshMs: 5000 });
  const base = `/projects/${id}`;
  return (
    <div className="project-bar">
      <nav className="crumbs" aria-label="Breadcrumb">
        <Link to="/projects" aria-label="All projects" data-tip="All projects">
          <Icon name="projects" />
        </Link>
        <Icon name="chevronRight" size={12} />
        <Link to={base} className="truncate crumb-name">{project.data?.name ?? "…"}</Link>
      </nav>
      <nav aria-label="Project" className="project-nav">
        {placesOf(project.data).map(([path, icon, text]) => (
          <Link key={path} to={base + path} match={path === "" ? "exact" : "under"}>
            <Icon name={icon} />
            <span>{text}</span>
          </Link>
        ))}
      </nav>
    </div>
  );
}
