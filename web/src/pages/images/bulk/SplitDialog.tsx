import { useState } from "react";
import { plural } from "../../../lib/format.ts";
import { Button, Checkbox, Dialog, NumberField } from "../../../ui/index.ts";
import type { Change } from "./change.ts";

/** Shares and a seed: the same seed and images always give the same split. */
export function SplitDialog(
  { count, onChange, onClose }: { count: number; onChange: (change: Change) => void; onClose: () => void },
) {
  const [shares, setShares] = useState({ train: "80", val: "10", test: "10" });
  const [seed, setSeed] = useState("0");
  const [stratify, setStratify] = useState(false);
  const numbers = { train: Number(shares.train), val: Number(shares.val), test: Number(shares.test) };
  const sum = numbers.train + numbers.val + numbers.test;
  const problem = Object.values(numbers).some((n) => !(n >= 0 && n <= 100))
    ? "Each share is a number from 0 to 100."
    : sum !== 100
    ? `The shares make ${sum} %, not 100 %.`
    : null;
  const seedProblem = /^\d{1,9}$/.test(seed) ? null : "a whole number";
  const submit = () => {
    if (!problem && !seedProblem) onChange({ action: "random_split", shares: numbers, seed: Number(seed), stratify });
  };
  return (
    <Dialog
      title="Split at random"
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={problem !== null || seedProblem !== null}>
            Split {plural(count, "image")}
          </Button>
        </>
      }
    >
      <div className="form-row">
        {(["train", "val", "test"] as const).map((part) => (
          <NumberField
            key={part}
            label={part[0]!.toUpperCase() + part.slice(1)}
            unit="%"
            value={shares[part]}
            onChange={(event) => setShares({ ...shares, [part]: event.target.value })}
          />
        ))}
        <NumberField
          label="Seed"
          value={seed}
          error={seedProblem}
          onChange={(event) => setSeed(event.target.value)}
        />
      </div>
      {problem && <p className="field-error" role="alert">{problem}</p>}
      <Checkbox
        label="Keep the shares within each label"
        hint="An image counts for the rarest label on it."
        checked={stratify}
        onChange={(event) => setStratify(event.target.checked)}
      />
      <p className="muted small">Splits that the images have already are replaced.</p>
    </Dialog>
  );
}
