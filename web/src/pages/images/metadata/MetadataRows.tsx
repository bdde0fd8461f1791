import { Button, Checkbox, IconButton, Select } from "../../../ui/index.ts";
import { type MetaRow, type MetaType, retyped, type RowProblem } from "./rows.ts";

const types: readonly { value: MetaType; label: string }[] = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "boolean", label: "Yes or no" },
  { value: "date", label: "Day" },
];

/** Keys and values to edit, each of a type. Where it stands narrow, the value goes below. */
export function MetadataRows(
  { rows, problems, disabled, onChange }: {
    rows: readonly MetaRow[];
    problems: readonly RowProblem[];
    disabled?: boolean;
    onChange: (rows: MetaRow[]) => void;
  },
) {
  const set = (index: number, row: MetaRow) => onChange(rows.map((one, i) => i === index ? row : one));
  return (
    <div className="stack">
      {rows.length > 0 && (
        <ul className="meta-rows">
          {rows.map((row, index) => {
            const problem = problems.find((one) => one.row === index)?.message;
            const name = row.key || `row ${index + 1}`;
            return (
              <li key={index} className="meta-row">
                <input
                  className="input"
                  aria-label={`Key of ${name}`}
                  placeholder="Key"
                  maxLength={200}
                  disabled={disabled}
                  value={row.key}
                  onChange={(event) => set(index, { ...row, key: event.target.value })}
                />
                {row.type === "other" ? <span className="muted small">Structure</span> : (
                  <Select
                    aria-label={`Type of ${name}`}
                    disabled={disabled}
                    value={row.type}
                    onChange={(event) => set(index, retyped(row, event.target.value as MetaType))}
                    options={types}
                  />
                )}
                {!disabled && (
                  <IconButton
                    label={`Remove ${name}`}
                    icon="close"
                    size="s"
                    onClick={() => onChange(rows.filter((_, i) => i !== index))}
                  />
                )}
                <div className="meta-value">
                  <Value
                    row={row}
                    name={name}
                    disabled={disabled}
                    onChange={(value) => set(index, { ...row, value })}
                  />
                  {problem && <p className="field-error" role="alert">{problem}</p>}
                </div>
              </li>
            );
          })}
        </ul>
      )}
      {!disabled && (
        <div>
          <Button size="s" icon="plus" onClick={() => onChange([...rows, { key: "", type: "text", value: "" }])}>
            Add a key
          </Button>
        </div>
      )}
    </div>
  );
}

function Value(
  { row, name, disabled, onChange }: {
    row: MetaRow;
    name: string;
    disabled?: boolean;
    onChange: (value: string) => void;
  },
) {
  if (row.type === "other") return <code className="meta-json truncate" title={row.value}>{row.value}</code>;
  if (row.type === "boolean") {
    return (
      <Checkbox
        label={row.value === "true" ? "Yes" : "No"}
        aria-label={`Value of ${name}`}
        disabled={disabled}
        checked={row.value === "true"}
        onChange={(event) => onChange(String(event.target.checked))}
      />
    );
  }
  return (
    <input
      className={row.type === "number" ? "input num" : "input"}
      type={row.type === "date" ? "date" : "text"}
      inputMode={row.type === "number" ? "decimal" : undefined}
      aria-label={`Value of ${name}`}
      placeholder="Value"
      disabled={disabled}
      value={row.value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
