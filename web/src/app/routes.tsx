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
];

export const notFound = lazy(() => import("../pages/home/NotFoundPage.tsx"));
