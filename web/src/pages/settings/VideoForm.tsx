import { useState } from "react";
import type { VideoBody } from "../../api/types.ts";
import { bytes } from "../../lib/format.ts";
import { Button, NumberField, SelectField, TextField } from "../../ui/index.ts";
import { type FrameForm, type Rule, rules, wantedOf } from "./video.ts";

/** Which frames of a video become images. */
export function VideoForm(
  { file, onSend, onCancel }: { file: File; onSend: (body: VideoBody) => void; onCancel: () => void },
) {
  const [name, setName] = useState(file.name);
  const [form, setForm] = useState<FrameForm>({
    rule: "every",
    value: rules[0].start,
    start: "",
    end: "",
    limit: "10000",
    format: "jpeg",
  });
  const [errors, setErrors] = useState<{ [field: string]: string }>({});
  const set = (change: Partial<FrameForm>) => {
    setForm((old) => ({ ...old, ...change }));
    setErrors({});
  };
  const rule = rules.find((one) => one.value === form.rule)!;
  const send = () => {
    const read = wantedOf(form);
    if ("errors" in read) return setErrors(read.errors);
    setErrors({});
    onSend({
      filename: file.name,
      size: file.size,
      ...(name.trim() ? { name: name.trim() } : {}),
      frames: read.wanted,
    });
  };
  const field = (key: "value" | "start" | "end" | "limit") => ({
    value: form[key],
    error: errors[key] ?? null,
    onChange: (event: { target: { value: string } }) => set({ [key]: event.target.value }),
  });
  return (
    <form
      className="stack-wide"
      aria-label="Import a video"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="row">
        <span className="grow truncate">{file.name}</span>
        <span className="muted num">{bytes(file.size)}</span>
      </div>
      <TextField
        label="Name of the sequence"
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.target.value)}
      />
      <SelectField
        label="Frames to take"
        options={rules}
        value={form.rule}
        onChange={(event) => {
          const next = event.target.value as Rule;
          set({ rule: next, value: rules.find((one) => one.value === next)!.start });
        }}
      />
      <NumberField label={rule.field} hint={rule.hint} {...field("value")} />
      <div className="video-part">
        <NumberField label="From" unit="s" placeholder="start" {...field("start")} />
        <NumberField label="To" unit="s" placeholder="end" {...field("end")} />
        <NumberField label="At most" unit="frames" {...field("limit")} />
      </div>
      <SelectField
        label="Written as"
        hint="Frames that look exactly alike are kept as one image."
        options={[{ value: "jpeg", label: "JPEG, quality 95" }, { value: "png", label: "PNG, without loss" }]}
        value={form.format}
        onChange={(event) => set({ format: event.target.value === "png" ? "png" : "jpeg" })}
      />
      <div className="row">
        <Button kind="primary" type="submit" icon="upload">Import the video</Button>
        <Button kind="ghost" onClick={onCancel}>Choose another file</Button>
      </div>
    </form>
  );
}
