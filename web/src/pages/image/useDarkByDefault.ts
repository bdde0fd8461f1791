import { useLayoutEffect } from "react";
import { resolvedTheme, useTheme } from "../../app/theme.ts";

/** Pictures read better on dark: whoever follows the system gets dark here; who chose light keeps it. */
export function useDarkByDefault() {
  const { choice, resolved } = useTheme();
  useLayoutEffect(() => {
    if (choice !== "system") return;
    const root = document.documentElement;
    root.dataset.theme = "dark";
    return () => void (root.dataset.theme = resolvedTheme());
  }, [choice, resolved]);
}
