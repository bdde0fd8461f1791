import { type FormEvent, useState } from "react";
import type { ApiError } from "../../../api/error.ts";
import type { LabelFirstAnswer } from "../../../api/types.ts";
import { Button, Notice, NumberField } from "../../../ui/index.ts";
import { pickLimits, pickWords, wantedOf } from "./picks.ts";

/** How many to pick, and what came of it. */
export function LabelFirstForm(
  { wanted, filtered, answer, busy, error, onPick, onAll }: {
    /** of the picks on screen; null while all images are */
    wanted: number | null;
    /** picks are made among the images that match the filter */
    filtered: boolean;
    answer: LabelFirstAnswer | undefined;
    busy: boolean;
    error: ApiError | null;
    onPick: (wanted: number) => void;
    onAll: () => void;
  },
) {
  const [text, setText] = useState(String(wanted ?? 50));
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const value = wantedOf(text);
    setProblem(typeof value === "string" ? value : null);
    if (typeof value === "number") onPick(value);
  };
  const limits = answer && pickLimits(answer);
  return (
    <section className="stack" aria-label="Label first">
      <h2>Label first</h2>
      <p className="muted small">
        Picks images that together leave no other far from a labelled one{filtered
          ? ", among those that match the filter"
          : ""}.
      </p>
      <form className="label-first" onSubmit={submit} noValidate>
        <NumberField
          label="How many"
          value={text}
          error={problem}
          onChange={(event) => setText(event.target.value)}
        />
        <Button kind="primary" type="submit" busy={busy}>Pick images to label first</Button>
      </form>
      {error && <Notice kind="bad" title={error.title}>{error.problem.detail}</Notice>}
      {wanted !== null && !busy && answer && (
        <div className="stack" role="status">
          <p>{pickWords(answer)}</p>
          {limits && <p className="muted small">{limits}</p>}
          <div>
            <Button size="s" onClick={onAll}>Show all images</Button>
          </div>
        </div>
      )}
    </section>
  );
}
