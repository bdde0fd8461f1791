import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import { Icon } from "./Icon.tsx";

export interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** the server's or the form's own words about this field */
  error?: string | null;
  /** the label is for screen readers only */
  quiet?: boolean;
  className?: string;
}

interface ControlProps {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

/** Label, control, hint and error, tied together for screen readers. */
export function Field(
  { label, hint, error, quiet, className = "", children }: FieldProps & {
    children: (control: ControlProps) => ReactNode;
  },
) {
  const id = useId();
  const described = [error && `${id}-error`, hint && !error && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id} className={quiet ? "sr-only" : "field-label"}>{label}</label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {error && (
        <p id={`${id}-error`} className="field-error" role="alert">
          <Icon name="error" size={12} />
          {error}
        </p>
      )}
      {hint && !error && <p id={`${id}-hint`} className="field-hint">{hint}</p>}
    </div>
  );
}

type Own<E> = FieldProps & Omit<E, keyof FieldProps | "id">;

export function TextField(
  { label, hint, error, quiet, className, ...rest }: Own<InputHTMLAttributes<HTMLInputElement>>,
) {
  return (
    <Field {...{ label, hint, error, quiet, className }}>
      {(control) => <input type="text" {...rest} {...control} className="input" />}
    </Field>
  );
}

export function AreaField(
  { label, hint, error, quiet, className, ...rest }: Own<TextareaHTMLAttributes<HTMLTextAreaElement>>,
) {
  return (
    <Field {...{ label, hint, error, quiet, className }}>
      {(control) => <textarea rows={3} {...rest} {...control} className="input area" />}
    </Field>
  );
}

/** A number as text, so that half-typed values stay; the form parses it. `unit` stands behind it. */
export function NumberField(
  { label, hint, error, quiet, className, unit, ...rest }: Own<InputHTMLAttributes<HTMLInputElement>> & {
    unit?: string;
  },
) {
  return (
    <Field {...{ label, hint, error, quiet, className }}>
      {(control) => (
        <span className="input-unit">
          <input inputMode="decimal" type="text" {...rest} {...control} className="input num" />
          {unit && <span aria-hidden="true">{unit}</span>}
        </span>
      )}
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
  disabled?: boolean;
}

export function SelectField(
  { label, hint, error, quiet, className, options, ...rest }: Own<SelectHTMLAttributes<HTMLSelectElement>> & {
    options: readonly Option[];
  },
) {
  return (
    <Field {...{ label, hint, error, quiet, className }}>
      {(control) => <Select {...rest} {...control} options={options} />}
    </Field>
  );
}

/** The platform's own list of choices (keyboard, screen readers, phones), with our looks. */
export function Select(
  { options, className = "", ...rest }: SelectHTMLAttributes<HTMLSelectElement> & { options: readonly Option[] },
) {
  return (
    <span className={`select ${className}`}>
      <select {...rest}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>{option.label}</option>
        ))}
      </select>
      <Icon name="chevronDown" size={12} />
    </span>
  );
}

export function Checkbox(
  { label, hint, ...rest }:
    & { label: ReactNode; hint?: ReactNode }
    & Omit<InputHTMLAttributes<HTMLInputElement>, "type">,
) {
  const id = useId();
  return (
    <span className="check">
      <input {...rest} id={id} type="checkbox" aria-describedby={hint ? `${id}-hint` : undefined} />
      <span>
        <label htmlFor={id}>{label}</label>
        {hint && <p id={`${id}-hint`} className="field-hint">{hint}</p>}
      </span>
    </span>
  );
}

/** On or off, at once. */
export function Switch(
  { label, checked, onChange, disabled }: {
    label: string;
    checked: boolean;
    onChange: (on: boolean) => void;
    disabled?: boolean;
  },
) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      aria-label={label}
      className="switch"
      disabled={disabled}
      onClick={() => onChange(!checked)}
    >
      <span />
    </button>
  );
}
