// Every place of the application. Pages come with it but for those that bring much along: the workspace, charts.
import { type ComponentType, lazy } from "react";
import AccountPage from "../pages/account/AccountPage.tsx";
import AdminPage from "../pages/admin/AdminPage.tsx";
import FirstRunPage from "../pages/auth/FirstRunPage.tsx";
import RegisterPage from "../pages/auth/RegisterPage.tsx";
import SignInPage from "../pages/auth/SignInPage.tsx";
import ClassifyPage from "../pages/classify/ClassifyPage.tsx";
import DatasetPage from "../pages/datasets/DatasetPage.tsx";
import DatasetsPage from "../pages/datasets/DatasetsPage.tsx";
import DashboardPage from "../pages/home/DashboardPage.tsx";
import NotFoundPage from "../pages/home/NotFoundPage.tsx";
import ImagesPage from "../pages/images/ImagesPage.tsx";
import JobPage from "../pages/jobs/JobPage.tsx";
import JobsPage from "../pages/jobs/JobsPage.tsx";
import MembersPage from "../pages/members/MembersPage.tsx";
import ModelsPage from "../pages/models/ModelsPage.tsx";
import OverviewPage from "../pages/overview/OverviewPage.tsx";
import ProjectsPage from "../pages/projects/ProjectsPage.tsx";
import SettingsPage from "../pages/settings/SettingsPage.tsx";
import ConsensusPage from "../pages/team/ConsensusPage.tsx";
import NewRunPage from "../pages/training/NewRunPage.tsx";
import TrainingPage from "../pages/training/TrainingPage.tsx";
import { matchPath, type Params } from "./router.ts";

export interface Route {
  pattern: string;
  page: ComponentType;
  /** fetches a page that does not come with the application */
  load?: () => Module;
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
type More = Omit<Route, "pattern" | "page" | "load">;

type Later = typeof import("./later.ts");

function later(name: keyof Later) {
  const load = async () => ({ default: (await import("./later.ts"))[name] });
  return { page: lazy(load), load };
}

const route = (pattern: string, page: ComponentType | ReturnType<typeof later>, more: More = {}): Route => ({
  pattern,
  ...("load" in page ? page : { page }),
  ...more,
});

/** one page in two patterns, so that going from tab to tab keeps it */
const curate = later("CuratePage");

export const routes: readonly Route[] = [
  route("/", DashboardPage),
  route("/welcome", FirstRunPage, { open: true, layout: "full" }),
  route("/sign-in", SignInPage, { open: true, layout: "full" }),
  route("/register", RegisterPage, { open: true, layout: "full" }),
  route("/projects", ProjectsPage),
  route("/projects/:id", OverviewPage),
  route("/projects/:id/datasets", DatasetsPage),
  route("/projects/:id/datasets/:datasetId", DatasetPage),
  route("/projects/:id/training", TrainingPage),
  route("/projects/:id/training/new", NewRunPage),
  route("/projects/:id/training/compare", later("ComparePage")),
  route("/projects/:id/training/:runId", later("RunPage")),
  route("/projects/:id/images", ImagesPage, { layout: "fill" }),
  route("/projects/:id/images/:imageId", later("ImagePage"), {
    layout: "full",
    keep: true,
  }),
  route("/projects/:id/curate", curate, { layout: "fill", keep: true }),
  route("/projects/:id/curate/:tab", curate, { layout: "fill", keep: true }),
  route("/projects/:id/tasks", later("TasksPage")),
  route("/projects/:id/tasks/:setId", ConsensusPage),
  route("/projects/:id/classify", ClassifyPage, { layout: "fill" }),
  route("/projects/:id/members", MembersPage),
  route("/projects/:id/settings", SettingsPage),
  route("/models", ModelsPage),
  route("/models/:id", later("ModelPage")),
  route("/jobs", JobsPage),
  route("/jobs/:id", JobPage),
  route("/account", AccountPage),
  route("/admin", AdminPage, { admin: true }),
  route("/bench/canvas", later("CanvasBenchPage"), { open: true, layout: "full" }),
];

/** The route of a path, with the parameters that its pattern names. */
export function routeOf(path: string): { route: Route; params: Params } | undefined {
  for (const route of routes) {
    const params = matchPath(route.pattern, path);
    if (params) return { route, params };
  }
  return undefined;
}

export const notFound: ComponentType = NotFoundPage;
