// Every place of the application. A page is a module with a default export, loaded when it is first opened.
import { type ComponentType, lazy, type LazyExoticComponent } from "react";

export interface Route {
  pattern: string;
  page: LazyExoticComponent<ComponentType>;
  /** who may come: everybody, or only who is signed in (the default) */
  open?: boolean;
  /** "page": rail and scrolling page; "fill": rail, the page scrolls by itself; "full": the whole window is the page's */
  layout?: "page" | "fill" | "full";
  /** only for administrators */
  admin?: boolean;
  /** the page stays when only its parameters change (the workspace walks from image to image) */
  keep?: boolean;
}

type Module = Promise<{ default: ComponentType }>;
const route = (pattern: string, load: () => Module, more: Omit<Route, "pattern" | "page"> = {}): Route => ({
  pattern,
  page: lazy(load),
  ...more,
});

export const routes: readonly Route[] = [
  route("/", () => import("../pages/home/DashboardPage.tsx")),
  route("/welcome", () => import("../pages/auth/FirstRunPage.tsx"), { open: true, layout: "full" }),
  route("/sign-in", () => import("../pages/auth/SignInPage.tsx"), { open: true, layout: "full" }),
  route("/register", () => import("../pages/auth/RegisterPage.tsx"), { open: true, layout: "full" }),
  route("/projects", () => import("../pages/projects/ProjectsPage.tsx")),
  route("/projects/:id", () => import("../pages/overview/OverviewPage.tsx")),
  route("/projects/:id/datasets", () => import("../pages/datasets/DatasetsPage.tsx")),
  route("/projects/:id/datasets/:datasetId", () => import("../pages/datasets/DatasetPage.tsx")),
  route("/projects/:id/training", () => import("../pages/training/TrainingPage.tsx")),
  route("/projects/:id/training/new", () => import("../pages/training/NewRunPage.tsx")),
  route("/projects/:id/training/compare", () => import("../pages/training/ComparePage.tsx")),
  route("/projects/:id/training/:runId", () => import("../pages/training/RunPage.tsx")),
  route("/projects/:id/images", () => import("../pages/images/ImagesPage.tsx"), { layout: "fill" }),
  route("/projects/:id/images/:imageId", () => import("../pages/image/ImagePage.tsx"), { layout: "full", keep: true }),
  route("/projects/:id/curate", () => import("../pages/curate/CuratePage.tsx"), { layout: "fill", keep: true }),
  route("/projects/:id/curate/:tab", () => import("../pages/curate/CuratePage.tsx"), { layout: "fill", keep: true }),
  route("/projects/:id/tasks", () => import("../pages/team/TasksPage.tsx")),
  route("/projects/:id/consensus/:setId", () => import("../pages/team/ConsensusPage.tsx")),
  route("/projects/:id/classify", () => import("../pages/classify/ClassifyPage.tsx"), { layout: "fill" }),
  route("/projects/:id/members", () => import("../pages/members/MembersPage.tsx")),
  route("/projects/:id/settings", () => import("../pages/settings/SettingsPage.tsx")),
  route("/models", () => import("../pages/models/ModelsPage.tsx")),
  route("/models/:id", () => import("../pages/models/ModelPage.tsx")),
  route("/jobs", () => import("../pages/jobs/JobsPage.tsx")),
  route("/jobs/:id", () => import("../pages/jobs/JobPage.tsx")),
  route("/account", () => import("../pages/account/AccountPage.tsx")),
  route("/admin", () => import("../pages/admin/AdminPage.tsx"), { admin: true }),
  route("/bench/canvas", () => import("../pages/bench/CanvasBenchPage.tsx"), { open: true, layout: "full" }),
];

export const notFound = lazy(() => import("../pages/home/NotFoundPage.tsx"));
