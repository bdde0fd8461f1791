import { useRef, useState } from "react";
import { api } from "../../api/client.ts";
import { type ApiError, asApiError, isAbort } from "../../api/error.ts";
import { cache } from "../../api/cache.ts";
import type { ImportTicket, Job, VideoBody } from "../../api/types.ts";
import { upload } from "../../api/upload.ts";
import { bytes } from "../../lib/format.ts";
import { Button, Card, FileDrop, Notice, Progress, SelectField } from "../../ui/index.ts";
import { importFormats, yoloTasks } from "./formats.ts";
import { ImportJob } from "./ImportJob.tsx";
import { isVideo } from "./video.ts";
import { VideoForm } from "./VideoForm.tsx";

type Stage = { at: "choose" } | { at: "video"; file: File } | { at: "sending"; file: File; fraction: number } | {
  at: "running";
  jobId: string;
};

/** An archive of pictures and labels, or a video: sent with progress, then read by a job whose report stays. */
export function ImportPanel({ projectId }: { projectId: string }) {
  const [format, setFormat] = useState("");
  const [task, setTask] = useState("");
  const [stage, setStage] = useState<Stage>({ at: "choose" });
  const [error, setError] = useState<ApiError | null>(null);
  const control = useRef<AbortController | null>(null);
  const choose = async (file: File) => {
    setError(null);
    const head = new Uint8Array(await file.slice(0, 512).arrayBuffer());
    if (isVideo(head)) setStage({ at: "video", file });
    else await send(file);
  };
  const send = async (file: File, video?: VideoBody) => {
    control.current = new AbortController();
    const { signal } = control.current;
    setError(null);
    setStage({ at: "sending", file, fraction: 0 });
    try {
      const ticket = await api.post<ImportTicket>(
        `/api/projects/${projectId}/${video ? "videos" : "imports"}`,
        video ?? {
          filename: file.name,
          size: file.size,
          ...(format ? { format } : {}),
          ...(format === "yolo" && task ? { yolo_task: task } : {}),
        },
        { signal },
      );
      await upload(ticket.upload.url, file, {
        method: ticket.upload.method,
        headers: ticket.upload.headers,
        signal,
        onProgress: (fraction) => setStage({ at: "sending", file, fraction }),
      });
      await api.post<Job>(`/api/${video ? "videos" : "imports"}/${ticket.job_id}/run`, undefined, { signal });
      cache.invalidate("/api/jobs");
      setStage({ at: "running", jobId: ticket.job_id });
    } catch (problem) {
      setStage(video ? { at: "video", file } : { at: "choose" });
      if (!isAbort(problem)) setError(asApiError(problem));
    }
  };
  if (stage.at === "running") {
    return (
      <ImportJob
        jobId={stage.jobId}
        projectId={projectId}
        onAgain={() => setStage({ at: "choose" })}
      />
    );
  }
  return (
    <Card title="Import an archive or a video">
      <div className="form">
        {error && (
          <Notice kind="bad" title={error.title}>
            {error.problem.detail}
            {error.fields.map((field) => <div key={field.field}>{field.field}: {field.message}</div>)}
          </Notice>
        )}
        {stage.at === "sending"
          ? (
            <div className="stack">
              <div className="row">
                <span className="grow truncate">{stage.file.name}</span>
                <span className="muted num">{bytes(stage.fraction * stage.file.size)} of {bytes(stage.file.size)}</span>
                <Button size="s" onClick={() => control.current?.abort()}>Cancel</Button>
              </div>
              <Progress value={stage.fraction} label={`Sending ${stage.file.name}`} />
            </div>
          )
          : stage.at === "video"
          ? (
            <VideoForm
              file={stage.file}
              onSend={(body) => void send(stage.file, body)}
              onCancel={() => setStage({ at: "choose" })}
            />
          )
          : (
            <>
              <SelectField
                label="Format"
                options={importFormats}
                value={format}
                onChange={(event) => setFormat(event.target.value)}
              />
              {format === "yolo" && (
                <SelectField
                  label="Labels for"
                  hint="Only where the files do not say it: four corners a line may be oriented boxes or polygons."
                  options={[{ value: "", label: "Find out by itself" }, ...yoloTasks]}
                  value={task}
                  onChange={(event) => setTask(event.target.value)}
                />
              )}
              <FileDrop
                label="Drop an archive or a video here, or choose one"
                hint="ZIP or TAR with pictures and labels, or a video, whose frames are chosen next. A bad row never stops an import: the report names it."
                accept=".zip,.tar,.tar.gz,.tgz,video/*,.mkv,.ts,.avi"
                onFiles={(files) => void choose(files[0]!)}
              />
            </>
          )}
      </div>
    </Card>
  );
}
