import { type ReactNode, useState } from "react";
import { useQuery } from "../api/hooks.ts";
import type { Project } from "../api/types.ts";
import NotFoundPage from "../pages/home/NotFoundPage.tsx";
import { Icon, IconButton, type IconName, Logo, SkeletonRows } from "../ui/index.ts";
import { useKeys } from "./keyboard.ts";
import { Link } from "./Link.tsx";
import { ProjectBar } from "./ProjectBar.tsx";
import { navigate } from "./router.ts";
import { useMe } from "./session.ts";
import { resolvedTheme, setTheme } from "./theme.ts";
import { UserMenu } from "./UserMenu.tsx";

const storeKey = "fovea.rail";

/** The frame around pages: the rail on the left, the project's bar above when inside one. */
export function Shell({ projectId, fill, children }: { projectId?: string; fill?: boolean; children: ReactNode }) {
  const [narrow, setNarrow] = useState(() => localStorage.getItem(storeKey) === "narrow");
  useKeys({
    "go.dashboard": () => void navigate("/"),
    "go.projects": () => void navigate("/projects"),
    "go.models": () => void navigate("/models"),
    "go.jobs": () => void navigate("/jobs"),
    "theme.toggle": () => setTheme(resolvedTheme() === "dark" ? "light" : "dark"),
  });
  // Said once for all of the project's pages, each of which would say it again for everything that it asks for.
  const project = useQuery<Project>(projectId ? `/api/projects/${projectId}` : null, { freshMs: 5000 });
  const gone = project.error?.status === 404;
  const toggle = () => {
    localStorage.setItem(storeKey, narrow ? "wide" : "narrow");
    setNarrow(!narrow);
  };
  return (
    <div className={narrow ? "shell narrow" : "shell"}>
      <a className="skip" href="#main">Skip to content</a>
      <Rail narrow={narrow} onToggle={toggle} />
      <div className="shell-main">
        {projectId && !gone && <ProjectBar id={projectId} />}
        <main id="main" tabIndex={-1} className={fill ? "shell-content fill" : "shell-content"}>
          {gone ? <NotFoundPage /> : children}
        </main>
      </div>
    </div>
  );
}

function Rail({ narrow, onToggle }: { narrow: boolean; onToggle: () => void }) {
  const me = useMe();
  const item = (to: string, icon: IconName, text: string, match: "exact" | "under") => (
    <li>
      <Link to={to} match={match} aria-label={text} data-tip={narrow ? text : undefined}>
        <Icon name={icon} />
        <span>{text}</span>
      </Link>
    </li>
  );
  return (
    <nav className="rail" aria-label="Main">
      <div className="rail-top">
        <Link to="/" className="rail-brand" aria-label="Fovea, dashboard">
          <Logo />
          <span>Fovea</span>
        </Link>
        <IconButton
          label={narrow ? "Widen the rail" : "Narrow the rail"}
          icon="panelLeft"
          size="s"
          onClick={onToggle}
        />
      </div>
      <ul className="rail-list">
        {item("/", "dashboard", "Dashboard", "exact")}
        {item("/projects", "projects", "Projects", "under")}
        {item("/models", "models", "Models", "under")}
        {item("/jobs", "jobs", "Jobs", "under")}
        {(me.is_superuser || me.role === "admin") && item("/admin", "admin", "Administration", "under")}
      </ul>
      <UserMenu narrow={narrow} />
    </nav>
  );
}

/** What stands in place of a page while its code comes. */
export function PageSkeleton() {
  return (
    <div className="page" role="status" aria-label="Loading">
      <SkeletonRows count={6} />
    </div>
  );
}
