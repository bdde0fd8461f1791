import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { ApiError } from "../../../api/error.ts";
import { Button } from "../../../ui/index.ts";
import { completions, mentionAt } from "./threads.ts";

/** Where a comment is written: Ctrl+Enter sends, @ offers the project's members. */
export function Composer(
  { label, action, names, busy, error, autoFocus, initial = "", onSend, onCancel }: {
    label: string;
    action: string;
    names: readonly string[];
    busy: boolean;
    error: ApiError | null;
    autoFocus?: boolean;
    initial?: string;
    /** resolves to true when it was taken: the text is then cleared */
    onSend: (text: string) => Promise<boolean>;
    onCancel?: () => void;
  },
) {
  const [body, setBody] = useState(initial);
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [closedAt, setClosedAt] = useState(-1);
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const typed = mentionAt(body, caret);
  const offered = typed && typed.start !== closedAt ? completions(names, typed.letters) : [];
  const at = Math.min(chosen, offered.length - 1);
  useEffect(() => {
    if (autoFocus) area.current?.focus();
  }, [autoFocus]);
  const send = async () => {
    const text = body.trim();
    if (text && !busy && await onSend(text)) setBody("");
  };
  const take = (name: string) => {
    if (!typed) return;
    const before = body.slice(0, typed.start) + name + " ";
    setBody(before + body.slice(caret));
    setCaret(before.length);
    setChosen(0);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(before.length, before.length);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
    else if (offered.length > 0 && event.key === "ArrowDown") setChosen((at + 1) % offered.length);
    else if (offered.length > 0 && event.key === "ArrowUp") setChosen((at - 1 + offered.length) % offered.length);
    else if (offered.length > 0 && (event.key === "Enter" || event.key === "Tab")) take(offered[at]!);
    else if (offered.length > 0 && event.key === "Escape") setClosedAt(typed!.start);
    else if (event.key === "Escape") (onCancel ?? (() => area.current?.blur()))();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  const said = error && (error.field("body") ?? error.message);
  return (
    <form className="stack composer" onSubmit={submit}>
      <label className="small muted" htmlFor={id}>{label}</label>
      <div className="composer-area">
        <textarea
          ref={area}
          id={id}
          className="input area"
          rows={2}
          maxLength={10_000}
          value={body}
          role="combobox"
          aria-expanded={offered.length > 0}
          aria-controls={`${id}-names`}
          aria-autocomplete="list"
          aria-activedescendant={offered.length > 0 ? `${id}-${at}` : undefined}
          aria-invalid={said ? true : undefined}
          aria-describedby={said ? `${id}-error` : undefined}
          onChange={(event) => {
            setBody(event.target.value);
            setCaret(event.target.selectionStart);
            setChosen(0);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
        />
        <ul
          id={`${id}-names`}
          className="menu composer-names"
          role="listbox"
          aria-label="Members"
          hidden={offered.length === 0}
        >
          {offered.map((name, index) => (
            <li
              key={name}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              className="menu-item"
              onPointerDown={(event) => {
                event.preventDefault();
                take(name);
              }}
            >
              @{name}
            </li>
          ))}
        </ul>
      </div>
      {said && <p id={`${id}-error`} className="field-error" role="alert">{said}</p>}
      <div className="row-end">
        {onCancel && <Button size="s" kind="ghost" onClick={onCancel}>Cancel</Button>}
        <Button type="submit" kind="primary" size="s" busy={busy} disabled={!body.trim()}>{action}</Button>
      </div>
    </form>
  );
}
