import { useState } from "react";
import { setQuery, useLocation } from "../../../app/router.ts";
import { Button, Dialog, NumberField, TextField } from "../../../ui/index.ts";
import type { FilterField } from "./filter.ts";
import { dayOf, momentOf } from "./words.ts";

/** For filters whose value is typed: bounds, days, key and value. */
export function FilterDialog({ field, onClose }: { field: FilterField; onClose: () => void }) {
  const { query } = useLocation();
  const type = field.form!.type;
  const began = begin(type, query.get(field.name), field.to ? query.get(field.to) : null);
  const [from, setFrom] = useState(began[0]);
  const [to, setTo] = useState(began[1]);
  const [problem, setProblem] = useState<{ from?: string; to?: string }>({});
  const submit = () => {
    const found = check(type, from.trim(), to.trim());
    setProblem(found);
    if (found.from || found.to) return;
    if (type === "pair") setQuery({ [field.name]: `${from.trim()}=${to}` }, true);
    else if (type === "date") {
      setQuery({ [field.name]: from ? momentOf(from) : null, [field.to!]: to ? momentOf(to, 1) : null }, true);
    } else setQuery({ [field.name]: from.trim() || null, [field.to!]: to.trim() || null }, true);
    onClose();
  };
  const names = type === "pair"
    ? ["Key", "Value"]
    : type === "date"
    ? ["First day", "Last day"]
    : ["At least", "At most"];
  const control = (index: 0 | 1) => {
    const value = index === 0 ? from : to;
    const common = {
      label: names[index]!,
      value,
      error: index === 0 ? problem.from : problem.to,
      onChange: (event: { target: { value: string } }) => (index === 0 ? setFrom : setTo)(event.target.value),
    };
    if (type === "number") return <NumberField {...common} unit={field.form!.unit} />;
    return (
      <TextField {...common} type={type === "date" ? "date" : "text"} maxLength={type === "pair" ? 200 : undefined} />
    );
  };
  return (
    <Dialog
      title={field.title}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit">Filter</Button>
        </>
      }
    >
      <div className="form-row">
        {control(0)}
        {control(1)}
      </div>
      {type === "pair" && (
        <p className="muted small">
          Images whose metadata has this key with this value: texts, numbers, true or false.
        </p>
      )}
    </Dialog>
  );
}

function begin(type: string, from: string | null, to: string | null): [string, string] {
  if (type === "pair") {
    const at = from?.indexOf("=") ?? -1;
    return from && at > 0 ? [from.slice(0, at), from.slice(at + 1)] : ["", ""];
  }
  if (type === "date") return [from ? dayOf(new Date(from)) : "", to ? dayOf(new Date(Date.parse(to) - 1)) : ""];
  return [from ?? "", to ?? ""];
}

function check(type: string, from: string, to: string): { from?: string; to?: string } {
  if (type === "pair") {
    return !from ? { from: "is needed" } : from.includes("=") ? { from: "must not hold =" } : {};
  }
  if (!from && !to) return { from: "Give one of the two." };
  if (type === "number") {
    const bad = (text: string) => text !== "" && !(Number(text) >= 0);
    if (bad(from)) return { from: "must be a number from 0 on" };
    if (bad(to)) return { to: "must be a number from 0 on" };
  }
  const above = type === "number" ? Number(from) > Number(to) : from > to;
  return from && to && above ? { to: "must not be less than the first" } : {};
}
