import { useRef, useState } from "react";
import type { Label, Tag } from "../../../api/types.ts";
import { setQuery, useLocation } from "../../../app/router.ts";
import { Button, type MenuItem, MenuList } from "../../../ui/index.ts";
import { fields, type FilterField } from "./filter.ts";

/** Two steps: what to filter by, then which value. The choice becomes a token in the URL. */
export function FilterMenu({ labels, tags }: { labels: readonly Label[]; tags: readonly Tag[] }) {
  const { query } = useLocation();
  const [step, setStep] = useState<FilterField | "fields" | null>(null);
  const anchor = useRef<HTMLButtonElement>(null);
  const close = () => {
    setStep(null);
    anchor.current?.focus();
  };
  const choices = fields.filter((field) => field.options && field.options({ labels, tags }).length > 0);
  const items: MenuItem[] = step === null
    ? []
    : step === "fields"
    ? choices.map((field) => ({ label: field.title, run: () => setStep(field) }))
    : step.options!({ labels, tags }).map(({ value, label }) => ({
      label,
      checked: query.get(step.name) === value,
      run: () => setQuery({ [step.name]: query.get(step.name) === value ? null : value }, true),
    }));
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
      {step !== null && anchor.current && (
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
