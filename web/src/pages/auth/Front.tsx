import type { ReactNode } from "react";
import { useSession } from "../../app/session.ts";
import { Logo } from "../../ui/index.ts";
import { LoopPicture } from "./LoopPicture.tsx";

const points: readonly [string, string][] = [
  ["Collect and label", "Drop photographs, draw boxes and polygons, keep every change."],
  ["Train and watch", "Freeze a dataset version, train a detector, see its curves live."],
  ["Deploy and ask", "Put a version behind one address; it answers with boxes."],
];

/** The public pages' frame: what Fovea is on the left, the form on the right. */
export function Front({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const { status } = useSession();
  return (
    <div className="front">
      <aside className="front-about" aria-label="About Fovea" data-theme="dark">
        <p className="front-brand">
          <Logo size={24} />Fovea
        </p>
        <LoopPicture />
        <div className="stack-wide front-points">
          <p className="front-claim">From a folder of photographs to a detector that answers, on your own machine.</p>
          <ul>
            {points.map(([name, text]) => (
              <li key={name}>
                <strong>{name}</strong>
                <span>{text}</span>
              </li>
            ))}
          </ul>
        </div>
        <p className="small faint">
          Version {status.version} · <a href="/docs">API documentation</a>
        </p>
      </aside>
      <main id="main" className="front-form">
        <div className="front-box">
          <h1>{title}</h1>
          {lead && <p className="muted">{lead}</p>}
          {children}
        </div>
      </main>
    </div>
  );
}
