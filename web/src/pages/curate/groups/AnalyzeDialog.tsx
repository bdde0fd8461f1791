import { useState } from "react";
import type { Batch } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation } from "../../../api/hooks.ts";
import { Button, Checkbox, Dialog, Notice, NumberField } from "../../../ui/index.ts";

/** How groups are looked for. */
export function AnalyzeDialog(
  { batch, onStarted, onClose }: { batch: Batch; onStarted: () => void; onClose: () => void },
) {
  const [size, setSize] = useState("5");
  const [samples, setSamples] = useState("");
  const [keep, setKeep] = useState(true);
  const number = (text: string) => text.trim() === "" ? null : Number(text);
  const start = useMutation(
    () =>
      api.put<Batch>(`/api/batches/${batch.id}/analyze`, {
        min_cluster_size: number(size) ?? 5,
        min_samples: number(samples),
        keep_hand_made: keep,
      }),
    { done: onStarted },
  );
  return (
    <Dialog
      title={`Analyse ${batch.batch_name}`}
      onClose={onClose}
      onSubmit={() => void start.run()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" icon="play" busy={start.busy}>Analyse</Button>
        </>
      }
    >
      <div className="stack-wide">
        <NumberField
          label="Smallest group"
          unit="images"
          hint="Fewer images that look alike are no group."
          error={start.error?.field("min_cluster_size") ?? null}
          value={size}
          onChange={(event) => setSize(event.target.value)}
        />
        <NumberField
          label="Neighbours"
          hint="How many make a place dense: more of them leave more images in no group. As the smallest group when empty."
          error={start.error?.field("min_samples") ?? null}
          value={samples}
          onChange={(event) => setSamples(event.target.value)}
        />
        <Checkbox
          label="Keep what was arranged by hand"
          hint="Images that somebody moved, and groups that somebody renamed, stay as they are."
          checked={keep}
          onChange={(event) => setKeep(event.target.checked)}
        />
        {start.error && <Notice kind="bad" title={start.error.title}>{start.error.problem.detail}</Notice>}
      </div>
    </Dialog>
  );
}
