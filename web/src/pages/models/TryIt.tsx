import { useEffect, useRef, useState } from "react";
import { api } from "../../api/client.ts";
import { type ApiError, asApiError, isAbort } from "../../api/error.ts";
import { usePage } from "../../api/hooks.ts";
import type { Id, InferAnswer, Label, ModelVersion } from "../../api/types.ts";
import { plural } from "../../lib/format.ts";
import { Card, Empty, FileDrop, Notice, SelectField, Status } from "../../ui/index.ts";
import { BoxPicture, classColors } from "./BoxPicture.tsx";

/** Drop a photograph, see what the model finds. The threshold is applied here at once: the server is asked for all boxes above 5 %. */
export function TryIt(
  { versions, initial, projectId }: { versions: readonly ModelVersion[]; initial: string; projectId: Id | null },
) {
  const labels = usePage<Label>(projectId && `/api/projects/${projectId}/labels`, { limit: 1000 });
  const ready = versions.filter((version) => version.status === "READY" && version.kind === "detector");
  const [versionId, setVersionId] = useState(
    ready.some((version) => version.id === initial) ? initial : ready[0]?.id ?? "",
  );
  const [file, setFile] = useState<File | null>(null);
  const [url, setUrl] = useState<string | null>(null);
  const [answer, setAnswer] = useState<InferAnswer | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const [threshold, setThreshold] = useState(0.25);
  const [iou, setIou] = useState(0.7);
  const control = useRef<AbortController | null>(null);
  useEffect(() => {
    if (!file) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  useEffect(() => {
    if (!file || !versionId) return;
    control.current?.abort();
    const mine = control.current = new AbortController();
    const form = new FormData();
    form.set("version_id", versionId);
    form.set("confidence", "0.05");
    form.set("iou", String(iou));
    form.set("file", file);
    setBusy(true);
    setError(null);
    api.post<InferAnswer>("/api/predictions/infer", form, { signal: mine.signal }).then(
      (found) => {
        setAnswer(found);
        setBusy(false);
      },
      (problem) => {
        if (isAbort(problem)) return;
        setAnswer(null);
        setError(asApiError(problem));
        setBusy(false);
      },
    );
    return () => mine.abort();
  }, [file, versionId, iou]);
  if (ready.length === 0) {
    return <Empty icon="models" title="No version is ready to answer">It shows here when it has been built.</Empty>;
  }
  const version = ready.find((one) => one.id === versionId);
  const colors = classColors(version?.class_names ?? [], labels.items);
  const shown = (answer?.predictions ?? []).filter((one) => one.confidence >= threshold);
  return (
    <div className="try">
      <div className="stack-wide">
        {url && answer
          ? <BoxPicture url={url} answer={answer} shown={shown} colors={colors} />
          : url && <img src={url} alt="The chosen photograph" className="try-plain" />}
        {error && (
          <Notice kind="bad" title={error.title}>
            {error.problem.detail}
            {error.fields.map((field) => <div key={field.field}>{field.message}</div>)}
          </Notice>
        )}
        <FileDrop
          label={file ? "Drop another photograph" : "Drop a photograph here, or choose one"}
          hint="JPEG, PNG, WebP, TIFF or BMP. It is not kept."
          accept="image/*"
          disabled={busy}
          onFiles={(files) => {
            setAnswer(null);
            setFile(files[0]!);
          }}
        />
      </div>
      <div className="stack-wide">
        <Card title="Settings">
          <div className="stack-wide">
            <SelectField
              label="Version"
              value={versionId}
              options={ready.map((one) => ({ value: one.id, label: one.version_number }))}
              onChange={(event) => setVersionId(event.target.value)}
            />
            <Slider label="Confidence" value={threshold} onChange={setThreshold} />
            <Slider label="Overlap (IoU)" value={iou} onChange={setIou} />
          </div>
        </Card>
        <Card
          title={busy ? "Looking…" : answer ? plural(shown.length, "object") : "Objects"}
          actions={answer && (
            <span className="small muted num" data-tip={timing(answer)}>{answer.timing_ms.total.toFixed(0)} ms</span>
          )}
          flush
        >
          <div role="status" className="sr-only">
            {answer && !busy ? `${plural(shown.length, "object")} found` : ""}
          </div>
          {busy && !answer
            ? (
              <p className="card-body">
                <Status status="RUNNING" />
              </p>
            )
            : !answer
            ? <p className="card-body muted">What the model finds is listed here.</p>
            : shown.length === 0
            ? <p className="card-body muted">Nothing above {Math.round(threshold * 100)} %.</p>
            : (
              <ol className="try-list">
                {shown.map((one, i) => (
                  <li key={i}>
                    <i style={{ background: colors(one.class_name) }} aria-hidden="true" />
                    <span className="grow truncate">{one.class_name}</span>
                    <span className="num">{one.confidence.toFixed(2)}</span>
                  </li>
                ))}
              </ol>
            )}
        </Card>
      </div>
    </div>
  );
}

function timing(answer: InferAnswer): string {
  const ms = answer.timing_ms;
  return `decode ${ms.decode.toFixed(1)}, prepare ${ms.preprocess.toFixed(1)}, model ${
    ms.inference.toFixed(1)
  }, boxes ${ms.postprocess.toFixed(1)} ms`;
}

function Slider({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  return (
    <label className="stack slider">
      <span className="row">
        <span className="field-label grow">{label}</span>
        <output className="num muted">{value.toFixed(2)}</output>
      </span>
      <input
        type="range"
        min={0.05}
        max={0.95}
        step={0.05}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </label>
  );
}
