import type { ReactNode } from "react";
import { Icon } from "./Icon.tsx";

/** Something to know, in place. */
export function Notice(
  { kind = "info", title, children }: { kind?: "info" | "good" | "warn" | "bad"; title?: string; children?: ReactNode },
) {
  const icon = kind === "good" ? "check" : kind === "warn" ? "warning" : kind === "bad" ? "error" : "info";
  return (
    <div className={`notice notice-${kind}`} role={kind === "bad" ? "alert" : "status"}>
      <Icon name={icon} />
      <div>{title && <strong>{title}</strong>}{children && <div>{children}</div>}</div>
    </div>
  );
}
