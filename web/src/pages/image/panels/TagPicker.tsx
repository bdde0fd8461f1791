import { type FormEvent, useState } from "react";
import type { Id, Tag } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation } from "../../../api/hooks.ts";
import { Button, IconButton } from "../../../ui/index.ts";

/** The tags of an image as chips: a click takes one away, typing adds one of the project's or makes a new one. */
export function TagPicker(
  { projectId, tags, chosen, disabled, mayCreate, onChange }: {
    projectId: Id;
    tags: readonly Tag[];
    chosen: readonly Id[];
    disabled: boolean;
    mayCreate: boolean;
    onChange: (ids: Id[]) => void;
  },
) {
  const [text, setText] = useState("");
  const create = useMutation((name: string) => api.post<Tag>(`/api/projects/${projectId}/tags`, { name }), {
    invalidates: [`/api/projects/${projectId}/tags`],
    done: (tag) => {
      onChange([...chosen, tag.id]);
      setText("");
    },
  });
  const wanted = text.trim().toLowerCase();
  const on = tags.filter((tag) => chosen.includes(tag.id));
  const offered = tags.filter((tag) => !chosen.includes(tag.id) && tag.name.toLowerCase().includes(wanted)).slice(0, 8);
  const exact = tags.find((tag) => tag.name.toLowerCase() === wanted);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wanted) return;
    if (exact) {
      if (!chosen.includes(exact.id)) onChange([...chosen, exact.id]);
      setText("");
    } else if (mayCreate) void create.run(text.trim());
  };
  return (
    <div className="stack">
      {on.length > 0 && (
        <ul className="row wrap">
          {on.map((tag) => (
            <li key={tag.id} className="tag-chip">
              <span className="swatch" style={{ background: tag.color }} aria-hidden="true" />
              {tag.name}
              {!disabled && (
                <IconButton
                  label={`Remove ${tag.name}`}
                  icon="close"
                  size="s"
                  onClick={() => onChange(chosen.filter((id) => id !== tag.id))}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {disabled && on.length === 0 && <span className="muted">None</span>}
      {!disabled && (
        <form className="row" onSubmit={submit}>
          <input
            className="input"
            aria-label="Add a tag"
            placeholder="Add a tag"
            value={text}
            maxLength={100}
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="submit" disabled={!wanted} busy={create.busy}>{wanted && !exact ? "Create" : "Add"}</Button>
        </form>
      )}
      {create.error && <p className="field-error" role="alert">{create.error.message}</p>}
      {!disabled && offered.length > 0 && (
        <div className="row wrap">
          {offered.map((tag) => (
            <button
              key={tag.id}
              type="button"
              className="tag-chip tag-offer"
              onClick={() => {
                onChange([...chosen, tag.id]);
                setText("");
              }}
            >
              <span className="swatch" style={{ background: tag.color }} aria-hidden="true" />
              {tag.name}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
