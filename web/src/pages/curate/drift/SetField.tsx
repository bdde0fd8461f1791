import type { Tag } from "../../../api/types.ts";
import { Select, TextField } from "../../../ui/index.ts";
import { choices, isDated, type SetChoice } from "./sets.ts";

/** Which images are one of the two sets. */
export function SetField(
  { label, value, tags, error, onChange }: {
    label: string;
    value: SetChoice;
    tags: readonly Tag[];
    error: string | null;
    onChange: (value: SetChoice) => void;
  },
) {
  return (
    <div className="drift-set">
      <div className="field">
        <span className="field-label" aria-hidden="true">{label}</span>
        <Select
          aria-label={label}
          value={value.choice}
          aria-invalid={error ? true : undefined}
          onChange={(event) => onChange({ ...value, choice: event.target.value })}
          options={choices(tags)}
        />
        {error && <p className="field-error" role="alert">{error}</p>}
      </div>
      {isDated(value.choice) && (
        <TextField
          label={`${label}, day`}
          type="date"
          value={value.day}
          onChange={(event) => onChange({ ...value, day: event.target.value })}
        />
      )}
    </div>
  );
}
