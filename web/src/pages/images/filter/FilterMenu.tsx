import { useRef, useState } from "react";
import { setQuery, useLocation } from "../../../app/router.ts";
import { Button, type MenuItem, MenuList } from "../../../ui/index.ts";
import { FilterDialog } from "./FilterDialog.tsx";
import { fields, type FilterContext, type FilterField } from "./filter.ts";

/** Two steps: what to filter by, then which value (chosen or typed). The choice becomes a token in the URL. */
export function FilterMenu({ context }: { context: FilterContext }) {
  const { query } = useLocation();
  const [step, setStep] = useState<FilterField | "fields" | null>(null);
  const anchor = useRef<HTMLButtonElement>(null);
  const close = () => {
    setStep(null);
    anchor.current?.focus();
  };
  const offered = fields.filter((field) => field.form || (field.options?.(context).length ?? 0) > 0);
  const items: MenuItem[] = step === null ? [] : step === "fields"
    ? offered.flatMap((field, index): MenuItem[] => [
      ...(index > 0 && offered[index - 1]!.group !== field.group ? ["-" as const] : []),
      { label: field.title, run: () => setStep(field) },
    ])
    : (step.options?.(context) ?? []).map(({ value, label }) => ({
      label,
      checked: query.get(step.name) === value,
      run: () => setQuery({ [step.name]: query.get(step.name) === value ? null : value }, true),
    }));
  const typed = step !== null && step !== "fields" && step.form ? step : null;
  return (
    <>
      <Button
        buttonRef={anchor}
        icon="filter"
        aria-haspopup="menu"
        aria-expanded={step !== null}
        onClick={() => setStep(step ? null : "fields")}
      >
        Filter
      </Button>
      {typed && <FilterDialog field={typed} onClose={close} />}
      {step !== null && !typed && anchor.current && (
        <MenuList
          key={step === "fields" ? "fields" : step.name}
          label={step === "fields" ? "Filter by" : step.title}
          items={items}
          anchor={anchor.current.getBoundingClientRect()}
          onClose={close}
        />
      )}
    </>
  );
}
