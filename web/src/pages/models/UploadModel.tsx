import { useRef, useState } from "react";
import { api } from "../../api/client.ts";
import { cache } from "../../api/cache.ts";
import { type ApiError, asApiError, isAbort } from "../../api/error.ts";
import type { Model } from "../../api/types.ts";
import { upload } from "../../api/upload.ts";
import { navigate } from "../../app/router.ts";
import { bytes } from "../../lib/format.ts";
import { Button, Dialog, FileDrop, Notice, Progress, SelectField, TextField } from "../../ui/index.ts";

interface VersionTicket {
  version_id: string;
  upload_url: string;
}

/** A detector in ONNX from elsewhere: a version of a new model or of one that is here. */
export function UploadModel(
  { models, into, onClose }: { models: readonly Model[]; into?: Model; onClose: () => void },
) {
  const [modelId, setModelId] = useState(into?.id ?? "");
  const [name, setName] = useState("");
  const [number, setNumber] = useState("1");
  const [file, setFile] = useState<File | null>(null);
  const [fraction, setFraction] = useState<number | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const control = useRef<AbortController | null>(null);
  const made = useRef<string | null>(null);
  const send = async () => {
    if (!file) return;
    control.current = new AbortController();
    const { signal } = control.current;
    setError(null);
    setFraction(0);
    try {
      // A second try after an error goes on with the model that the first one made.
      const model = modelId ||
        (made.current ??= (await api.post<Model>("/api/models", { name: name.trim() }, { signal })).id);
      const ticket = await api.post<VersionTicket>("/api/models/versions", {
        model_id: model,
        version_number: number.trim(),
      }, { signal });
      await upload(ticket.upload_url, file, { method: "PUT", signal, onProgress: setFraction });
      await api.post(`/api/models/versions/${ticket.version_id}/build`, undefined, { signal });
      cache.invalidate("/api/models");
      navigate(`/models/${model}?version=${ticket.version_id}`);
      onClose();
    } catch (problem) {
      setFraction(null);
      if (!isAbort(problem)) setError(asApiError(problem));
    }
  };
  const ready = file !== null && number.trim() !== "" && (modelId !== "" || name.trim() !== "") && fraction === null;
  const close = () => {
    control.current?.abort();
    onClose();
  };
  return (
    <Dialog
      title={into ? `Upload a version of ${into.name}` : "Upload a model"}
      onClose={close}
      onSubmit={() => ready && void send()}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button kind="primary" type="submit" busy={fraction !== null} disabled={!ready}>Upload</Button>
        </>
      }
    >
      {error && error.fields.length === 0 && <Notice kind="bad" title={error.title}>{error.problem.detail}</Notice>}
      {!into && models.length > 0 && (
        <SelectField
          label="Model"
          value={modelId}
          onChange={(event) => setModelId(event.target.value)}
          options={[
            { value: "", label: "A new model" },
            ...models.map((model) => ({ value: model.id, label: model.name })),
          ]}
        />
      )}
      {modelId === "" && (
        <TextField
          label="Name"
          value={name}
          error={error?.field("name")}
          onChange={(event) => setName(event.target.value)}
        />
      )}
      <TextField
        label="Version"
        value={number}
        error={error?.field("version_number")}
        onChange={(event) => setNumber(event.target.value)}
      />
      {file === null
        ? (
          <FileDrop
            label="Drop an ONNX file here, or choose one"
            hint="A YOLO detector; its class names are read from the file."
            accept=".onnx"
            onFiles={(files) => setFile(files[0]!)}
          />
        )
        : (
          <div className="stack">
            <div className="row">
              <span className="grow truncate">{file.name}</span>
              <span className="muted num">{bytes(file.size)}</span>
              {fraction === null && <Button size="s" onClick={() => setFile(null)}>Another</Button>}
            </div>
            {fraction !== null && <Progress value={fraction} label={`Sending ${file.name}`} />}
          </div>
        )}
    </Dialog>
  );
}
