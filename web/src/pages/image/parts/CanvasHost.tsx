import { type ReactNode, useEffect, useRef } from "react";
import type { Id } from "../../../api/types.ts";
import { useMe } from "../../../app/session.ts";
import { sessionOf } from "../workspace/session.ts";
import { lastLabel } from "../workspace/pickLabel.ts";
import { Workspace } from "../workspace/Workspace.ts";

/** The element that the engine owns. React renders nothing inside it. */
export function CanvasHost(
  { projectId, name, onReady, children }: {
    projectId: Id;
    name: string | undefined;
    onReady: (workspace: Workspace | null) => void;
    children: ReactNode;
  },
) {
  const root = useRef<HTMLDivElement>(null);
  const me = useMe();
  useEffect(() => {
    const workspace = new Workspace(root.current!, lastLabel(projectId), sessionOf(me.id, projectId));
    onReady(workspace);
    root.current!.focus({ preventScroll: true });
    return () => {
      onReady(null);
      workspace.close();
    };
  }, [projectId, me.id]);
  return (
    <main className="work-canvas">
      <h1 className="sr-only">{name ?? "Image"}</h1>
      <div
        ref={root}
        className="work-surface"
        tabIndex={0}
        // The ring is for who came by keyboard; a pointer knows where it is.
        onKeyUp={(event) => event.key === "Tab" && event.currentTarget.setAttribute("data-ring", "")}
        onBlur={(event) => event.currentTarget.removeAttribute("data-ring")}
        onPointerDown={(event) => event.currentTarget.removeAttribute("data-ring")}
        role="application"
        aria-label={`Canvas${
          name ? `: ${name}` : ""
        }. Tab goes through the objects, Enter brings a cursor that the arrows move, Escape leaves.`}
      />
      {children}
    </main>
  );
}
