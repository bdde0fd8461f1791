import { type FormEvent, useState } from "react";
import type { DriftReport, Tag } from "../../../api/types.ts";
import { useQuery } from "../../../api/hooks.ts";
import { useAll } from "../../../api/useAll.ts";
import { setQuery, useQueryParam } from "../../../app/router.ts";
import { Button, Empty, ErrorState, Skeleton } from "../../../ui/index.ts";
import type { CurateProps } from "../tabs.tsx";
import { DriftResult } from "./DriftResult.tsx";
import { SetField } from "./SetField.tsx";
import { choiceOf, setOf } from "./sets.ts";

/** Whether two sets of images differ: train from val, new from old, one tag from another. */
export default function DriftTab({ projectId }: CurateProps) {
  const [a] = useQueryParam("a", "");
  const [b] = useQueryParam("b", "");
  const tags = useAll<Tag>(`/api/projects/${projectId}/tags`);
  const [first, setFirst] = useState(choiceOf(a || "split:train"));
  const [second, setSecond] = useState(choiceOf(b || "split:val"));
  const [problem, setProblem] = useState<string | null>(null);
  const asked = a !== "" && b !== "";
  const report = useQuery<DriftReport>(asked ? `/api/projects/${projectId}/drift` : null, {
    query: { a, b },
    freshMs: 60_000,
  });
  const wrong = report.error?.status === 422 ? report.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [one, other] = [setOf(first), setOf(second)];
    const fault = !one || !other ? "Choose a day." : one === other ? "Choose another set than the first." : null;
    setProblem(fault);
    if (fault === null) setQuery({ a: one, b: other }, true);
  };
  return (
    <div className="drift">
      <form className="drift-form" onSubmit={submit} noValidate>
        <SetField
          label="What is usual"
          value={first}
          tags={tags.data ?? []}
          error={wrong?.field("a") ?? (problem !== null && !setOf(first) ? problem : null)}
          onChange={setFirst}
        />
        <SetField
          label="Against it"
          value={second}
          tags={tags.data ?? []}
          error={wrong?.field("b") ?? (problem !== null && setOf(first) ? problem : null)}
          onChange={setSecond}
        />
        <Button kind="primary" type="submit" busy={asked && report.loading}>Compare</Button>
      </form>
      {!asked
        ? (
          <Empty icon="curate" title="Two sets to compare">
            Choose which images are usual and which are held against them: labels, image quality, sizes and looks are
            compared.
          </Empty>
        )
        : report.error && !wrong
        ? <ErrorState error={report.error} onRetry={report.refresh} />
        : report.data && !report.error
        ? <DriftResult report={report.data} tags={tags.data ?? []} />
        : !wrong && <Skeleton lines={[50, 90, 90, 90, 90, 90]} />}
    </div>
  );
}
