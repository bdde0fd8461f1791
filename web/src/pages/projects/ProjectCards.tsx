import type { Project } from "../../api/types.ts";
import { Link } from "../../app/Link.tsx";
import { plural } from "../../lib/format.ts";
import { Ago, Badge, Icon, Progress } from "../../ui/index.ts";

export const taskNames = {
  CLASSIFICATION: "Classification",
  DETECTION: "Detection",
  SEGMENTATION: "Segmentation",
  POSE: "Pose",
} as const;

export function ProjectCards({ projects }: { projects: readonly Project[] }) {
  return (
    <ul className="project-cards">
      {projects.map((project) => (
        <li key={project.id}>
          <ProjectCard project={project} />
        </li>
      ))}
    </ul>
  );
}

/** A project by its own pictures, how far it is, and when something last happened. */
export function ProjectCard({ project }: { project: Project }) {
  const done = project.image_count === 0 ? 0 : project.done_count / project.image_count;
  return (
    <Link to={`/projects/${project.id}`} className="project-card" aria-label={project.name}>
      <div className="strip" aria-hidden="true">
        {project.cover_image_ids.slice(0, 4).map((id) => (
          <img key={id} src={`/api/images/${id}/thumbnail`} alt="" loading="lazy" decoding="async" />
        ))}
        {project.cover_image_ids.length === 0 && (
          <span className="strip-none">
            <Icon name="images" size={20} />
          </span>
        )}
      </div>
      <div className="project-card-body">
        <div className="row">
          <strong className="truncate grow">{project.name}</strong>
          {project.is_public && <Badge>Public</Badge>}
        </div>
        <p className="small muted truncate">
          {taskNames[project.task_type]} · {plural(project.image_count, "image")} ·{" "}
          {plural(project.annotation_count, "annotation")}
        </p>
        <Progress value={done} label={`${Math.round(done * 100)} % of ${project.name} done`} />
        <p className="small muted row">
          <span className="grow">
            {project.image_count === 0 ? "Nothing to label yet" : `${Math.round(done * 100)} % done`}
          </span>
          <Ago time={project.updated_at} />
        </p>
      </div>
    </Link>
  );
}
