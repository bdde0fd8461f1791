import { useEffect, useState } from "react";
import type { EmbeddingState } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation, useQuery } from "../../../api/hooks.ts";
import { useJobFeed } from "../../../api/useJobFeed.ts";
import { atLeast, useProject } from "../../../app/project.ts";
import { Loaded, Notice } from "../../../ui/index.ts";
import type { CurateProps } from "../tabs.tsx";
import { EmbeddingProgress } from "./EmbeddingProgress.tsx";
import { ModelChoice } from "./ModelChoice.tsx";

/** Which model describes the project's images, and how far it is. */
export default function EmbeddingsTab({ projectId }: CurateProps) {
  const path = `/api/projects/${projectId}/embedding`;
  const project = useProject();
  const state = useQuery<EmbeddingState>(path, { everyMs: 5000 });
  const mayChoose = atLeast(project.data?.role, "manager");
  const jobId = state.data?.job_id ?? null;
  const { feed } = useJobFeed(jobId, jobId !== null, () => void state.refresh());
  const [chosen, setChosen] = useState<string | null>(null);
  const current = state.data?.model?.id ?? null;
  useEffect(() => setChosen(null), [current]);
  const start = useMutation((model: string) => api.put<EmbeddingState>(path, { model_id: model }), {
    done: () => void state.refresh(),
    invalidates: ["/api/images/"],
  });
  return (
    <div className="embeddings">
      <section className="stack-wide" aria-label="Embeddings">
        <div className="stack">
          <h2>Embeddings</h2>
          <p className="muted">
            A model describes each image by some hundred numbers. Images whose numbers lie close together look alike:
            that is how similar images are found, by a picture, by a part of one or, with CLIP, by words.
          </p>
        </div>
        <Loaded query={state}>
          {(data) => (
            <>
              {data.model && (
                <EmbeddingProgress
                  state={data}
                  fraction={jobId ? feed.progress : null}
                  mayStart={mayChoose && !jobId}
                  busy={start.busy}
                  onStart={() => void start.run(data.model!.id)}
                />
              )}
              <ModelChoice
                models={data.models}
                detectors={data.detectors}
                current={current}
                chosen={chosen ?? current ?? data.models[0]?.id ?? ""}
                disabled={!mayChoose}
                busy={start.busy}
                onChoose={setChosen}
                onStart={(id) => void start.run(id)}
              />
              {start.error && <Notice kind="bad" title={start.error.title}>{start.error.problem.detail}</Notice>}
            </>
          )}
        </Loaded>
      </section>
    </div>
  );
}
