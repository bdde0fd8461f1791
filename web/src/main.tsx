import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { routeOf } from "./app/routes.tsx";
import { startTheme } from "./app/theme.ts";

startTheme();
// While it is asked who is signed in. A fault is told where the page is shown.
routeOf(location.pathname)?.route.load?.().catch(() => {});
createRoot(document.getElementById("root")!).render(<App />);
