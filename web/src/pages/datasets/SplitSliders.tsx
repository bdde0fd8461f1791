import { type Splits, withShare } from "./changes.ts";

const names: readonly [keyof Splits, string][] = [["train", "Train"], ["val", "Validation"], ["test", "Test"]];

/** Three shares that always make 100 %. */
export function SplitSliders(
  { legend, splits, error, onChange }: {
    legend: string;
    splits: Splits;
    error?: string;
    onChange: (splits: Splits) => void;
  },
) {
  return (
    <fieldset className="stack">
      <legend className="field-label">{legend}</legend>
      {names.map(([key, text]) => (
        <div key={key} className="split-row">
          <label htmlFor={`split-${key}`}>{text}</label>
          <input
            id={`split-${key}`}
            type="range"
            min={0}
            max={100}
            value={splits[key]}
            onChange={(event) => onChange(withShare(splits, key, Number(event.target.value)))}
          />
          <output className="num" htmlFor={`split-${key}`}>{splits[key]} %</output>
        </div>
      ))}
      {error && <p className="field-error" role="alert">{error}</p>}
    </fieldset>
  );
}
