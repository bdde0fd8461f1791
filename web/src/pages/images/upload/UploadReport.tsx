import { useState } from "react";
import type { Id } from "../../../api/types.ts";
import { Link } from "../../../app/Link.tsx";
import { bytes, plural } from "../../../lib/format.ts";
import { Button, IconButton, Progress } from "../../../ui/index.ts";
import type { UploadQueue, UploadState } from "./UploadQueue.ts";

const most = 200;

/** How an upload goes and what became of every file that did not simply arrive. */
export function UploadReport({ queue, state, projectId }: { queue: UploadQueue; state: UploadState; projectId: Id }) {
  const [open, setOpen] = useState(true);
  if (state.total === 0) return null;
  const { rejected, duplicates, failed } = state;
  const troubles = rejected.length + duplicates.length > 0;
  const fraction = state.totalBytes > 0 ? state.sentBytes / state.totalBytes : 0;
  return (
    <section className="upload" aria-label="Upload">
      <header className="row">
        <strong role="status">{headline(state)}</strong>
        <span className="grow" />
        {state.active && <Button size="s" kind="ghost" onClick={() => queue.cancel()}>Stop</Button>}
        {troubles && (
          <IconButton
            label={open ? "Hide the details" : "Show the details"}
            icon={open ? "chevronDown" : "chevronUp"}
            size="s"
            onClick={() => setOpen(!open)}
          />
        )}
        {!state.active && <IconButton label="Close the report" icon="close" size="s" onClick={() => queue.dismiss()} />}
      </header>
      {state.active && <Progress label="Upload" value={fraction} />}
      {state.active && <p className="small muted num">{bytes(state.sentBytes)} of {bytes(state.totalBytes)}</p>}
      {state.error && <p className="field-error" role="alert">{state.error.message}</p>}
      {!state.active && failed.length > 0 && (
        <div className="row">
          <span className="grow">{plural(failed.length, "file")} not sent</span>
          <Button size="s" icon="refresh" onClick={() => queue.retry()}>Try again</Button>
        </div>
      )}
      {open && troubles && (
        <ul className="upload-rows" tabIndex={0} aria-label="Files">
          {rejected.slice(0, most).map((file, i) => (
            <li key={`r${i}`}>
              <span className="truncate" data-tip={file.filename}>{file.filename}</span>
              <span className="bad">{file.reason}</span>
            </li>
          ))}
          {duplicates.slice(0, most).map((file, i) => (
            <li key={`d${i}`}>
              <span className="truncate" data-tip={file.filename}>{file.filename}</span>
              <span className="muted">
                here already, <Link to={`/projects/${projectId}/images/${file.imageId}`}>show</Link>
              </span>
            </li>
          ))}
          {rejected.length + duplicates.length > 2 * most && <li className="muted">and more</li>}
        </ul>
      )}
    </section>
  );
}

function headline(state: UploadState): string {
  if (state.active) return `Uploading ${plural(state.total, "file")}`;
  const parts = [`${plural(state.added, "image")} added`];
  if (state.duplicates.length > 0) parts.push(plural(state.duplicates.length, "double"));
  if (state.rejected.length > 0) parts.push(`${state.rejected.length} refused`);
  return parts.join(", ");
}
