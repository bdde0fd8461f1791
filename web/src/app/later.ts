// Pages that bring much along (the workspace, charts, maps), in one file that is fetched when the first of them is opened. Each in a
// file of its own would share dozens of small ones with the rest, and a browser fetches those six at a time.
export { default as CanvasBenchPage } from "../pages/bench/CanvasBenchPage.tsx";
export { default as CuratePage } from "../pages/curate/CuratePage.tsx";
export { default as ImagePage } from "../pages/image/ImagePage.tsx";
export { default as ModelPage } from "../pages/models/ModelPage.tsx";
export { default as TasksPage } from "../pages/team/TasksPage.tsx";
export { default as ComparePage } from "../pages/training/ComparePage.tsx";
export { default as RunPage } from "../pages/training/RunPage.tsx";
